package org.otgwpi.opentherm;

import java.util.Locale;

/**
 * The declared type of a data id's two bytes (otgw-core 2.5, column type). It decides how a value reads over REST; what
 * the log and MQTT show is up to the {@link Decoder}, which differs for some ids.
 */
public enum DataType {
    /** Signed fixed point: high byte plus low byte / 256. */
    F88,
    S16,
    U16,
    U8,
    U8U8,
    S8S8,
    FLAG8,
    FLAG8U8,
    FLAG8FLAG8,
    /** Bit fields across both bytes: day of week and time of day. */
    SPECIAL,
    UNDEFINED;

    /** How the table of data ids spells it, in lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code word} (0..65535) as a JSON number with the fewest digits: f8.8 rounded to 2 decimals, else an integer. */
    String shortNumber(int word) {
        return switch (this) {
            case F88 -> FixedPoint.shortText(word);
            case S16 -> Integer.toString((short) word);
            default -> Integer.toString(word);
        };
    }

    /** {@code word} (0..65535) as the monitor lists show it: f8.8 rounded to 2 decimals with a third, else an integer. */
    String monitorNumber(int word) {
        return this == F88 ? FixedPoint.monitorText(word) : shortNumber(word);
    }

    static DataType of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
