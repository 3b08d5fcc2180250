package org.otgwpi.otgw.flash;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.gateway.TakenLine;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.BusyException;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.personality.Quiescent;
import org.otgwpi.pic.Firmware;
import org.otgwpi.pic.FlashResult;
import org.otgwpi.pic.HexException;
import org.otgwpi.pic.HexImage;
import org.otgwpi.pic.HexReader;
import org.otgwpi.pic.PicModel;
import org.tinylog.Logger;

/**
 * Flashes the gateway chip while the gateway runs (otgw-http-ws 4.4). It takes the line for itself, tells how it goes, and
 * gives the line back. A flash that a power cut has broken off is finished at the next start. Thread-safe.
 */
public final class PicFlash implements AutoCloseable {

    private static final int LONGEST_NAME = 64;
    private static final long OPEN_PATIENCE_MILLIS = 200;
    private static final java.time.Duration PAUSE = java.time.Duration.ofSeconds(2);

    private static final String AGAIN =
            "Install the firmware again: the chip waits for it, and its settings are saved.";
    private static final String PRESS = "The chip did not restart: press the reset button of the gateway board.";
    private static final String UNTOUCHED = "Nothing in the chip was changed.";

    private final Gateway gateway;
    private final FirmwareLibrary library;
    private final FlashJournal journal;
    private final List<FlashAudience> audiences;
    private final List<Quiescent> quiescents;
    private final MaintenanceLock maintenance;
    private final LongSupplier nanoTime;
    private final AtomicReference<@Nullable String> wanted = new AtomicReference<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("pic-flash").daemon().factory());
    private volatile FlashStatus status = FlashStatus.IDLE;
    private volatile boolean interrupted;
    private volatile long buttonDueNanos;

    /**
     * @param quiescents what falls silent meanwhile, in the order in which it is paused
     * @param maintenance held from the first silence to the last word
     */
    public PicFlash(
            Gateway gateway,
            FirmwareLibrary library,
            FlashJournal journal,
            List<FlashAudience> audiences,
            List<Quiescent> quiescents,
            MaintenanceLock maintenance,
            LongSupplier nanoTime) {
        this.gateway = gateway;
        this.library = library;
        this.journal = journal;
        this.audiences = List.copyOf(audiences);
        this.quiescents = List.copyOf(quiescents);
        this.maintenance = maintenance;
        this.nanoTime = nanoTime;
    }

    /** Finishes what a power cut has broken off, if anything; to be called before the gateway starts. */
    public void start() {
        journal.pending().ifPresent(pending -> {
            interrupted = true;
            Session session = new Session(
                    pending,
                    "Writing " + pending.name()
                            + " to the gateway chip was broken off: it is done anew, then the gateway starts");
            session.takeLine();
            execute(session::resume);
        });
    }

    /** How the current or last flash stands; the time to press the button is what is left of it by now. */
    public FlashStatus status() {
        FlashStatus now = status;
        if (!now.flashing() || now.step() != FlashStep.PRESS_RESET) {
            return now;
        }
        long left = TimeUnit.NANOSECONDS.toSeconds(buttonDueNanos - nanoTime.getAsLong());
        return now.with(FlashStep.PRESS_RESET, (int) Math.max(0, left), now.advice());
    }

    /** True while the chip's program is incomplete: a flash has begun and not come to a good end. */
    public boolean interrupted() {
        return interrupted;
    }

    /**
     * The chip whose files are meant: the one that is there, or the one that was being flashed.
     *
     * @return {@code pic16f1847}, or what the gateway says if it is not known
     */
    public String device() {
        String device = gateway.state().chip().device();
        boolean known = device.equals(PicModel.PIC16F88.id()) || device.equals(PicModel.PIC16F1847.id());
        return known || !interrupted
                ? device
                : journal.pending().map(FlashOrder::device).orElse(device);
    }

    /** Flashes a file of the library as soon as no flash runs; of several wishes meanwhile the last one counts. */
    public void request(String name) {
        wanted.set(name);
        execute(this::next);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            Logger.debug("No flash any more: the program ends");
        }
    }

    private void next() {
        String name = wanted.getAndSet(null);
        if (name == null) {
            return;
        }
        publish(FlashStatus.started(shortened(name)));
        try {
            MaintenanceLock.Hold hold = maintenance.take(Activity.PIC_FLASH);
            try (hold) {
                flash(name);
            }
        } catch (BusyException e) {
            Logger.warn("{}", e.getMessage());
            over(false, String.valueOf(e.getMessage()), UNTOUCHED);
        } catch (RuntimeException e) {
            Logger.error(e, "{} could not be written to the gateway chip", name);
            over(false, FlashResult.HEX_ACCESS.text(), UNTOUCHED);
        }
    }

    private void flash(String name) {
        try {
            FlashOrder order = order(name);
            if (order == null) {
                over(false, FlashResult.HEX_ACCESS.text(), UNTOUCHED);
                return;
            }
            new Session(order, "Writing " + name + " to the gateway chip; the heating goes on as the thermostat wants")
                    .flash();
        } catch (IOException e) {
            Logger.warn("{} cannot be read: {}", name, e.getMessage());
            over(false, FlashResult.HEX_ACCESS.text(), UNTOUCHED);
        }
    }

    /** The file for the chip that is there; if that is not known, the only one of this name. */
    private @Nullable FlashOrder order(String name) throws IOException {
        String device = device();
        byte[] hex = library.read(device, name);
        if (hex == null && !device.startsWith("pic16")) {
            List<PicModel> chips = library.chipsWith(name);
            device = chips.size() == 1 ? chips.getFirst().id() : device;
            hex = library.read(device, name);
        }
        String chip = device;
        OldSettings kept = journal.pending()
                .filter(pending -> pending.device().equals(chip))
                .map(FlashOrder::settings)
                .orElse(null);
        return hex == null ? null : new FlashOrder(device, name, hex, kept);
    }

    private void publish(FlashStatus next) {
        status = next;
        audiences.forEach(each -> each.status(next));
    }

    private void message(byte[] utf8) {
        audiences.forEach(each -> each.message(utf8));
    }

    private void over(boolean success, String text, String advice) {
        publish(status.ended(success, text, advice));
        message(FlashMessages.end(success, status.fileName(), text));
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(LONGEST_NAME, name.length()));
    }

    /** One flash, from the first silence to the last word. */
    private final class Session implements FlashRun.Observer {

        private final FlashOrder order;
        private final String sentence;
        private final FlashRun run = new FlashRun(nanoTime, this);
        private final Deque<Quiescent> paused = new ArrayDeque<>();
        private @Nullable TakenLine line;
        private long startNanos;

        private Session(FlashOrder order, String sentence) {
            this.order = order;
            this.sentence = sentence;
        }

        /** The order in which all falls silent: what sends commands of its own, then the line itself. */
        private void takeLine() {
            for (Quiescent each : quiescents) {
                each.pause(PAUSE);
                paused.push(each);
            }
            line = gateway.take(this::received, sentence);
        }

        private void received(byte[] bytes, int length) {
            run.received(bytes, length);
            audiences.forEach(FlashAudience::packet);
        }

        /** Goes on with what was broken off, as soon as nothing else has the system for itself. */
        private void resume() {
            MaintenanceLock.Hold hold = null;
            try {
                while (hold == null) {
                    try {
                        hold = maintenance.take(Activity.PIC_FLASH);
                    } catch (BusyException e) {
                        run.awaitBytes(OPEN_PATIENCE_MILLIS);
                    }
                }
                flash();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                if (hold != null) {
                    hold.close();
                }
            }
        }

        private void flash() {
            publish(FlashStatus.started(shortened(order.name())));
            startNanos = nanoTime.getAsLong();
            FlashResult result = FlashResult.HEX_FORMAT;
            FlashJob.@Nullable Outcome outcome = null;
            try {
                HexImage image = HexReader.read(order.hex());
                if (line == null) {
                    takeLine();
                }
                awaitOpenPort();
                outcome = run.run(wires(), image, runningVersion(), order.settings());
                result = outcome.result();
                if (result == FlashResult.NONE) {
                    journal.end();
                    interrupted = false;
                }
            } catch (HexException e) {
                result = e.result();
                Logger.warn("{}: {}", order.name(), e.getMessage());
            } catch (IOException e) {
                Logger.warn("The journal of the flash cannot be put aside: {}", e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                Logger.error(e, "The flash of the gateway chip failed");
                result = FlashResult.RESET;
            }
            ended(result, outcome);
        }

        private void ended(FlashResult result, FlashJob.@Nullable Outcome outcome) {
            boolean success = result == FlashResult.NONE;
            boolean touched = interrupted || (outcome != null && outcome.touched());
            String words = result.text() + ": " + order.name()
                    + (outcome == null ? "" : ", " + outcome.retries() + " retries, " + seconds() + " s");
            TakenLine taken = line;
            if (taken == null) {
                Logger.warn("{}", words);
            } else {
                taken.giveBack(touched, words);
                paused.forEach(Quiescent::resume);
            }
            boolean stuck = success && outcome != null && !outcome.restarted();
            over(success, result.text(), stuck ? PRESS : success ? "" : touched ? AGAIN : UNTOUCHED);
        }

        private long seconds() {
            return TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - startNanos);
        }

        /** At the start of the program the port may not be open yet. */
        private void awaitOpenPort() throws InterruptedException {
            while (!gateway.state().port().open()) {
                run.awaitBytes(OPEN_PATIENCE_MILLIS);
            }
        }

        private @Nullable String runningVersion() {
            GatewayState.Chip chip = gateway.state().chip();
            return chip.type().equals(Firmware.GATEWAY.type()) ? chip.version() : null;
        }

        private FlashRun.Line wires() {
            TakenLine taken = java.util.Objects.requireNonNull(line);
            return new FlashRun.Line() {
                @Override
                public void send(byte[] bytes) {
                    taken.send(bytes);
                }

                @Override
                public void resetLine(boolean low) {
                    taken.resetLine(low);
                }

                @Override
                public void sendBreak() {
                    taken.sendBreak();
                }

                @Override
                public boolean wired() {
                    return taken.wired();
                }
            };
        }

        @Override
        public void step(FlashStep step) {
            boolean button = step == FlashStep.PRESS_RESET;
            if (button) {
                buttonDueNanos = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(Entry.BUTTON_SECONDS);
            }
            publish(status.with(step, button ? Entry.BUTTON_SECONDS : -1, button ? step.text() : ""));
        }

        @Override
        public void progress(int percent) {
            long taken = nanoTime.getAsLong() - startNanos;
            int left = percent < 3 ? -1 : (int) TimeUnit.NANOSECONDS.toSeconds(taken * (100 - percent) / percent);
            publish(status.at(percent, left));
            message(FlashMessages.progress(percent, status.fileName()));
        }

        @Override
        public void keep(OldSettings settings) throws IOException {
            journal.begin(order, settings);
            interrupted = true;
        }
    }
}
