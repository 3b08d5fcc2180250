package org.otgwpi.opentherm;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with fields of a frame in it, written {@code {source:format}}. Sources: {@code frame} (all 32 bits), {@code id},
 * {@code word}, {@code hb}, {@code lb}, and of the last two single bits ({@code hb.3}) or ranges ({@code lb.1-3}); bit 0
 * is the lowest. Formats: see {@link FieldFormat#of}; without one, decimal. Immutable, thread-safe.
 */
final class Template {

    static final Template EMPTY = new Template(List.of());

    private static final Pattern FIELD =
            Pattern.compile("\\{(frame|id|word|hb|lb)(?:\\.([0-7])(?:-([0-7]))?)?(?::([^{}]+))?}");

    private interface Part {
        void write(int frameBits, LineBuffer out);
    }

    private final Part[] parts;

    private Template(List<Part> parts) {
        this.parts = parts.toArray(new Part[0]);
    }

    /** @throws IllegalArgumentException if a field has an unknown source or format */
    static Template parse(String pattern, Map<String, Map<String, String>> names) {
        List<Part> parts = new ArrayList<>();
        Matcher field = FIELD.matcher(pattern);
        int end = 0;
        while (field.find()) {
            addText(parts, pattern.substring(end, field.start()));
            parts.add(field(field, names));
            end = field.end();
        }
        addText(parts, pattern.substring(end));
        return new Template(parts);
    }

    private static void addText(List<Part> parts, String text) {
        if (text.indexOf('{') >= 0) {
            throw new IllegalArgumentException("'" + text + "' holds a field that nobody knows");
        }
        if (!text.isEmpty()) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            parts.add((frameBits, out) -> out.utf8(utf8));
        }
    }

    private static Part field(Matcher field, Map<String, Map<String, String>> names) {
        String spec = field.group(4);
        FieldFormat format = FieldFormat.of(spec == null ? "" : spec, names);
        int shift = switch (field.group(1)) {
            case "id" -> 16;
            case "hb" -> 8;
            default -> 0;
        };
        int width = switch (field.group(1)) {
            case "frame" -> 32;
            case "word" -> 16;
            default -> 8;
        };
        if (field.group(2) == null) {
            return field(shift, width, format);
        }
        int lowest = Integer.parseInt(field.group(2));
        int highest = field.group(3) == null ? lowest : Integer.parseInt(field.group(3));
        return field(shift + lowest, highest - lowest + 1, format);
    }

    private static Part field(int shift, int width, FieldFormat format) {
        int mask = -1 >>> (32 - width);
        return (frameBits, out) -> format.write((frameBits >>> shift) & mask, width, out);
    }

    void write(int frameBits, LineBuffer out) {
        for (Part part : parts) {
            part.write(frameBits, out);
        }
    }
}
