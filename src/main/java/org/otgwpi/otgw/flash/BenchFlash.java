package org.otgwpi.otgw.flash;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.ResetLine;
import org.otgwpi.board.Uart;
import org.otgwpi.pic.Firmware;
import org.otgwpi.pic.FirmwareVersion;
import org.otgwpi.pic.FlashResult;
import org.otgwpi.pic.HexException;
import org.otgwpi.pic.HexImage;
import org.otgwpi.pic.HexReader;

/** Flashes a chip on the bench, with no gateway around it, and prints how it goes. Used once. */
public final class BenchFlash implements FlashRun.Observer, FlashRun.Line {

    private static final long VERSION_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long BREAK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Uart uart;
    private final @Nullable ResetLine resetLine;
    private final FlashJournal journal;
    private final PrintStream out;
    private final LongSupplier nanoTime;
    private final FlashRun run;
    private final StringBuilder heard = new StringBuilder();
    private String name = "";
    private String device = "";
    private byte[] hex = {};

    /** @param resetLine the wire to the chip's reset pin, or null if there is none */
    public BenchFlash(
            Uart uart, @Nullable ResetLine resetLine, FlashJournal journal, PrintStream out, LongSupplier nanoTime) {
        this.uart = uart;
        this.resetLine = resetLine;
        this.journal = journal;
        this.out = out;
        this.nanoTime = nanoTime;
        this.run = new FlashRun(nanoTime, this);
    }

    /**
     * Flashes a file.
     *
     * @return whether it is in the chip now
     * @throws HexException if the file cannot be used; the chip is left alone
     * @throws IOException if the journal cannot be written
     * @throws InterruptedException if the program ends meanwhile
     */
    public boolean flash(String fileName, byte[] content) throws HexException, IOException, InterruptedException {
        HexImage image = HexReader.read(content);
        name = fileName;
        hex = content;
        device = image.layout().model().id();
        FirmwareVersion firmware = image.firmware();
        out.println(fileName + ": " + firmware.firmware().type() + " " + firmware.version() + " for " + device);
        Thread reader = Thread.ofPlatform().name("serial-reader").daemon().start(this::read);
        OldSettings kept = journal.pending()
                .filter(pending -> pending.device().equals(device))
                .map(FlashOrder::settings)
                .orElse(null);
        FlashJob.Outcome outcome = run.run(this, image, kept == null ? runningVersion() : null, kept);
        out.println(outcome.result().text() + " (" + outcome.retries() + " retries)");
        boolean success = outcome.result() == FlashResult.NONE;
        if (!outcome.restarted()) {
            out.println("The chip did not restart: press its reset button or take its power away for a moment.");
        }
        if (success) {
            journal.end();
        } else if (outcome.touched()) {
            out.println("Start this again: the chip waits for it, and its settings are saved.");
        }
        uart.close();
        reader.join(1000);
        return success;
    }

    /** Asks the chip for its version, so that its settings can be taken over. */
    private @Nullable String runningVersion() throws InterruptedException {
        send("\r".getBytes(StandardCharsets.US_ASCII));
        run.awaitBytes(TimeUnit.NANOSECONDS.toMillis(VERSION_NANOS) / 10);
        send("PR=A\r".getBytes(StandardCharsets.US_ASCII));
        long end = nanoTime.getAsLong() + VERSION_NANOS;
        while (nanoTime.getAsLong() - end < 0) {
            run.awaitBytes(100);
            FirmwareVersion found = found();
            if (found != null) {
                out.println("In the chip: " + found.firmware().type() + " " + found.version());
                return found.firmware() == Firmware.GATEWAY ? found.version() : null;
            }
        }
        out.println("In the chip: nothing that names its version; its settings are replaced by those of the file");
        return null;
    }

    /** Only whole lines count. */
    private @Nullable FirmwareVersion found() {
        synchronized (heard) {
            int end = heard.lastIndexOf("\n");
            return end < 0 ? null : FirmwareVersion.in(heard.substring(0, end));
        }
    }

    private void read() {
        byte[] buffer = new byte[256];
        try {
            for (int length = uart.read(buffer); length > 0; length = uart.read(buffer)) {
                synchronized (heard) {
                    heard.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
                }
                run.received(buffer, length);
            }
        } catch (IOException e) {
            out.println("The serial port is gone: " + e.getMessage());
        }
    }

    @Override
    public void send(byte[] bytes) {
        try {
            uart.write(bytes);
        } catch (IOException e) {
            out.println("The serial port is gone: " + e.getMessage());
        }
    }

    @Override
    public void resetLine(boolean low) {
        ResetLine wire = resetLine;
        if (wire != null && low) {
            wire.pull();
        } else if (wire != null) {
            wire.release();
        }
    }

    @Override
    public void sendBreak() {
        uart.setBreak(true);
        LockSupport.parkNanos(BREAK_NANOS);
        uart.setBreak(false);
    }

    @Override
    public boolean wired() {
        return resetLine != null;
    }

    @Override
    public void step(FlashStep step) {
        out.println(step == FlashStep.PRESS_RESET ? step.text() + " (" + Entry.BUTTON_SECONDS + " s)" : step.text());
    }

    @Override
    public void progress(int percent) {
        out.print("\r" + percent + " %\r");
        out.flush();
    }

    @Override
    public void keep(OldSettings settings) throws IOException {
        journal.begin(new FlashOrder(device, name, hex, null), settings);
    }
}
