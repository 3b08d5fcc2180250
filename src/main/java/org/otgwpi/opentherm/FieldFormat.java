package org.otgwpi.opentherm;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** How a bit field of a frame is written as text. Stateless. */
@FunctionalInterface
interface FieldFormat {

    /**
     * Appends a field to {@code out}.
     *
     * @param value the field as an unsigned number
     * @param width how many bits the field has, 1..32
     */
    void write(int value, int width, LineBuffer out);

    /**
     * The format that {@code spec} names, as the templates in decoders.json use them.
     *
     * @param names lists of names for values, by list and value; "other" stands for every value not listed
     * @throws IllegalArgumentException if there is no such format
     */
    static FieldFormat of(String spec, Map<String, Map<String, String>> names) {
        String[] words = spec.split(" ", -1);
        return switch (words[0]) {
            case "" -> (value, width, out) -> out.decimal(value, 0, ' ');
            case "3" -> (value, width, out) -> out.decimal(value, 3, ' ');
            case "02" -> (value, width, out) -> out.decimal(value, 2, '0');
            case "signed" -> (value, width, out) -> out.decimal(signed(value, width), 0, ' ');
            case "signed3" -> (value, width, out) -> out.decimal(signed(value, width), 3, ' ');
            case "hex4" -> (value, width, out) -> out.hex(value, 4);
            case "f88" -> (value, width, out) -> FixedPoint.write(value, out);
            case "f88unrounded" -> (value, width, out) -> FixedPoint.writeUnrounded(value, out);
            case "bits" -> FieldFormat::writeBits;
            case "onoff" -> (value, width, out) -> out.padded(value == 0 ? "OFF" : "ON", 0);
            case "flags" -> flags(words);
            case "name" -> named(words, names);
            default -> throw new IllegalArgumentException("there is no format '" + spec + "'");
        };
    }

    private static int signed(int value, int width) {
        return (value << (32 - width)) >> (32 - width);
    }

    private static void writeBits(int value, int width, LineBuffer out) {
        for (int bit = width - 1; bit >= 0; bit--) {
            out.put((value >>> bit & 1) == 0 ? '0' : '1');
        }
    }

    /** One character for each bit, bit 0 first: from the second word where the bit is set, else from the third. */
    private static FieldFormat flags(String[] words) {
        if (words.length != 3 || words[1].length() != 8 || words[2].length() != 8) {
            throw new IllegalArgumentException("flags need eight characters for set bits and eight for clear ones");
        }
        String set = words[1];
        String clear = words[2];
        return (value, width, out) -> {
            for (int bit = 0; bit < 8; bit++) {
                out.put(((value >>> bit & 1) == 0 ? clear : set).charAt(bit));
            }
        };
    }

    private static FieldFormat named(String[] words, Map<String, Map<String, String>> names) {
        Map<String, String> list = words.length == 2 ? names.get(words[1]) : null;
        if (list == null) {
            throw new IllegalArgumentException("there is no list of names '" + String.join(" ", words) + "'");
        }
        byte[][] texts = new byte[256][];
        for (int value = 0; value < texts.length; value++) {
            String text = list.getOrDefault(Integer.toString(value), list.getOrDefault("other", ""));
            texts[value] = text.getBytes(StandardCharsets.UTF_8);
        }
        return (value, width, out) -> out.utf8(texts[value]);
    }
}
