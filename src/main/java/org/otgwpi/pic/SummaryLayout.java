package org.otgwpi.pic;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;

/**
 * Which data id stands in which field of the summary line, and how (otgw-core 1.7). Immutable.
 *
 * @param fields in the order of the line
 */
public record SummaryLayout(List<Field> fields) {

    /** How many fields the line has: with firmware 5.0 and later, and before. */
    public static final Set<Integer> FIELD_COUNTS = Set.of(34, 25);

    /** One field. */
    public record Field(int dataId, SummaryFormat format) {}

    public SummaryLayout {
        fields = List.copyOf(fields);
    }

    /**
     * Reads the table of a layout.
     *
     * @param fieldCount one of {@link #FIELD_COUNTS}
     * @throws IllegalArgumentException if there is no such layout
     */
    public static SummaryLayout load(int fieldCount) {
        if (!FIELD_COUNTS.contains(fieldCount)) {
            throw new IllegalArgumentException("a summary line has 34 or 25 fields, not " + fieldCount);
        }
        return new SummaryLayout(ResourceTable.rows("summary-" + fieldCount + ".txt", 2).stream()
                .map(row -> new Field(Integer.parseInt(row.get(0)), SummaryFormat.valueOf(row.get(1))))
                .toList());
    }

    /**
     * The data word of each data id in the line, 0 to 65535. Fields that are not written as they should be are left out.
     *
     * @param texts the fields of the line; as many as this layout has
     */
    public Map<Integer, Integer> words(List<String> texts) {
        if (texts.size() != fields.size()) {
            throw new IllegalArgumentException(
                    "this summary line has " + fields.size() + " fields, not " + texts.size());
        }
        Map<Integer, Integer> words = new TreeMap<>();
        for (int i = 0; i < fields.size(); i++) {
            int word = fields.get(i).format().word(texts.get(i));
            if (word >= 0) {
                words.put(fields.get(i).dataId(), word);
            }
        }
        return words;
    }

    /** The line that reports these values. */
    public String print(IntUnaryOperator wordOfDataId) {
        return fields.stream()
                .map(field -> field.format().print(wordOfDataId.applyAsInt(field.dataId()) & 0xFFFF))
                .collect(Collectors.joining(","));
    }
}
