package org.otgwpi.otgw.gateway;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.Uart;
import org.tinylog.Logger;

/** What is on its way to the chip: a bounded queue that one thread writes out, so that nobody waits. Thread-safe. */
final class SerialWriter {

    private static final int MOST_UNWRITTEN = 256;

    /** @param written gets the time when it is over; null if nobody wants to know */
    private record Writing(byte[] bytes, @Nullable LongConsumer written) {}

    private final BlockingQueue<Writing> unwritten = new ArrayBlockingQueue<>(MOST_UNWRITTEN);
    private final String portName;
    private final Supplier<@Nullable Uart> uart;
    private final Consumer<LongConsumer> tellTime;

    /**
     * @param uart the open port, or null while there is none: then what is to be written is lost
     * @param tellTime tells those who wait for the end of a writing what time it is, under the gateway's lock
     */
    SerialWriter(String portName, Supplier<@Nullable Uart> uart, Consumer<LongConsumer> tellTime) {
        this.portName = portName;
        this.uart = uart;
        this.tellTime = tellTime;
    }

    /** Takes bytes to be written; false if there are too many already. */
    boolean offer(byte[] bytes, @Nullable LongConsumer written) {
        return unwritten.offer(new Writing(bytes, written));
    }

    /** Forgets what was meant for a port that is gone. */
    void forgetUnwritten() {
        for (Writing next = unwritten.poll(); next != null; next = unwritten.poll()) {
            over(next);
        }
    }

    /** Writes until the thread is interrupted. */
    void writeForever() {
        try {
            while (true) {
                Writing next = unwritten.take();
                Uart open = uart.get();
                if (open != null) {
                    write(open, next.bytes);
                }
                over(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void over(Writing writing) {
        LongConsumer written = writing.written;
        if (written != null) {
            tellTime.accept(written);
        }
    }

    private void write(Uart open, byte[] bytes) {
        try {
            open.write(bytes);
        } catch (IOException e) {
            Logger.warn("Cannot write to {}: {}; opening it again", portName, e.getMessage());
            open.close();
        }
    }
}
