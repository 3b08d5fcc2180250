package org.otgwpi.otgw.mqtt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the tables of this package: one row a line, cells apart by a bar with blanks around it, the last cell may hold
 * bars itself; lines that start with # are comments.
 */
final class TextTable {

    private static final Pattern BAR = Pattern.compile("\\s+\\|\\s+");

    private TextTable() {}

    /**
     * The rows of a table that are not comments, as they stand.
     *
     * @throws IllegalStateException if the table is missing
     */
    static List<String> lines(String name) {
        InputStream stream = TextTable.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException("The table " + name + " is missing from the program: install it anew");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the table " + name, e);
        }
    }

    /**
     * The cells of a row.
     *
     * @throws IllegalStateException if it has fewer than {@code columns}
     */
    static List<String> cells(String line, int columns) {
        List<String> cells = List.of(BAR.split(line.strip(), columns));
        if (cells.size() != columns) {
            throw new IllegalStateException(cells.size() + " cells instead of " + columns + " in the row: " + line);
        }
        return cells;
    }

    /** The rows of a table of {@code columns} cells each. */
    static List<List<String>> rows(String name, int columns) {
        return lines(name).stream().map(line -> cells(line, columns)).toList();
    }
}
