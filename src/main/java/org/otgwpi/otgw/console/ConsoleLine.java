package org.otgwpi.otgw.console;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.otgwpi.otgw.gateway.Message;

/**
 * Lines as the console prints them: local time, free memory, a name, and a number that was the line of the original's
 * source (otgw-http-ws 7.6). Thread-safe.
 */
final class ConsoleLine {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS", Locale.ROOT);

    /** Where the time stamp of a log line ends, and where its text begins. */
    private static final int STAMP_END = 15;

    private static final int TEXT_START = 16;
    private static final byte[] MESSAGES = bytes(name("processOT"));

    private final Supplier<ZoneId> zone;
    private final InstantSource wallClock;

    ConsoleLine(Supplier<ZoneId> zone, InstantSource wallClock) {
        this.zone = zone;
        this.wallClock = wallClock;
    }

    /** What stands in front of a line of {@code part}. */
    String prefix(String part) {
        return TIME.format(wallClock.instant().atZone(zone.get())) + memory() + name(part);
    }

    /** The log lines of {@code messages}, each behind a prefix with its own time. */
    byte[] of(List<Message> messages) {
        byte[] memory = bytes(memory());
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (Message message : messages) {
            byte[] line = message.line();
            lines.write(line, 0, STAMP_END);
            lines.writeBytes(memory);
            lines.writeBytes(MESSAGES);
            lines.write(line, TEXT_START, line.length - TEXT_START);
        }
        return lines.toByteArray();
    }

    /** The Java heap stands in for the ESP's, and its largest block for all that is free (decisions 6). */
    private static String memory() {
        long free = freeBytes();
        return " (%7d|%6d) ".formatted(free, free);
    }

    /** Free memory of the Java heap. */
    static long freeBytes() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
    }

    private static String name(String part) {
        return "%-12.12s(%4d): ".formatted(part, 0);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
