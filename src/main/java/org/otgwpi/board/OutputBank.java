package org.otgwpi.board;

import java.io.IOException;

/**
 * Lines that are driven together: bit n of masks and levels is the n-th line that was asked for. Each is an input until
 * its first level is set. Safe for any thread.
 */
public interface OutputBank extends AutoCloseable {

    /** Gives the lines in {@code mask} the levels in {@code levels}, all at once. */
    void set(long mask, long levels) throws IOException;

    /** Drives what was driven low, then gives all lines back: they fall to inputs. May be called again. */
    @Override
    void close();
}
