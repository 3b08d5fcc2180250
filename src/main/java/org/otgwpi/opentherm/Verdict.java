package org.otgwpi.opentherm;

/** What became of a frame's value; the one-letter flag of the log line (otgw-http-ws 2.6). */
public enum Verdict {
    /** The value is taken over. */
    ACCEPTED('>'),
    /** The gateway sent another frame in its place. */
    OVERRIDDEN('-'),
    /** The frame arrived damaged. */
    PARITY_ERROR('P'),
    /** The frame carries no value of its data id: a question, a refusal, an unknown id. */
    NOT_A_VALUE(' ');

    private final char flag;

    Verdict(char flag) {
        this.flag = flag;
    }

    public char flag() {
        return flag;
    }

    /** True where the log line ends with the mark {@code <ignored>}. */
    public boolean ignored() {
        return this == OVERRIDDEN || this == PARITY_ERROR;
    }
}
