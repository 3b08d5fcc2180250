package org.otgwpi.simulator;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes to another store on a thread of its own, so that a slow disk does not slow down the chip's serial line. Of
 * images that come faster than the disk takes them the newest is written. Thread-safe.
 */
final class BackgroundStore implements MemoryStore, AutoCloseable {

    private static final int CLOSE_PATIENCE_SECONDS = 5;

    private final MemoryStore store;
    private final AtomicReference<byte @Nullable []> waiting = new AtomicReference<>();
    private final ExecutorService writer = Executors.newSingleThreadExecutor(
            work -> Thread.ofPlatform().name("simulator-memory").daemon().unstarted(work));

    BackgroundStore(MemoryStore store) {
        this.store = store;
    }

    @Override
    public byte @Nullable [] load() {
        return store.load();
    }

    /** Takes {@code image} over and returns at once. Not to be called after {@link #close}. */
    @Override
    public void save(byte[] image) {
        if (waiting.getAndSet(image) == null) {
            writer.execute(this::write);
        }
    }

    private void write() {
        byte[] image = waiting.getAndSet(null);
        if (image != null) {
            store.save(image);
        }
    }

    /** Waits until what was saved has been written. */
    @Override
    public void close() {
        writer.shutdown();
        try {
            writer.awaitTermination(CLOSE_PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
