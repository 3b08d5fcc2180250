package org.otgwpi.opentherm;

import org.jspecify.annotations.Nullable;

/** Where a frame comes from, as the first letter of the gateway chip's line says. */
public enum Origin {
    THERMOSTAT('T', "Thermostat"),
    BOILER('B', "Boiler"),
    /** Sent by the gateway to the boiler in place of the thermostat's frame, or on its own account. */
    REQUEST('R', "Request Boiler"),
    /** Sent by the gateway to the thermostat in place of the boiler's frame. */
    ANSWER('A', "Answer Thermostat"),
    /** A damaged frame, reported after an error line. */
    ERROR('E', "Parity Error");

    private final char letter;
    private final String text;

    Origin(char letter, String text) {
        this.letter = letter;
        this.text = text;
    }

    public char letter() {
        return letter;
    }

    /** The words of the log line. */
    public String text() {
        return text;
    }

    /** The origin that {@code letter} stands for, or null if it stands for none. */
    public static @Nullable Origin of(int letter) {
        return switch (letter) {
            case 'T' -> THERMOSTAT;
            case 'B' -> BOILER;
            case 'R' -> REQUEST;
            case 'A' -> ANSWER;
            case 'E' -> ERROR;
            default -> null;
        };
    }
}
