package org.otgwpi.board;

import java.io.IOException;

/**
 * An open serial line to the gateway chip: 9600 baud, 8 data bits, no parity, 1 stop bit, no flow control.
 * One thread reads; any thread may write or close.
 */
public interface Uart extends AutoCloseable {

    /**
     * Waits for bytes and reads what is there.
     *
     * @return the number of bytes read, at least 1, or -1 when the line is gone or closed
     */
    int read(byte[] buffer) throws IOException;

    /** Writes all of {@code bytes}. May block while the line is slow. */
    void write(byte[] bytes) throws IOException;

    /** Holds the line as for a BREAK, or lets it go; lines that cannot do that ignore it. */
    default void setBreak(boolean on) {}

    /** Closes the line; a {@link #read} that waits returns -1. Never fails, may be called again. */
    @Override
    void close();
}
