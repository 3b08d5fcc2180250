package org.otgwpi.pic;

/** A hex file cannot be used. */
public final class HexException extends Exception {

    private static final long serialVersionUID = 1;

    private final FlashResult result;

    /** @param lineNumber from 1; 0 if it is no matter of one line */
    HexException(FlashResult result, int lineNumber) {
        super(lineNumber == 0 ? result.text() : result.text() + ", line " + lineNumber);
        this.result = result;
    }

    /** Which of the original's results this is. */
    public FlashResult result() {
        return result;
    }
}
