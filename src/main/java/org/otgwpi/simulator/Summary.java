package org.otgwpi.simulator;

import java.util.List;
import java.util.stream.Collectors;

/** The line of 34 values that follows PS=1 (otgw-core 1.7). Immutable. */
final class Summary {

    private enum Form {
        FLAGS,
        FLOAT,
        SIGNED_FLOAT,
        BYTES,
        NUMBER,
        SIGNED_NUMBER,
        LOW_BYTE;

        String text(int word) {
            return switch (this) {
                case FLAGS -> bits(word >> 8) + "/" + bits(word);
                case FLOAT -> new FixedPoint(word).unsignedText();
                case SIGNED_FLOAT -> new FixedPoint(word).signedText();
                case BYTES -> (word >> 8) + "/" + (word & 0xFF);
                case NUMBER -> Integer.toString(word);
                case SIGNED_NUMBER -> Integer.toString((short) word);
                case LOW_BYTE -> Integer.toString(word & 0xFF);
            };
        }

        private static String bits(int octet) {
            return Integer.toBinaryString(octet & 0xFF | 0x100).substring(1);
        }
    }

    private record Field(int dataId, Form form) {}

    private final List<Field> fields = Table.rows("summary.csv").stream()
            .map(row -> new Field(Integer.parseInt(row[0]), Form.valueOf(row[1])))
            .toList();

    String line(BoilerValues values) {
        return fields.stream()
                .map(field -> field.form.text(values.word(field.dataId)))
                .collect(Collectors.joining(","));
    }
}
