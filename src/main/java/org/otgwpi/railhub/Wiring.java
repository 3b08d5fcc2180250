package org.otgwpi.railhub;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.LineUse;

/**
 * Which output of a board is which GPIO line of this device. Immutable.
 *
 * @param outputs in the order of the board's status message
 */
record Wiring(List<Wired> outputs) {

    private static final Pattern PAIR = Pattern.compile("(\\d{1,2})=(-1|\\d{1,2})");

    /**
     * One output.
     *
     * @param pin the number by which clients know it
     * @param line its GPIO line, or {@link GpioLines#NONE}
     */
    record Wired(int pin, int line) {}

    /**
     * The wiring that the table of the program names, with what the user wants otherwise.
     *
     * @param changes {@code pin=line} with blanks or commas between them; line -1 for an output that is not wired
     * @throws IOException with a sentence if they make no sense
     */
    static Wiring of(Variant variant, String changes) throws IOException {
        Map<Integer, Integer> wanted = new TreeMap<>();
        for (String part : changes.strip().split("[\\s,]+", -1)) {
            Matcher pair = PAIR.matcher(part);
            if (pair.matches()) {
                wanted.put(Integer.valueOf(pair.group(1)), Integer.valueOf(pair.group(2)));
            } else if (!part.isEmpty()) {
                throw new IOException("The setting %slines holds '%s': write it as pin=line, for example 2=6."
                        .formatted(variant.personality(), part));
            }
        }
        List<Wired> outputs = new ArrayList<>();
        for (Wired wired : table(variant)) {
            Integer line = wanted.remove(wired.pin());
            outputs.add(line == null ? wired : new Wired(wired.pin(), line));
        }
        if (!wanted.isEmpty()) {
            throw new IOException("The setting %slines names output %d, which %s does not have."
                    .formatted(variant.personality(), wanted.keySet().iterator().next(), variant.personality()));
        }
        return new Wiring(List.copyOf(outputs));
    }

    private static List<Wired> table(Variant variant) {
        try (InputStream in = Wiring.class.getResourceAsStream("outputs.txt")) {
            if (in == null) {
                throw new IllegalStateException("The table of outputs is missing from the program");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\|", -1))
                    .filter(cells -> cells[0].strip().equals(variant.personality()))
                    .map(cells -> new Wired(Integer.parseInt(cells[1].strip()), Integer.parseInt(cells[2].strip())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The place of an output among all; -1 if there is no such output. */
    int indexOf(int pin) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).pin() == pin) {
                return i;
            }
        }
        return -1;
    }

    /** The place of the output on a line. */
    int indexOfLine(int line) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i).line() == line) {
                return i;
            }
        }
        throw new IllegalArgumentException("there is no output on GPIO line " + line);
    }

    int pin(int index) {
        return outputs.get(index).pin();
    }

    int line(int index) {
        return outputs.get(index).line();
    }

    int size() {
        return outputs.size();
    }

    /** The lines that it will drive. */
    List<LineUse> uses(Variant variant) {
        return outputs.stream()
                .filter(wired -> wired.line() != GpioLines.NONE)
                .map(wired ->
                        new LineUse(wired.line(), "output " + wired.pin() + " (" + variant.personality() + ")", true))
                .toList();
    }
}
