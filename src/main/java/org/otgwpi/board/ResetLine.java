package org.otgwpi.board;

/**
 * The wire to the gateway chip's reset pin. It is pulled low or left alone, never driven high: the chip runs at 5 V.
 */
public interface ResetLine extends AutoCloseable {

    /** Pulls the line low. */
    void pull();

    /** Lets the line go. */
    void release();

    /** Lets the line go and gives it back. */
    @Override
    default void close() {
        release();
    }
}
