package org.otgwpi.simulator;

import java.io.BufferedReader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.otgwpi.opentherm.Origin;

/**
 * The frames of a real bus, read from a file: lines {@code SECONDS FRAME}, or {@code FRAME} alone, which is played
 * 440 ms after the one before (decisions 9). Blank lines do not count; a time before the one before it means at once.
 * Immutable.
 */
final class Recording {

    static final long FRAME_NANOS = 440_000_000L;

    private static final Pattern LINE = Pattern.compile("(?:(\\d{1,9}(?:\\.\\d{1,9})?)\\s+)?([TBRAE])([0-9A-F]{8})");
    private static final int LONGEST_QUOTE = 40;

    /**
     * One frame.
     *
     * @param nanos when it is played, from the start of the recording
     */
    record Entry(long nanos, Origin origin, int bits) {}

    private final Path file;
    private final List<Entry> entries;

    private Recording(Path file, List<Entry> entries) {
        this.file = file;
        this.entries = entries;
    }

    /** Reads a recording, all of it. */
    static Recording read(Path file) throws RecordingException {
        List<Entry> entries = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            int number = 0;
            long nanos = -FRAME_NANOS;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                if (!line.isBlank()) {
                    Entry entry = entry(file, number, line.strip(), nanos);
                    nanos = entry.nanos;
                    entries.add(entry);
                }
            }
        } catch (RecordingException e) {
            throw e;
        } catch (IOException e) {
            throw new RecordingException("The recording " + file + " cannot be read: " + reason(file, e) + ".");
        }
        if (entries.isEmpty()) {
            throw new RecordingException("The recording " + file + " has no frame in it, from line 1 to its end.");
        }
        return new Recording(file, List.copyOf(entries));
    }

    private static Entry entry(Path file, int number, String line, long previousNanos) throws RecordingException {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new RecordingException("The recording " + file + " is broken in line " + number + ": \"" + quote(line)
                    + "\" is no frame like 12.345 B40192B80 or B40192B80.");
        }
        String seconds = matcher.group(1);
        long nanos = seconds == null
                ? previousNanos + FRAME_NANOS
                : new BigDecimal(seconds).movePointRight(9).longValue();
        Origin origin = Origin.of(matcher.group(2).charAt(0));
        if (origin == null) {
            throw new IllegalStateException(line);
        }
        return new Entry(
                Math.max(Math.max(0, previousNanos), nanos), origin, Integer.parseUnsignedInt(matcher.group(3), 16));
    }

    private static String quote(String line) {
        String printable = line.replaceAll("[^ -~]", "?");
        return printable.length() <= LONGEST_QUOTE ? printable : printable.substring(0, LONGEST_QUOTE) + "...";
    }

    private static String reason(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "this user has no permission";
        }
        return Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
    }

    Path file() {
        return file;
    }

    List<Entry> entries() {
        return entries;
    }

    /** How long it lasts, with a pause behind the last frame. */
    long durationNanos() {
        return entries.getLast().nanos + FRAME_NANOS;
    }
}
