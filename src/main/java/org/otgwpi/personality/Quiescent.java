package org.otgwpi.personality;

import java.time.Duration;

/**
 * Whatever must fall silent before an update, a PIC flash, a restart or a change of personality. Its owner registers
 * it; who quiesces calls all of them in a written order and knows none of them.
 */
public interface Quiescent extends AutoCloseable {

    /** The name for messages. */
    String name();

    /** Stops accepting and drains what is under way, within {@code deadline}. */
    void pause(Duration deadline);

    /** Undoes {@link #pause}. */
    void resume();

    /** Writes what is only in memory to where it lasts. */
    void flush();

    @Override
    void close();
}
