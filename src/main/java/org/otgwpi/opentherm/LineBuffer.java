package org.otgwpi.opentherm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of UTF-8 text being written, of at most {@code capacity} bytes with its CR LF; what does not fit is left out.
 * Writing makes no objects. Not thread-safe.
 */
final class LineBuffer {

    private static final int LINE_END_BYTES = 2;

    private final byte[] bytes;
    private final int textEnd;
    private int length;

    LineBuffer(int capacity) {
        bytes = new byte[capacity];
        textEnd = capacity - LINE_END_BYTES;
    }

    void clear() {
        length = 0;
    }

    /** Appends one ASCII character. */
    void put(char ascii) {
        if (length < textEnd) {
            bytes[length++] = (byte) ascii;
        }
    }

    /** Appends ASCII characters, then spaces up to {@code width} columns. */
    void padded(String ascii, int width) {
        for (int i = 0; i < ascii.length(); i++) {
            put(ascii.charAt(i));
        }
        for (int i = ascii.length(); i < width; i++) {
            put(' ');
        }
    }

    /** Appends UTF-8 text; a character that does not fit as a whole is left out. */
    void utf8(byte[] text) {
        int fitting = Math.min(text.length, textEnd - length);
        while (fitting > 0 && fitting < text.length && (text[fitting] & 0xC0) == 0x80) {
            fitting--;
        }
        System.arraycopy(text, 0, bytes, length, fitting);
        length += fitting;
    }

    /** Appends a decimal number, right-aligned in {@code width} columns; {@code pad} fills them on the left. */
    void decimal(int number, int width, char pad) {
        int magnitude = Math.abs(number);
        int power = 1;
        int columns = number < 0 ? 2 : 1;
        while (magnitude / power >= 10) {
            power *= 10;
            columns++;
        }
        for (int i = columns; i < width; i++) {
            put(pad);
        }
        if (number < 0) {
            put('-');
        }
        for (; power > 0; power /= 10) {
            put((char) ('0' + magnitude / power % 10));
        }
    }

    /** Appends an unsigned number in upper-case hex of at least {@code digits} digits. */
    void hex(int number, int digits) {
        int used = (35 - Integer.numberOfLeadingZeros(number)) / 4;
        for (int shift = (Math.max(used, digits) - 1) * 4; shift >= 0; shift -= 4) {
            put("0123456789ABCDEF".charAt(number >>> shift & 0xF));
        }
    }

    /** Appends CR LF, for which there is always room once. */
    void endLine() {
        bytes[length++] = '\r';
        bytes[length++] = '\n';
    }

    byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
