package org.otgwpi.simulator;

import org.otgwpi.pic.ErrorCode;
import org.otgwpi.pic.PicNumber;

/**
 * Reads what stands behind the {@code =} of a command from left to right, by the number formats of otgw-core 1.5.
 */
final class Argument {

    private final String text;
    private int at;

    Argument(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    /** The only character; a longer argument is a syntax error. */
    char onlyCharacter() throws Refused {
        if (text.length() != 1) {
            throw new Refused(ErrorCode.SE);
        }
        at = 1;
        return text.charAt(0);
    }

    /** {@code 0} or {@code 1} and nothing else. */
    boolean bool() throws Refused {
        char character = onlyCharacter();
        if (character != '0' && character != '1') {
            throw new Refused(ErrorCode.BV);
        }
        return character == '1';
    }

    /** Digits up to the first other character, 0 to 255. */
    int decimal() throws Refused {
        PicNumber.Reading reading = PicNumber.decimal(text, at);
        at = reading.end();
        return value(reading);
    }

    /** Digits up to the first other character and to the end of the argument, 0 to 255. */
    int wholeDecimal() throws Refused {
        int number = decimal();
        end();
        return number;
    }

    /** True and past it if {@code expected} comes next. */
    boolean skips(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    void expect(char expected) throws Refused {
        if (!skips(expected)) {
            throw new Refused(ErrorCode.SE);
        }
    }

    void end() throws Refused {
        if (!atEnd()) {
            throw new Refused(ErrorCode.SE);
        }
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /** The character that comes next. */
    char next() throws Refused {
        if (atEnd()) {
            throw new Refused(ErrorCode.SE);
        }
        return text.charAt(at++);
    }

    /** The whole argument as a number with an optional sign and decimals. */
    FixedPoint signedNumber() throws Refused {
        return new FixedPoint(value(PicNumber.signed(text)));
    }

    /** The whole argument as a number without a minus sign, 0 to 255.99; 128 and more print as negative. */
    FixedPoint number() throws Refused {
        return new FixedPoint(value(PicNumber.positive(text)));
    }

    /** The whole argument as a number from 0 to 100. */
    FixedPoint percent() throws Refused {
        return new FixedPoint(value(PicNumber.percent(text)));
    }

    private static int value(PicNumber.Reading reading) throws Refused {
        if (reading.error() != null) {
            throw new Refused(reading.error());
        }
        return reading.value();
    }
}
