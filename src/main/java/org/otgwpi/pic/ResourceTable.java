package org.otgwpi.pic;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads the tables of this package: one row a line, cells apart by a bar with blanks around it, lines that start with #
 * are comments.
 */
final class ResourceTable {

    private static final Pattern BAR = Pattern.compile("\\s+\\|\\s+");

    private ResourceTable() {}

    /**
     * The rows of a table.
     *
     * @throws IllegalStateException if a row has another number of cells or the table is missing
     */
    static List<List<String>> rows(String name, int columns) {
        InputStream stream = ResourceTable.class.getResourceAsStream(name);
        if (stream == null) {
            throw new IllegalStateException("the table " + name + " is missing from the program: install it anew");
        }
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> cells(name, line, columns))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the table " + name, e);
        }
    }

    private static List<String> cells(String name, String line, int columns) {
        List<String> cells = List.of(BAR.split(line.strip(), -1));
        if (cells.size() != columns) {
            throw new IllegalStateException(
                    "table " + name + ": " + cells.size() + " cells instead of " + columns + " in: " + line);
        }
        return cells;
    }
}
