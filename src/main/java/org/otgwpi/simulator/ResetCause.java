package org.otgwpi.simulator;

/** Why the chip started last; the letter of report PR=Q (otgw-core 1.8). */
enum ResetCause {
    POWER_ON('P'),
    EXTERNAL('E'),
    COMMAND('C'),
    WATCHDOG('W'),
    /** A BREAK on the serial line. */
    BREAK('S'),
    /** No progress on the OpenTherm line for 64 s. */
    STUCK('L');

    private final char letter;

    ResetCause(char letter) {
        this.letter = letter;
    }

    char letter() {
        return letter;
    }
}
