package org.otgwpi.net;

/**
 * Checks UTF-8 byte by byte (RFC 3629), wherever the bytes are split. Rejects overlong forms, surrogates and values
 * above U+10FFFF at the first byte that proves them. Not thread-safe.
 */
public final class Utf8Check {
    private int pending;
    private int lowest = 0x80;
    private int highest = 0xBF;

    /** Takes one byte (0..255); {@code false} if no valid text can contain it here. */
    public boolean accept(int b) {
        if (pending == 0) {
            return acceptFirst(b);
        }
        if (b < lowest || b > highest) {
            return false;
        }
        lowest = 0x80;
        highest = 0xBF;
        pending--;
        return true;
    }

    private boolean acceptFirst(int b) {
        if (b < 0x80) {
            return true;
        }
        if (b < 0xC2 || b > 0xF4) {
            return false;
        }
        if (b < 0xE0) {
            pending = 1;
        } else if (b < 0xF0) {
            pending = 2;
            lowest = b == 0xE0 ? 0xA0 : 0x80;
            highest = b == 0xED ? 0x9F : 0xBF;
        } else {
            pending = 3;
            lowest = b == 0xF0 ? 0x90 : 0x80;
            highest = b == 0xF4 ? 0x8F : 0xBF;
        }
        return true;
    }

    /** Whether the text may end here. */
    public boolean isComplete() {
        return pending == 0;
    }

    /** Begins a new text. */
    public void reset() {
        pending = 0;
        lowest = 0x80;
        highest = 0xBF;
    }
}
