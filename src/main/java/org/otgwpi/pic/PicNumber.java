package org.otgwpi.pic;

import org.jspecify.annotations.Nullable;

/**
 * Numbers as the gateway chip reads, stores and prints them (otgw-core 1.5). Fractions are f8.8: a 16-bit two's
 * complement number of 1/256, held in an int of 0..65535.
 */
public final class PicNumber {

    private static final int NO_LIMIT = Integer.MAX_VALUE;
    private static final int HUNDRED_PERCENT = 100_00;

    private PicNumber() {}

    /**
     * What came of reading a number.
     *
     * @param value the number: 0..255 of a decimal, an f8.8 word of the others; 0 if there is an error
     * @param end the index behind the last character read
     * @param error why it is none: SE or OR; null if all is well
     */
    public record Reading(int value, int end, @Nullable ErrorCode error) {

        /** True if a number was read. */
        public boolean valid() {
            return error == null;
        }
    }

    /** Reads the digits of {@code text} from an index on: 0..255. Stops at the first character that is no digit. */
    public static Reading decimal(String text, int from) {
        int end = from;
        int value = 0;
        while (isDigitAt(text, end)) {
            value = Math.min(256, value * 10 + text.charAt(end) - '0');
            end++;
        }
        if (end == from) {
            return new Reading(0, end, ErrorCode.SE);
        }
        return value > 255 ? new Reading(0, end, ErrorCode.OR) : new Reading(value, end, null);
    }

    /** Reads the whole of {@code text} as a number with or without a sign, -255.99 to 255.99. */
    public static Reading signed(String text) {
        return fraction(text, true, NO_LIMIT);
    }

    /** Reads the whole of {@code text} as a number of 0 to 255.99. From 128 on the chip takes it for negative. */
    public static Reading positive(String text) {
        return fraction(text, false, NO_LIMIT);
    }

    /** Reads the whole of {@code text} as a number of 0 to 100. */
    public static Reading percent(String text) {
        return fraction(text, false, HUNDRED_PERCENT);
    }

    /** Prints an f8.8 word with its sign and two decimals. */
    public static String print(int word) {
        short value = (short) word;
        return value < 0 ? "-" + printMagnitude(-value) : printMagnitude(value);
    }

    /** Prints an f8.8 word without sign, 0.00 to 256.00, as the summary line and {@code PR=O} do. */
    public static String printUnsigned(int word) {
        return printMagnitude(word & 0xFFFF);
    }

    /**
     * The f8.8 word nearest to a printed number, so that it prints as the same text again, or -1 if {@code text} is not
     * of the form {@code [-]I.FF}.
     */
    static int nearestWord(String text) {
        boolean negative = text.startsWith("-");
        Reading whole = decimal(text, negative ? 1 : 0);
        int dot = whole.end();
        if (!whole.valid()
                || dot + 3 != text.length()
                || text.charAt(dot) != '.'
                || !isDigitAt(text, dot + 1)
                || !isDigitAt(text, dot + 2)) {
            return -1;
        }
        int hundredths = whole.value() * 100 + digitAt(text, dot + 1) * 10 + digitAt(text, dot + 2);
        int magnitude = (hundredths * 256 + 50) / 100;
        return (negative ? -magnitude : magnitude) & 0xFFFF;
    }

    private static Reading fraction(String text, boolean minusAllowed, int mostHundredths) {
        boolean minus = text.startsWith("-");
        if (minus && !minusAllowed) {
            return new Reading(0, 0, ErrorCode.SE);
        }
        Reading whole = decimal(text, minus || text.startsWith("+") ? 1 : 0);
        if (!whole.valid()) {
            return whole;
        }
        int end = whole.end();
        int hundredths = whole.value() * 100;
        if (end < text.length() && text.charAt(end) == '.') {
            int rounding = digitAt(text, end + 3) >= 5 ? 1 : 0;
            hundredths += digitAt(text, end + 1) * 10 + digitAt(text, end + 2) + rounding;
            end++;
            while (isDigitAt(text, end)) {
                end++;
            }
        }
        if (end < text.length()) {
            return new Reading(0, end, ErrorCode.SE);
        }
        if (hundredths > mostHundredths) {
            return new Reading(0, end, ErrorCode.OR);
        }
        return new Reading(stored(minus, hundredths), end, null);
    }

    /** Rounds towards plus infinity, as {@code CS=49.72} (31B9) and {@code OT=-1.4} (FE9A) show. */
    private static int stored(boolean minus, int hundredths) {
        int word = minus ? -(hundredths * 256 / 100) : (hundredths * 256 + 99) / 100;
        return word & 0xFFFF;
    }

    private static String printMagnitude(int word) {
        int hundredths = (word * 100 + 128) >> 8;
        int fraction = hundredths % 100;
        return hundredths / 100 + (fraction < 10 ? ".0" : ".") + fraction;
    }

    private static int digitAt(String text, int index) {
        return isDigitAt(text, index) ? text.charAt(index) - '0' : 0;
    }

    private static boolean isDigitAt(String text, int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }
}
