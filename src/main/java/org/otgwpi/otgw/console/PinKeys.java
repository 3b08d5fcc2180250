package org.otgwpi.otgw.console;

import java.util.Optional;

/** What the console's keys do with LED 1 and the output. Called on a thread of its own, one call at a time. */
public interface PinKeys {

    /** A board without LED and output. */
    PinKeys NONE = new PinKeys() {};

    /** Blinks LED 1 five times; false if there is none. */
    default boolean blinkLed() {
        return false;
    }

    /** Drives the output by its status bit again, as from the start; false if there is none. */
    default boolean initialiseOutput() {
        return false;
    }

    /** Drives the output until its status bit changes; false if there is none. */
    default boolean driveOutput(boolean high) {
        return false;
    }

    /** Whether the output is high; empty if there is none. */
    default Optional<Boolean> outputIsHigh() {
        return Optional.empty();
    }
}
