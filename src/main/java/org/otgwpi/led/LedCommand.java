package org.otgwpi.led;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a client's text means (railhub-remote-echo C.2, C.3). */
sealed interface LedCommand {

    /** {@code LED ON} or {@code LED OFF}. */
    record Switch(boolean on) implements LedCommand {}

    /** {@code CHAT <text>}: an extension. */
    record Chat(String text) implements LedCommand {}

    /** {@code LOG ON} or {@code LOG OFF}: an extension. */
    record Log(boolean wanted) implements LedCommand {}

    /** Anything else; it is not answered. */
    record Unknown() implements LedCommand {}

    /** Reads a text: in any case, blanks and line ends behind it left out. */
    static LedCommand read(byte[] utf8) {
        String text = new String(utf8, StandardCharsets.UTF_8).stripTrailing();
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.startsWith("CHAT ")) {
            return new Chat(text.substring("CHAT ".length()));
        }
        return switch (upper) {
            case "LED ON" -> new Switch(true);
            case "LED OFF" -> new Switch(false);
            case "LOG ON" -> new Log(true);
            case "LOG OFF" -> new Log(false);
            default -> new Unknown();
        };
    }
}
