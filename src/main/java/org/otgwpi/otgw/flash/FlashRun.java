package org.otgwpi.otgw.flash;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.FlashResult;
import org.otgwpi.pic.HexImage;
import org.otgwpi.pic.SettingsTransfer;

/** One flash job on a real line: gives it bytes and time until it has ended. Used once, by one thread. */
final class FlashRun implements FlashJob.Outlet {

    /** The line to the chip. */
    interface Line {

        void send(byte[] bytes);

        void resetLine(boolean low);

        void sendBreak();

        boolean wired();
    }

    /** Who is told, in the thread that flashes. */
    interface Observer {

        void step(FlashStep step);

        void progress(int percent);

        /** As {@link FlashJob.Outlet#keep}. */
        void keep(OldSettings settings) throws IOException;
    }

    private final BlockingQueue<byte[]> received = new LinkedBlockingQueue<>();
    private final LongSupplier nanoTime;
    private final Observer observer;
    private @Nullable Line line;
    private FlashJob.Outcome outcome = new FlashJob.Outcome(FlashResult.RETRIES, 0, 0, false, false);

    FlashRun(LongSupplier nanoTime, Observer observer) {
        this.nanoTime = nanoTime;
        this.observer = observer;
    }

    /** Bytes came from the chip. May be called by any thread; does not wait. */
    void received(byte[] bytes, int length) {
        received.add(java.util.Arrays.copyOf(bytes, length));
    }

    /** Waits for bytes, which are forgotten. */
    void awaitBytes(long millis) throws InterruptedException {
        var unused = received.poll(millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Flashes; comes back when it has ended.
     *
     * @throws InterruptedException if the program ends meanwhile
     */
    FlashJob.Outcome run(Line chip, HexImage image, @Nullable String runningVersion, @Nullable OldSettings kept)
            throws InterruptedException {
        line = chip;
        received.clear();
        FlashJob job = new FlashJob(image, SettingsTransfer.load(), runningVersion, kept, chip.wired(), this);
        job.start(nanoTime.getAsLong());
        while (!job.over()) {
            byte[] bytes = received.poll(job.dueInNanos(nanoTime.getAsLong()), TimeUnit.NANOSECONDS);
            long now = nanoTime.getAsLong();
            if (bytes != null) {
                for (byte each : bytes) {
                    job.received(each & 0xFF, now);
                }
            }
            job.tick(now);
        }
        return outcome;
    }

    private Line line() {
        return java.util.Objects.requireNonNull(line);
    }

    @Override
    public void send(byte[] bytes) {
        line().send(bytes);
    }

    @Override
    public void resetLine(boolean low) {
        line().resetLine(low);
    }

    @Override
    public void sendBreak() {
        line().sendBreak();
    }

    @Override
    public void step(FlashStep step) {
        observer.step(step);
    }

    @Override
    public void progress(int percent) {
        observer.progress(percent);
    }

    @Override
    public void keep(OldSettings settings) throws IOException {
        observer.keep(settings);
    }

    @Override
    public void finished(FlashJob.Outcome ended) {
        outcome = ended;
    }
}
