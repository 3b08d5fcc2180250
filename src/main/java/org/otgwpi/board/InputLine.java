package org.otgwpi.board;

import java.io.IOException;

/** A GPIO line that we listen to. */
public interface InputLine extends AutoCloseable {

    /** The level now. After a burst, or lost edges, only this tells it. */
    boolean high() throws IOException;

    /** Gives the line back. No edge is handed on after this, except one that is being handled. */
    @Override
    void close();
}
