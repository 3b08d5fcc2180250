package org.otgwpi.opentherm;

/**
 * Text of OpenTherm's f8.8 numbers: a signed 16-bit count of 1/256, given as the low 16 bits of an int. All texts have
 * at least one digit before the point and none that is superfluous.
 */
final class FixedPoint {

    private FixedPoint() {}

    /** Two decimals, halves rounded away from zero, no minus before zero (otgw-core 2.6): {@code 0xFFE0} is -0.13. */
    static void write(int word, LineBuffer out) {
        int cents = cents(word);
        write((short) word < 0 && cents > 0, cents, out);
    }

    /** Two decimals as C's printf rounds the exact value: halves to even, minus kept before zero. */
    static void writeUnrounded(int word, LineBuffer out) {
        int hundredfold = magnitude(word) * 100;
        int cents = hundredfold >> 8;
        int rest = hundredfold & 0xFF;
        if (rest > 128 || (rest == 128 && (cents & 1) == 1)) {
            cents++;
        }
        write((short) word < 0, cents, out);
    }

    /** As {@link #write}, without zeros at the end (otgw-http-ws 1.6, style P): 43.5, 60, -1.25. */
    static String shortText(int word) {
        int cents = cents(word);
        String sign = (short) word < 0 && cents > 0 ? "-" : "";
        String whole = sign + cents / 100;
        if (cents % 100 == 0) {
            return whole;
        }
        String tenths = whole + '.' + cents / 10 % 10;
        return cents % 10 == 0 ? tenths : tenths + cents % 10;
    }

    /** Rounded as {@link #write}, then shown with three decimals; minus kept before zero (otgw-http-ws 1.6). */
    static String monitorText(int word) {
        LineBuffer out = new LineBuffer(16);
        write((short) word < 0, cents(word), out);
        out.put('0');
        return out.toString();
    }

    private static int cents(int word) {
        return (magnitude(word) * 100 + 128) >> 8;
    }

    private static int magnitude(int word) {
        return Math.abs((short) word);
    }

    private static void write(boolean minus, int cents, LineBuffer out) {
        if (minus) {
            out.put('-');
        }
        out.decimal(cents / 100, 1, '0');
        out.put('.');
        out.decimal(cents % 100, 2, '0');
    }
}
