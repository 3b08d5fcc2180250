package org.otgwpi.otgw.flash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.FlashLayout;
import org.otgwpi.pic.FlashResult;
import org.otgwpi.pic.HexImage;
import org.otgwpi.pic.LoaderReceiver;
import org.otgwpi.pic.LoaderRequest;
import org.otgwpi.pic.SettingsTransfer;
import org.tinylog.Logger;

/**
 * One attempt to flash the gateway chip (otgw-core 6.7). It has no I/O and no clock of its own: bytes and times come in,
 * and what is to be done goes out through {@link Outlet}. Times are nanoseconds of a monotonic clock. It always comes to an
 * end. Not thread-safe.
 */
public final class FlashJob {

    /** How long the chip may take to answer. */
    static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long PULSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LEAVE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int MOST_LEAVES = 5;
    private static final int MOST_RETRIES = 10;
    private static final int MOST_RETRIES_WRITING = 100;
    private static final int MOST_SILENCES = 3;
    private static final int MOST_CHECKS = 5;
    private static final int RESET_WEIGHT = 8;
    private static final int VERSION_WEIGHT = 1;
    private static final int VERSION_ANSWER_BYTES = 8;
    private static final int ETX = 0x04;
    private static final int PERCENT = 100;
    private static final byte[] LINE_FEED = "\n".getBytes(StandardCharsets.US_ASCII);

    /** Carries out what the job decides. Called by the thread that calls the job. */
    public interface Outlet {

        /** Sends bytes to the chip. */
        void send(byte[] bytes);

        /** Pulls the chip's reset line low or lets it go; only if there may be one. */
        void resetLine(boolean low);

        /** Sends a BREAK to the chip. */
        void sendBreak();

        /** The job begins something else. */
        void step(FlashStep step);

        /** How far it is: 0..100, the same number more than once. */
        void progress(int percent);

        /**
         * Saves what must not get lost, before anything in the chip is changed. When this returns, it lasts.
         *
         * @throws IOException if it cannot be saved; the chip is then left as it is
         */
        void keep(OldSettings settings) throws IOException;

        /** The job has come to its end. */
        void finished(Outcome outcome);
    }

    /**
     * How it ended.
     *
     * @param touched whether anything in the chip may have been changed
     * @param restarted whether the chip was reset in the end; if not it may still be in its boot loader
     */
    public record Outcome(FlashResult result, int mismatches, int retries, boolean touched, boolean restarted) {}

    private enum Stage {
        IDLE,
        ENTERING,
        IDENTIFYING,
        WORKING,
        LEAVING,
        OVER
    }

    private final HexImage image;
    private final FlashPlan plan;
    private final boolean wired;
    private final Outlet outlet;
    private final LoaderReceiver receiver = new LoaderReceiver();
    private final Deque<FlashTask> tasks = new ArrayDeque<>();

    private Stage stage = Stage.IDLE;
    private @Nullable Entry entry;
    private @Nullable FlashStep step;
    private byte @Nullable [] identity;
    private FlashResult result = FlashResult.NONE;
    private boolean planned;
    private boolean touched;
    private boolean wasReset;
    private int loaderStart;
    private int loaderEnd;
    private int done;
    private int retries;
    private int silences;
    private int mismatches;
    private int faultsChecked;
    private int checks;
    private int leaves;
    private boolean pulled;
    private long dueNanos;

    /**
     * @param runningVersion of the gateway firmware in the chip; null if another runs or it is not known
     * @param kept what an earlier attempt saved that did not come to its end, or null
     * @param wired whether there may be a wire to the chip's reset pin
     */
    public FlashJob(
            HexImage image,
            SettingsTransfer transfer,
            @Nullable String runningVersion,
            @Nullable OldSettings kept,
            boolean wired,
            Outlet outlet) {
        this.image = image;
        this.plan = new FlashPlan(image, transfer, runningVersion, kept);
        this.wired = wired;
        this.outlet = outlet;
    }

    /** Begins. */
    public void start(long nowNanos) {
        enter(nowNanos);
    }

    /** Whether it has come to its end. */
    public boolean over() {
        return stage == Stage.OVER;
    }

    /** A byte came from the chip. */
    public void received(int octet, long nowNanos) {
        switch (stage) {
            case ENTERING -> {
                if (octet == ETX && entry != null && entry.listens()) {
                    entered(nowNanos);
                }
            }
            case IDENTIFYING, WORKING -> {
                switch (receiver.accept(octet)) {
                    case NONE -> {}
                    case PACKET -> answered(receiver.payload(), nowNanos);
                    case BROKEN -> failed(nowNanos);
                    case RESET -> reset(nowNanos);
                }
            }
            case LEAVING -> {
                if (receiver.accept(octet) == LoaderReceiver.Event.RESET && !pulled) {
                    end(true);
                }
            }
            case IDLE, OVER -> {}
        }
    }

    /** Nanoseconds until {@link #tick} has something to do, {@code Long.MAX_VALUE} if it waits for nothing. */
    public long dueInNanos(long nowNanos) {
        return switch (stage) {
            case IDLE, OVER -> Long.MAX_VALUE;
            case ENTERING -> entry == null ? 0 : entry.dueInNanos(nowNanos);
            case IDENTIFYING, WORKING, LEAVING -> Math.max(0, dueNanos - nowNanos);
        };
    }

    /** Time passes. */
    public void tick(long nowNanos) {
        if (dueInNanos(nowNanos) > 0) {
            return;
        }
        switch (stage) {
            case ENTERING -> {
                if (entry == null || !entry.next(nowNanos)) {
                    finish(FlashResult.RETRIES, nowNanos);
                }
            }
            case IDENTIFYING, WORKING -> silent(nowNanos);
            case LEAVING -> leave(nowNanos);
            case IDLE, OVER -> {}
        }
    }

    private void enter(long nowNanos) {
        stage = Stage.ENTERING;
        silences = 0;
        step(FlashStep.ENTER);
        entry = new Entry(wired, outlet, nowNanos);
    }

    private void entered(long nowNanos) {
        stage = Stage.IDENTIFYING;
        identity = null;
        if (!planned) {
            advance(RESET_WEIGHT);
        }
        send(nowNanos);
    }

    private void send(long nowNanos) {
        FlashTask task = tasks.peek();
        LoaderRequest request = stage == Stage.WORKING && task != null ? task.request() : LoaderRequest.version();
        receiver.clear();
        wasReset = false;
        dueNanos = nowNanos + ANSWER_NANOS;
        outlet.send(request.packet());
    }

    private void answered(byte[] payload, long nowNanos) {
        if (stage == Stage.IDENTIFYING) {
            if (payload.length == VERSION_ANSWER_BYTES && payload[0] == LoaderRequest.VERSION) {
                silences = 0;
                identity(payload, nowNanos);
            }
            return;
        }
        FlashTask task = tasks.element();
        FlashTask.Verdict verdict = task.answered(payload);
        if (verdict == FlashTask.Verdict.STRAY) {
            return;
        }
        silences = 0;
        switch (verdict) {
            case DONE -> done(task, nowNanos);
            case GIVEN_UP -> {
                mismatches += task.mismatches();
                finish(FlashResult.MISMATCHES, nowNanos);
            }
            case GOES_ON, STRAY -> send(nowNanos);
        }
    }

    /** Where the loader stands is believed when it says so twice: what is written depends on it. */
    private void identity(byte[] payload, long nowNanos) {
        boolean again = Arrays.equals(payload, identity);
        identity = payload;
        if (again) {
            identified(payload, nowNanos);
        } else {
            send(nowNanos);
        }
    }

    private void identified(byte[] payload, long nowNanos) {
        loaderStart = word(payload, 4);
        loaderEnd = word(payload, 6);
        boolean right = FlashLayout.ofLoader(payload[3]) == image.layout();
        if (!right || !image.layout().callsLoader(image.word(0), image.word(1), loaderStart, loaderEnd)) {
            finish(right ? FlashResult.MAGIC : FlashResult.DEVICE, nowNanos);
            return;
        }
        stage = Stage.WORKING;
        if (!planned) {
            planned = true;
            advance(VERSION_WEIGHT);
            tasks.addAll(plan.reading());
        }
        work(nowNanos);
    }

    private void done(FlashTask task, long nowNanos) {
        tasks.remove();
        mismatches += task.mismatches();
        if (task.weight() > 0) {
            advance(task.weight());
        }
        if (tasks.isEmpty()) {
            goOn(nowNanos);
        } else {
            work(nowNanos);
        }
    }

    /** Chooses what comes next when all tasks are done. */
    private void goOn(long nowNanos) {
        int faults = retries + mismatches;
        if (!touched) {
            try {
                outlet.keep(plan.oldSettings());
            } catch (IOException e) {
                Logger.error("The chip's settings cannot be saved, so it is left as it is: {}", e.getMessage());
                finish(FlashResult.MEMORY, nowNanos);
                return;
            }
            touched = true;
            tasks.addAll(plan.writing(loaderStart, loaderEnd));
        } else if (checks == 0 || faults > faultsChecked) {
            if (++checks > MOST_CHECKS) {
                finish(FlashResult.MISMATCHES, nowNanos);
                return;
            }
            faultsChecked = faults;
            tasks.addAll(plan.checking(loaderStart, loaderEnd));
        } else {
            finish(FlashResult.NONE, nowNanos);
            return;
        }
        work(nowNanos);
    }

    private void work(long nowNanos) {
        step(tasks.element().step());
        send(nowNanos);
    }

    /** The chip waits a second for a packet: it gets one as soon as what else may come is over. */
    private void reset(long nowNanos) {
        if (!wasReset) {
            wasReset = true;
            dueNanos = nowNanos + QUIET_NANOS;
        }
    }

    /** No answer came, or the chip was reset on the way. */
    private void silent(long nowNanos) {
        if (wasReset) {
            FlashTask task = tasks.peek();
            if (task != null) {
                task.restart();
            }
        } else {
            outlet.send(LINE_FEED);
            silences++;
        }
        failed(nowNanos);
    }

    private void failed(long nowNanos) {
        retries++;
        if (retries >= (touched ? MOST_RETRIES_WRITING : MOST_RETRIES)) {
            finish(FlashResult.RETRIES, nowNanos);
        } else if (silences >= MOST_SILENCES) {
            FlashTask task = tasks.peek();
            if (task != null) {
                task.restart();
            }
            enter(nowNanos);
        } else {
            send(nowNanos);
        }
    }

    private void finish(FlashResult how, long nowNanos) {
        result = how;
        boolean inLoader = stage != Stage.ENTERING;
        stage = Stage.LEAVING;
        receiver.clear();
        leaves = inLoader ? 0 : MOST_LEAVES;
        leave(nowNanos);
    }

    /** Resets the chip, until its ETX says that it was: a packet may get lost, and then it would stay in its loader. */
    private void leave(long nowNanos) {
        if (leaves < MOST_LEAVES) {
            if (leaves++ > 0) {
                outlet.send(LINE_FEED);
            }
            outlet.send(LoaderRequest.reset());
            dueNanos = nowNanos + LEAVE_NANOS;
        } else if (wired && !pulled) {
            pulled = true;
            outlet.resetLine(true);
            dueNanos = nowNanos + PULSE_NANOS;
        } else {
            if (pulled) {
                outlet.resetLine(false);
            }
            end(pulled);
        }
    }

    private void end(boolean restarted) {
        stage = Stage.OVER;
        outlet.finished(new Outcome(result, mismatches, retries, touched, restarted));
    }

    private void step(FlashStep next) {
        if (next != step) {
            step = next;
            outlet.step(next);
        }
    }

    private void advance(int weight) {
        done += weight;
        int total = plan.totalWeight();
        outlet.progress(Math.min(done, total) * PERCENT / total);
    }

    private static int word(byte[] payload, int index) {
        return (payload[index] & 0xFF) | (payload[index + 1] & 0xFF) << 8;
    }
}
