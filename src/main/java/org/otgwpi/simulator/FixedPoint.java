package org.otgwpi.simulator;

/**
 * An f8.8 number as the chip reads and prints it (otgw-core 1.5). Immutable.
 *
 * @param word 16 bits, two's complement, in units of 1/256
 */
record FixedPoint(int word) {

    FixedPoint {
        word &= 0xFFFF;
    }

    /** Rounded towards positive infinity, as the chip does; wraps at 16 bits. */
    static FixedPoint ofHundredths(int hundredths) {
        return new FixedPoint(Math.ceilDiv(hundredths * 256, 100));
    }

    static FixedPoint of(double value) {
        return new FixedPoint((int) Math.round(value * 256));
    }

    double value() {
        return (short) word / 256.0;
    }

    /** {@code -1.40}: two decimals, rounded half up. */
    String signedText() {
        int signed = (short) word;
        int cents = cents(Math.abs(signed));
        return (signed < 0 && cents > 0 ? "-" : "") + text(cents);
    }

    /** As {@link #signedText} but from 0.00 to 256.00. */
    String unsignedText() {
        return text(cents(word));
    }

    private static int cents(int magnitude) {
        return (magnitude * 100 + 128) / 256;
    }

    private static String text(int cents) {
        int fraction = cents % 100;
        return cents / 100 + (fraction < 10 ? ".0" : ".") + fraction;
    }
}
