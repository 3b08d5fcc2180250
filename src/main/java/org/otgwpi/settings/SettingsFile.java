package org.otgwpi.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The bytes of settings.ini, both ways (otgw-http-ws 6.1, 6.2 and style P of 1.6). */
final class SettingsFile {
    /** No settings.ini is longer; a longer file is taken for damaged. */
    static final int MAX_BYTES = 65536;

    // As the ESP's reader: its writer leaves control characters in texts as they are.
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build()
            .readerFor(JsonNode.class);

    private SettingsFile() {}

    /**
     * What a file says.
     *
     * @param fromEsp it comes from an ESP: it has none of our own keys, and its pins were left out
     * @param notes what the user should know of it, in sentences
     */
    record Reading(Settings settings, boolean fromEsp, List<String> notes) {}

    /** The file with everything in it. */
    static byte[] write(Settings settings) {
        return write(settings, settings::text);
    }

    /** The file as it may leave the device. */
    static byte[] writeRedacted(Settings settings) {
        return write(settings, settings::shown);
    }

    private static byte[] write(Settings settings, Function<Setting, String> values) {
        return settings.table().all().stream()
                .map(setting -> "  \"" + setting.fileKey() + "\": " + literal(setting, values.apply(setting)))
                .collect(Collectors.joining(",\r\n", "{\r\n", "\r\n}"))
                .getBytes(StandardCharsets.UTF_8);
    }

    private static String literal(Setting setting, String value) {
        return setting.isQuoted() ? '"' + escape(value) + '"' : value;
    }

    private static String escape(String text) {
        return text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\b", "\\b")
                .replace("\f", "\\f")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
    }

    /**
     * Reads a file, of this program or of an ESP.
     *
     * @param base where values come from that the file leaves as they are
     * @throws BrokenFileException if it is no JSON object or too long
     */
    static Reading read(byte[] bytes, Settings base) throws BrokenFileException {
        JsonNode file = parse(bytes);
        SettingsTable table = base.table();
        boolean fromEsp = table.all().stream().noneMatch(setting -> setting.isOurs() && file.has(setting.fileKey()));
        List<String> notes = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        for (Setting setting : table.all()) {
            JsonNode node = fromEsp && setting.isPin() ? null : file.get(setting.fileKey());
            values.put(setting.name(), value(setting, node, base, notes));
        }
        if (fromEsp) {
            noteEspPins(file, table, notes);
        }
        return new Reading(PinRules.resolve(new Settings(table, values), notes), fromEsp, List.copyOf(notes));
    }

    private static JsonNode parse(byte[] bytes) throws BrokenFileException {
        if (bytes.length > MAX_BYTES) {
            throw new BrokenFileException("it is longer than " + MAX_BYTES / 1024 + " KB");
        }
        // Decoded first, leniently: the ESP cuts texts at a byte, perhaps within a character.
        String text = new String(bytes, StandardCharsets.UTF_8);
        String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
        if (json.isBlank()) {
            throw new BrokenFileException("it is empty");
        }
        try {
            JsonNode node = JSON.readTree(json);
            if (!node.isObject()) {
                throw new BrokenFileException("it is no JSON object");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new BrokenFileException(
                    e.getLocation() == null
                            ? "it is no JSON"
                            : "it is no JSON from line " + e.getLocation().getLineNr());
        }
    }

    private static void noteEspPins(JsonNode file, SettingsTable table, List<String> notes) {
        String pins = table.all().stream()
                .filter(setting -> setting.isPin() && file.has(setting.fileKey()))
                .map(Setting::fileKey)
                .collect(Collectors.joining(", "));
        if (!pins.isEmpty()) {
            notes.add("settings.ini comes from an ESP; its pin numbers mean nothing here and were left out (%s)."
                    .formatted(pins));
        }
    }

    private static String value(Setting setting, @Nullable JsonNode node, Settings base, List<String> notes) {
        String absent = setting.missing() == null ? base.text(setting) : setting.missing();
        if (node == null || node.isNull()) {
            return absent;
        }
        String value = switch (setting.type()) {
            case FLAG -> flag(node);
            case NUMBER, PIN -> number(setting, node, notes);
            case TEXT -> text(setting, node, absent, notes);
            case CHOICE -> choice(setting, node, absent);
            case PASSWORD ->
                node.asText().equalsIgnoreCase(Setting.PASSWORD_PLACEHOLDER)
                        ? base.text(setting)
                        : text(setting, node, absent, notes);
        };
        if (value == null) {
            notes.add("settings.ini has no usable value for %s; it counts as missing.".formatted(setting.fileKey()));
            return absent;
        }
        return value;
    }

    private static @Nullable String flag(JsonNode node) {
        if (node.isBoolean()) {
            return node.asText();
        }
        if (node.isNumber()) {
            return Boolean.toString(node.doubleValue() != 0);
        }
        return switch (node.asText().toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> "true";
            case "false", "off", "0" -> "false";
            default -> null;
        };
    }

    private static @Nullable String number(Setting setting, JsonNode node, List<String> notes) {
        boolean digits = node.isTextual() && node.asText().matches("[+-]?[0-9]{1,9}");
        if (!node.isNumber() && !digits) {
            return null;
        }
        // A double holds every int; a cast saturates.
        int number = digits ? Integer.parseInt(node.asText()) : (int) node.doubleValue();
        if (setting.name().equals("mqttbrokerport") && number >= Short.MIN_VALUE && number < 0) {
            // The ESP keeps the port in 16 bits with a sign.
            number += 65536;
        }
        int within = Math.clamp(number, setting.min(), setting.max());
        if (within != number) {
            notes.add("settings.ini has %d for %s, outside %d to %d; %d is used."
                    .formatted(number, setting.fileKey(), setting.min(), setting.max(), within));
        }
        return Integer.toString(within);
    }

    private static @Nullable String choice(Setting setting, JsonNode node, String absent) {
        String text = node.asText();
        return node.isValueNode() && text.isEmpty() ? absent : setting.choice(text);
    }

    private static @Nullable String text(Setting setting, JsonNode node, String absent, List<String> notes) {
        if (!node.isValueNode()) {
            return null;
        }
        String text = node.asText();
        if (text.isEmpty() || (setting.nullIsMissing() && text.equals("null"))) {
            return absent;
        }
        String cut = setting.cut(text);
        if (cut.length() < text.length()) {
            notes.add("settings.ini has more than %d characters for %s; the rest is left out."
                    .formatted(setting.max(), setting.fileKey()));
        }
        // Half a surrogate pair has no UTF-8 and would change on its way to the disk and back.
        return new String(cut.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
