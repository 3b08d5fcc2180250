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

    private record Row(String name, Kind kind, int dataId, int bit, int timeOfDataId, String telegrafName) {}

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
            boolean flag = row.kind == Kind.FLAG;
            write(
                    row.name,
                    row,
                    flag ? (isSet(row, values) ? "\"On\"" : "\"Off\"") : number(row, values),
                    values,
                    json);
        }
    }

    /** Writes what telegraf gets, flags as truth values. */
    void writeForTelegraf(Values values, OriginalJson json) {
        for (Row row : rows) {
            if (!row.telegrafName.isEmpty()) {
                boolean flag = row.kind == Kind.FLAG;
                String value = flag ? Boolean.toString(isSet(row, values)) : number(row, values);
                write(row.telegrafName, row, value, values, json);
            }
        }
    }

    private void write(String name, Row row, String value, Values values, OriginalJson json) {
        String unit = row.kind == Kind.FLOAT ? catalogue.get(row.dataId).unit() : "";
        json.measured(name, value, unit, values.epochSeconds(row.timeOfDataId));
    }

    private static boolean isSet(Row row, Values values) {
        return (values.word(row.dataId) >> row.bit & 1) != 0;
    }

    private String number(Row row, Values values) {
        int word = values.word(row.dataId);
        return switch (row.kind) {
            case FLOAT -> catalogue.get(row.dataId).monitorNumber(word);
            case FLAG, WORD -> Integer.toString(word);
            case LOW -> Integer.toString(word & 0xFF);
        };
    }

    private static Row row(String line) {
        String[] fields = line.split(";", -1);
        return new Row(
                fields[0],
                Kind.valueOf(fields[1].toUpperCase(java.util.Locale.ROOT)),
                Integer.parseInt(fields[2]),
                fields[3].isEmpty() ? 0 : Integer.parseInt(fields[3]),
                Integer.parseInt(fields[4]),
                fields[5]);
    }
}
