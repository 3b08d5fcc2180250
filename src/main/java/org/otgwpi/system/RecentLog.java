package org.otgwpi.system;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.tinylog.core.LogEntry;
import org.tinylog.core.LogEntryValue;
import org.tinylog.core.TinylogLoggingProvider;
import org.tinylog.pattern.FormatPatternParser;
import org.tinylog.pattern.Token;
import org.tinylog.provider.ProviderRegistry;
import org.tinylog.writers.Writer;

/** Keeps the last lines of the program's log for the support bundle. tinylog.properties names it. Thread-safe. */
public final class RecentLog implements Writer {

    private static final int LINES_KEPT = 2000;

    private final Token format;
    private final Deque<String> lines = new ArrayDeque<>();

    /** @param properties those of the writer; {@code format} is how a line is laid out */
    public RecentLog(Map<String, String> properties) {
        format = new FormatPatternParser(properties.get("exception"))
                .parse(properties.getOrDefault("format", "{date} {level}: {message}"));
    }

    /** The lines kept by the running log, oldest first; empty if this writer is not in use. */
    public static String text() {
        if (ProviderRegistry.getLoggingProvider() instanceof TinylogLoggingProvider provider) {
            for (Writer writer : provider.getWriters()) {
                if (writer instanceof RecentLog recent) {
                    return recent.kept();
                }
            }
        }
        return "";
    }

    private synchronized String kept() {
        return String.join("\n", lines) + "\n";
    }

    @Override
    public Collection<LogEntryValue> getRequiredLogEntryValues() {
        return List.copyOf(format.getRequiredLogEntryValues());
    }

    @Override
    public synchronized void write(LogEntry entry) {
        StringBuilder line = new StringBuilder();
        format.render(entry, line);
        if (lines.size() == LINES_KEPT) {
            lines.removeFirst();
        }
        lines.add(line.toString());
    }

    @Override
    public void flush() {
        // every line is kept at once
    }

    @Override
    public void close() {
        // nothing is open
    }
}
