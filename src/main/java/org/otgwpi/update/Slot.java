package org.otgwpi.update;

/**
 * One of the two system partitions.
 *
 * @param name {@code A} or {@code B}
 * @param version of the system in it; empty if there is none
 * @param state whether it is known to start
 * @param booted whether this system runs from it
 * @param next whether the next start is from it
 */
public record Slot(String name, String version, State state, boolean booted, boolean next) {

    /** Whether a slot is known to start. */
    public enum State {
        /** It has started well. */
        GOOD,
        /** It did not start, or its installation failed. */
        BAD,
        /** It has not been tried yet. */
        UNTRIED,
        /** Nothing was installed in it. */
        EMPTY
    }
}
