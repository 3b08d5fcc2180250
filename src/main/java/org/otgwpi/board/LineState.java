package org.otgwpi.board;

/**
 * A GPIO line that has a user, as it is now.
 *
 * @param line its BCM number
 * @param user what it is used for
 * @param high its level; false if it is not known
 */
public record LineState(int line, String user, Direction direction, boolean high) {

    /** What is done with a line. */
    public enum Direction {
        IN,
        OUT,
        /** Kept for a driver of the kernel, or claimed and not driven yet. */
        NONE
    }
}
