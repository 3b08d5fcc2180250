package org.otgwpi.simulator;

import org.otgwpi.pic.ErrorCode;

/**
 * Reads what stands behind the {@code =} of a command from left to right, by the number formats of otgw-core 1.5.
 */
final class Argument {

    private static final int LARGEST_BYTE = 255;

    private final String text;
    private int at;

    Argument(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    int length() {
        return text.length();
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
        return digits(LARGEST_BYTE);
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

    /** A number with an optional sign and decimals. */
    FixedPoint signedNumber() throws Refused {
        boolean negative = skips('-');
        if (!negative) {
            skips('+');
        }
        int hundredths = hundredths();
        return FixedPoint.ofHundredths(negative ? -hundredths : hundredths);
    }

    /** A number without a minus sign, 0 to 255.99; 128 and more print as negative. */
    FixedPoint number() throws Refused {
        if (text.startsWith("-")) {
            throw new Refused(ErrorCode.SE);
        }
        return signedNumber();
    }

    /** A number from 0 to 100. */
    FixedPoint percent() throws Refused {
        FixedPoint number = number();
        if (number.word() > 100 << 8) {
            throw new Refused(ErrorCode.OR);
        }
        return number;
    }

    private int hundredths() throws Refused {
        int hundredths = decimal() * 100;
        if (skips('.')) {
            int[] weights = {10, 1};
            for (int place = 0; !atEnd(); place++) {
                int digit = digit(next());
                if (place < weights.length) {
                    hundredths += digit * weights[place];
                } else if (place == weights.length && digit >= 5) {
                    hundredths++;
                }
            }
        }
        end();
        return hundredths;
    }

    private int digits(int largest) throws Refused {
        int start = at;
        int number = 0;
        while (!atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            number = Math.min(number * 10 + text.charAt(at) - '0', largest + 1);
            at++;
        }
        if (at == start) {
            throw new Refused(ErrorCode.SE);
        }
        if (number > largest) {
            throw new Refused(ErrorCode.OR);
        }
        return number;
    }

    private static int digit(char character) throws Refused {
        if (character < '0' || character > '9') {
            throw new Refused(ErrorCode.SE);
        }
        return character - '0';
    }
}
