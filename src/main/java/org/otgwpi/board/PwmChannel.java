package org.otgwpi.board;

import java.io.IOException;

/** A GPIO line that hardware dims by pulses, without a processor. Safe for any thread. */
public interface PwmChannel extends AutoCloseable {

    /**
     * Sets how long of each period the line is high.
     *
     * @param percent 0 to 100
     */
    void dim(int percent) throws IOException;

    /** Switches it off and gives it back. May be called again. */
    @Override
    void close();
}
