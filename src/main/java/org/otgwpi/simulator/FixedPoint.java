package org.otgwpi.simulator;

import org.otgwpi.pic.PicNumber;

/**
 * An f8.8 number. Immutable.
 *
 * @param word 16 bits, two's complement, in units of 1/256
 */
record FixedPoint(int word) {

    static final FixedPoint ZERO = new FixedPoint(0);

    FixedPoint {
        word &= 0xFFFF;
    }

    /** The number nearest to {@code value}. */
    static FixedPoint of(double value) {
        return new FixedPoint((int) Math.round(value * 256));
    }

    double value() {
        return (short) word / 256.0;
    }

    /** As the chip echoes it: {@code -1.40}. */
    String signedText() {
        return PicNumber.print(word);
    }

    /** As {@link #signedText} but from 0.00 to 256.00. */
    String unsignedText() {
        return PicNumber.printUnsigned(word);
    }
}
