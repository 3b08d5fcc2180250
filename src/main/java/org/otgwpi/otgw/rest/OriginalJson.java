package org.otgwpi.otgw.rest;

/**
 * Writes the original's JSON with its exact spacing: a list of named values or a map, entry by entry (otgw-http-ws
 * 1.6, styles A and M). Not thread-safe; made for one answer.
 */
public final class OriginalJson {

    /** How the entries are put together. */
    enum Style {
        /** {@code {"root":[ {"name": "n", "value": v} , ... ]}}. */
        LIST,
        /** {@code {"root":{ "n": v , ... }}}. */
        MAP
    }

    private final Style style;
    private final String tail;
    private final StringBuilder json = new StringBuilder(4096);
    private boolean first = true;

    OriginalJson(Style style, String root) {
        this.style = style;
        this.tail = style == Style.LIST ? "\r\n]}\r\n" : "\r\n}}\r\n";
        json.append(" {\"")
                .append(root)
                .append("\":")
                .append(style == Style.LIST ? "[" : "{")
                .append("\r\n");
    }

    private OriginalJson() {
        this.style = Style.LIST;
        this.tail = "\r\n]\r\n";
        json.append(" [\r\n");
    }

    /** A list that is not inside an object. */
    static OriginalJson withoutRoot() {
        return new OriginalJson();
    }

    /** A value in quotes. */
    OriginalJson text(String name, String value) {
        return raw(name, quoted(value));
    }

    /** A truth value in quotes, as the original writes it. */
    OriginalJson quotedFlag(String name, boolean value) {
        return text(name, Boolean.toString(value));
    }

    OriginalJson number(String name, long value) {
        return raw(name, Long.toString(value));
    }

    /** A value that is JSON already. */
    OriginalJson raw(String name, String value) {
        if (style == Style.LIST) {
            entry("{\"name\": ", name).append(", \"value\": ").append(value).append('}');
        } else {
            entry("", name).append(": ").append(value);
        }
        return this;
    }

    /**
     * A value with its unit and time.
     *
     * @param value JSON: a number or a text in quotes
     * @param epochSeconds 0 if it never came
     */
    OriginalJson measured(String name, String value, String unit, long epochSeconds) {
        if (style == Style.LIST) {
            entry("{\"name\": ", name).append(", ");
        } else {
            entry("", name).append(": {");
        }
        json.append("\"value\": ").append(value).append(", \"unit\": ").append(quoted(unit));
        json.append(", \"epoch\": ").append(epochSeconds).append('}');
        return this;
    }

    /** The whole text; nothing may be added afterwards. */
    String end() {
        return json.append(tail).toString();
    }

    /** {@code text} as a JSON string. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (c < ' ') {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }

    private StringBuilder entry(String before, String name) {
        json.append(first ? "  " : ",\r\n  ");
        first = false;
        return json.append(before).append(quoted(name));
    }
}
