package org.otgwpi.board;

import java.io.IOException;

/** A GPIO line that we drive. */
public interface OutputLine extends AutoCloseable {

    void set(boolean high) throws IOException;

    /** Gives the line back: it falls to an input, so the level is up to what is wired to it. */
    @Override
    void close();
}
