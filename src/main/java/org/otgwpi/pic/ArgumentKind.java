package org.otgwpi.pic;

import java.util.Locale;

/** The ways in which the commands read their argument (otgw-core 1.5, 1.6). */
public enum ArgumentKind {
    /** A number of 0 to 255.99. */
    POSITIVE {
        @Override
        Reply read(String argument, Limits limits) {
            return fraction(PicNumber.positive(argument));
        }
    },
    /** A number above 0. */
    POSITIVE_NOT_ZERO {
        @Override
        Reply read(String argument, Limits limits) {
            PicNumber.Reading reading = PicNumber.positive(argument);
            return reading.valid() && reading.value() == 0 ? Reply.error(ErrorCode.SE) : fraction(reading);
        }
    },
    /** A number with or without sign. */
    SIGNED {
        @Override
        Reply read(String argument, Limits limits) {
            return fraction(PicNumber.signed(argument));
        }
    },
    /** A number of 0 to 100. */
    PERCENT {
        @Override
        Reply read(String argument, Limits limits) {
            return fraction(PicNumber.percent(argument));
        }
    },
    /** A number of 0 to 100; what is no number clears. */
    PERCENT_OR_CLEAR {
        @Override
        Reply read(String argument, Limits limits) {
            if (!PicNumber.positive(argument).valid()) {
                return CLEARED;
            }
            return fraction(PicNumber.percent(argument));
        }
    },
    /** An outside temperature; what is no number, or 64 to 127, clears. */
    OUTSIDE {
        @Override
        Reply read(String argument, Limits limits) {
            PicNumber.Reading reading = PicNumber.signed(argument);
            int whole = reading.value() >>> 8;
            boolean tooHot = !argument.startsWith("-") && whole >= 64 && whole <= 127;
            return tooHot || !reading.valid() ? CLEARED : fraction(reading);
        }
    },
    /** A whole number and nothing behind it. */
    DECIMAL {
        @Override
        Reply read(String argument, Limits limits) {
            PicNumber.Reading reading = PicNumber.decimal(argument, 0);
            if (reading.valid() && reading.end() < argument.length()) {
                return Reply.error(ErrorCode.SE);
            }
            return decimal(reading, limits);
        }
    },
    /** A whole number; what stands behind it does not matter. */
    LEADING_DECIMAL {
        @Override
        Reply read(String argument, Limits limits) {
            return decimal(PicNumber.decimal(argument, 0), limits);
        }
    },
    /** A whole number and nothing behind it; what is no number of 0 to 255 clears. */
    DECIMAL_OR_CLEAR {
        @Override
        Reply read(String argument, Limits limits) {
            return PicNumber.decimal(argument, 0).valid() ? DECIMAL.read(argument, limits) : CLEARED;
        }
    },
    /** One character. */
    CHARACTER {
        @Override
        Reply read(String argument, Limits limits) {
            return argument.length() == 1 ? limits.text(argument) : Reply.error(ErrorCode.SE);
        }
    },
    /** One character; what stands behind it does not matter. */
    FIRST_CHARACTER {
        @Override
        Reply read(String argument, Limits limits) {
            return limits.text(argument.substring(0, Math.min(1, argument.length())));
        }
    },
    /** The letter of a report. */
    REPORT {
        @Override
        Reply read(String argument, Limits limits) {
            Reply reply = CHARACTER.read(argument, limits);
            return reply.accepted() ? Reply.echo(null) : reply;
        }
    },
    /** The mode, or R, which restarts the chip before it can answer. */
    GATEWAY {
        @Override
        Reply read(String argument, Limits limits) {
            return argument.equals("R") ? Reply.echo(null) : CHARACTER.read(argument, limits);
        }
    },
    /** One of several words. */
    WORD {
        @Override
        Reply read(String argument, Limits limits) {
            return limits.text(argument);
        }
    },
    /** A time and a day, {@code 14:30/3}. */
    CLOCK {
        @Override
        Reply read(String argument, Limits limits) {
            return clock(argument);
        }
    },
    /** A data id and one or two bytes, {@code 21:1,13}. */
    RESPONSE {
        @Override
        Reply read(String argument, Limits limits) {
            return response(argument);
        }
    },
    /** A data id, an index and maybe a value: {@code 11:3}, {@code 11:3=20}. */
    TRANSPARENT_SLAVE {
        @Override
        Reply read(String argument, Limits limits) {
            return transparentSlave(argument);
        }
    },
    /** Two or three hex digits. */
    HEX_ADDRESS {
        @Override
        Reply read(String argument, Limits limits) {
            if (!argument.matches("[0-9A-Fa-f]{2,3}")) {
                return Reply.error(ErrorCode.SE);
            }
            return Reply.echo("0".repeat(3 - argument.length()) + argument.toUpperCase(Locale.ROOT));
        }
    },
    /** Milliseconds, rounded to five. */
    INTERVAL {
        @Override
        Reply read(String argument, Limits limits) {
            if (!argument.matches("[0-9]+")) {
                return Reply.error(ErrorCode.SE);
            }
            int millis = argument.matches("0*[0-9]{1,4}") ? Integer.parseInt(argument) : limits.most() + 5;
            return limits.number((millis + 2) / 5 * 5);
        }
    };

    private static final Reply CLEARED = Reply.echo("-");

    /**
     * What the chip answers.
     *
     * @param argument at least one character
     */
    abstract Reply read(String argument, Limits limits);

    private static Reply fraction(PicNumber.Reading reading) {
        ErrorCode error = reading.error();
        return error == null ? Reply.echo(PicNumber.print(reading.value())) : Reply.error(error);
    }

    private static Reply decimal(PicNumber.Reading reading, Limits limits) {
        ErrorCode error = reading.error();
        return error == null ? limits.number(reading.value()) : Reply.error(error);
    }

    private static Reply clock(String argument) {
        PicNumber.Reading hour = PicNumber.decimal(argument, 0);
        ErrorCode hourError = hour.error();
        if (hourError != null) {
            return Reply.error(hourError);
        }
        if (hour.value() > 23) {
            return Reply.error(ErrorCode.OR);
        }
        PicNumber.Reading minute = PicNumber.decimal(argument, hour.end() + 1);
        if (!standsAt(argument, hour.end(), ':') || !minute.valid()) {
            return Reply.error(ErrorCode.SE);
        }
        if (minute.value() > 59) {
            return Reply.error(ErrorCode.OR);
        }
        int slash = minute.end();
        if (!standsAt(argument, slash, '/')) {
            return Reply.error(ErrorCode.SE);
        }
        if (slash + 1 == argument.length() || argument.charAt(slash + 1) < '1' || argument.charAt(slash + 1) > '7') {
            return Reply.error(ErrorCode.BV);
        }
        if (slash + 2 < argument.length()) {
            return Reply.error(ErrorCode.SE);
        }
        return Reply.echo(
                String.format(Locale.ROOT, "%02d:%02d/%c", hour.value(), minute.value(), argument.charAt(slash + 1)));
    }

    private static Reply response(String argument) {
        PicNumber.Reading id = PicNumber.decimal(argument, 0);
        ErrorCode idError = id.error();
        if (idError != null) {
            return Reply.error(idError);
        }
        if (id.value() == 0) {
            return Reply.error(ErrorCode.BV);
        }
        if (!standsAt(argument, id.end(), ':')) {
            return Reply.error(ErrorCode.SE);
        }
        PicNumber.Reading first = PicNumber.decimal(argument, id.end() + 1);
        ErrorCode firstError = first.error();
        if (firstError != null) {
            return Reply.error(firstError);
        }
        if (first.end() == argument.length()) {
            return Reply.echo(id.value() + ":0/" + first.value());
        }
        if (!standsAt(argument, first.end(), ',')) {
            return Reply.error(ErrorCode.SE);
        }
        PicNumber.Reading second = PicNumber.decimal(argument, first.end() + 1);
        ErrorCode secondError = second.valid() && second.end() < argument.length() ? ErrorCode.SE : second.error();
        return secondError == null
                ? Reply.echo(id.value() + ":" + first.value() + "/" + second.value())
                : Reply.error(secondError);
    }

    private static Reply transparentSlave(String argument) {
        PicNumber.Reading id = PicNumber.decimal(argument, 0);
        ErrorCode idError = id.error();
        if (idError != null) {
            return Reply.error(idError);
        }
        boolean writable = switch (id.value()) {
            case 11, 89, 106 -> true;
            default -> false;
        };
        boolean readOnly = switch (id.value()) {
            case 13, 91, 108 -> true;
            default -> false;
        };
        if (!writable && !readOnly) {
            return Reply.error(ErrorCode.BV);
        }
        if (!standsAt(argument, id.end(), ':')) {
            return Reply.error(ErrorCode.SE);
        }
        PicNumber.Reading last = PicNumber.decimal(argument, id.end() + 1);
        if (last.valid() && standsAt(argument, last.end(), '=')) {
            last = readOnly ? new PicNumber.Reading(0, 0, ErrorCode.SE) : PicNumber.decimal(argument, last.end() + 1);
        }
        ErrorCode error = last.valid() && last.end() < argument.length() ? ErrorCode.SE : last.error();
        return error == null ? Reply.echo(argument) : Reply.error(error);
    }

    private static boolean standsAt(String text, int index, char expected) {
        return index < text.length() && text.charAt(index) == expected;
    }
}
