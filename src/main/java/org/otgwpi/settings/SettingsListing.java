package org.otgwpi.settings;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** The body of {@code GET /api/v1/settings} (otgw-http-ws 1.8.4, style S of 1.6). */
public final class SettingsListing {
    private SettingsListing() {}

    /** All settings as JSON in UTF-8, passwords replaced by a placeholder, texts escaped as JSON asks. */
    public static byte[] render(Settings settings) {
        return settings.table().listed().stream()
                .map(setting -> "  " + entry(setting, settings.shown(setting)))
                .collect(Collectors.joining(",\r\n", " {\"settings\":[\r\n", "\r\n]}\r\n"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String entry(Setting setting, String value) {
        return switch (setting.type()) {
            case TEXT, CHOICE, PASSWORD ->
                "{\"name\": \"%s\", \"value\":\"%s\", \"type\": \"%c\", \"maxlen\": %d}"
                        .formatted(setting.name(), escape(value), setting.type().letter(), setting.max());
            case FLAG -> "{\"name\": \"%s\", \"value\":\"%s\", \"type\": \"b\"}".formatted(setting.name(), value);
            case NUMBER, PIN ->
                "{\"name\": \"%s\", \"value\": %s, \"type\": \"i\", \"min\": %d, \"max\": %d}"
                        .formatted(setting.name(), value, setting.min(), setting.max());
        };
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                escaped.append('\\').append(c);
            } else if (c < ' ') {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
