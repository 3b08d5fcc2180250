package org.otgwpi.board;

import java.io.IOException;

/** A place where a serial line can be opened, again and again: the port is looked up anew each time. */
public interface SerialLine {

    /**
     * Opens the line.
     *
     * @throws IOException with one sentence that names the port, what is wrong with it and what the user can do
     */
    Uart open() throws IOException;

    /** The port as the user knows it, for messages: {@code /dev/ttyAMA0}, {@code auto}, {@code the simulator}. */
    String name();
}
