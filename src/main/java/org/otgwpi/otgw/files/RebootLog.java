package org.otgwpi.otgw.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.otgwpi.board.StartCause;
import org.otgwpi.settings.DurableFile;
import org.tinylog.Logger;

/**
 * Counts the starts and keeps the last twenty with their causes, in {@code reboot_count.txt} and {@code reboot_log.txt}
 * of the user's folder (otgw-http-ws 7.1). Thread-safe.
 */
public final class RebootLog {

    private static final int MOST_LINES = 20;
    private static final int LARGEST_BYTES = 64 * 1024;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private final int count;

    private RebootLog(int count) {
        this.count = count;
    }

    /** Notes a start. Files that cannot be read or written are reported and cost nothing but their content. */
    public static RebootLog started(UserFolder folder, ZonedDateTime now, StartCause cause) {
        Path counter = folder.root().resolve("reboot_count.txt");
        Path log = folder.root().resolve("reboot_log.txt");
        int count = count(counter) + 1;
        String line = "%s - reboot cause: %s (%x) \r\n".formatted(TIME.format(now), cause.text(), cause.code());
        StringBuilder lines = new StringBuilder(line);
        text(log)
                .lines()
                .filter(older -> !older.isBlank())
                .limit(MOST_LINES - 1L)
                .forEach(older -> lines.append(older).append("\r\n"));
        write(counter, count + "\r\n");
        write(log, lines.toString());
        return new RebootLog(count);
    }

    /** How often the program has started, this time included. */
    public int count() {
        return count;
    }

    private static int count(Path counter) {
        String text = text(counter).strip();
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }

    private static String text(Path file) {
        try {
            if (!UserFolder.isFile(file) || Files.size(file) > LARGEST_BYTES) {
                return "";
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            Logger.warn("{} cannot be read: {}", file, e.getMessage());
            return "";
        }
    }

    private static void write(Path file, String text) {
        try {
            DurableFile.at(file).write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            Logger.warn("{} cannot be written: {}", file, e.getMessage());
        }
    }
}
