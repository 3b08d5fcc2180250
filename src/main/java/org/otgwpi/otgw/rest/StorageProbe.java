package org.otgwpi.otgw.rest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.tinylog.Logger;

/**
 * Whether a folder takes files. It is tried by writing a small one (otgw-http-ws 1.9.1): at first, while it fails, and
 * then once an hour, to spare the card of those who ask all the time. In between the file system is asked every 10 s
 * whether it takes writes and has room. Thread-safe.
 */
public final class StorageProbe {

    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long WRITE_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final long LEAST_BYTES = 4096;
    private static final String PROBE = "ok\r\n";

    private final Path folder;
    private final LongSupplier nanoTime;
    private boolean probed;
    private boolean storing;
    private long probedNanos;
    private long writtenNanos;

    public StorageProbe(Path folder, LongSupplier nanoTime) {
        this.folder = folder;
        this.nanoTime = nanoTime;
    }

    /** May wait for the disk. */
    public synchronized boolean takesFiles() {
        long now = nanoTime.getAsLong();
        if (!probed || now - probedNanos >= PROBE_NANOS) {
            storing = probe(now);
            probed = true;
            probedNanos = now;
        }
        return storing;
    }

    private boolean probe(long now) {
        try {
            if (!probed || !storing || now - writtenNanos >= WRITE_NANOS) {
                Files.writeString(folder.resolve(".health"), PROBE);
                writtenNanos = now;
            } else if (!Files.isWritable(folder)) {
                throw new IOException("it is read-only or gone");
            } else if (Files.getFileStore(folder).getUsableSpace() < LEAST_BYTES) {
                throw new IOException("it is full");
            }
            return true;
        } catch (IOException e) {
            if (!probed || storing) {
                Logger.warn(
                        "Cannot write to {}: {}. Settings cannot be saved until it is writable and has room",
                        folder,
                        e.getMessage());
            }
            return false;
        }
    }
}
