package org.otgwpi.otgw.rest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.Values;

/**
 * The values that monitor programs poll, read from the table {@code otmonitor.csv} (otgw-http-ws 1.9.6, 1.10).
 * Immutable.
 */
public final class MonitorTable {

    private enum Kind {
        FLAG,
        FLOAT,
        WORD,
        LOW
    }

    private record Row(String name, Kind kind, int dataId, int bit, int timeOfDataId) {}

    private final Catalogue catalogue;
    private final List<Row> rows;

    private MonitorTable(Catalogue catalogue, List<Row> rows) {
        this.catalogue = catalogue;
        this.rows = rows;
    }

    /** Reads the table. */
    public static MonitorTable load(Catalogue catalogue) {
        InputStream table =
                Objects.requireNonNull(MonitorTable.class.getResourceAsStream("otmonitor.csv"), "otmonitor.csv");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))) {
            return new MonitorTable(
                    catalogue,
                    lines.lines()
                            .filter(line -> !line.startsWith("#"))
                            .map(MonitorTable::row)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes all values in the table's order. */
    void write(Values values, OriginalJson json) {
        for (Row row : rows) {
            int word = values.word(row.dataId);
            String value = switch (row.kind) {
                case FLAG -> (word >> row.bit & 1) != 0 ? "\"On\"" : "\"Off\"";
                case FLOAT -> catalogue.get(row.dataId).monitorNumber(word);
                case WORD -> Integer.toString(word);
                case LOW -> Integer.toString(word & 0xFF);
            };
            String unit = row.kind == Kind.FLOAT ? catalogue.get(row.dataId).unit() : "";
            json.measured(row.name, value, unit, values.epochSeconds(row.timeOfDataId));
        }
    }

    private static Row row(String line) {
        String[] fields = line.split(";", -1);
        return new Row(
                fields[0],
                Kind.valueOf(fields[1].toUpperCase(java.util.Locale.ROOT)),
                Integer.parseInt(fields[2]),
                fields[3].isEmpty() ? 0 : Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]));
    }
}
