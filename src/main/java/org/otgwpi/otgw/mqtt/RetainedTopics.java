package org.otgwpi.otgw.mqtt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.otgwpi.settings.DurableFile;
import org.tinylog.Logger;

/**
 * The topics whose values the broker retains because the user wanted it ({@code mqttretain}), kept in a file, so that
 * they can be cleared when the user no longer wants it or the names change, at whatever later start. Topics that come
 * within some seconds are written at once, because the first minutes bring them all. Not thread-safe.
 */
final class RetainedTopics {

    /** The name of the file in the data folder: one topic a line. */
    static final String FILE_NAME = "mqtt-retained.txt";

    private static final long COLLECT_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MOST_BYTES = 1 << 20;

    private final Path path;
    private final DurableFile file;
    private final Set<String> topics = new LinkedHashSet<>();
    private boolean changed;
    private boolean collecting;
    private long dueNanos;

    /** Reads the file in {@code folder}, which must exist; one that cannot be read counts as empty. */
    RetainedTopics(Path folder) {
        path = folder.resolve(FILE_NAME);
        file = DurableFile.at(path);
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new IOException("it is larger than " + MOST_BYTES + " bytes");
            }
            new String(Files.readAllBytes(path), StandardCharsets.UTF_8)
                    .lines()
                    .filter(topic -> !topic.isBlank())
                    .forEach(topics::add);
        } catch (NoSuchFileException e) {
            Logger.debug("The broker was never asked to retain values");
        } catch (IOException e) {
            Logger.warn("{} cannot be read: {}. Old values may stay at the MQTT broker", path, e.getMessage());
        }
    }

    /** A value is published on {@code topic} and retained. */
    void add(String topic) {
        if (topics.size() < Outbox.MOST_TOPICS) {
            changed |= topics.add(topic);
        }
    }

    /** The broker was told to retain nothing on {@code topic}. */
    void remove(String topic) {
        changed |= topics.remove(topic);
    }

    /** The topics on which nothing is to be retained any more. */
    List<String> unwanted(Names names, boolean retain) {
        String ours = names.values() + "/";
        return topics.stream()
                .filter(topic -> !retain || !topic.startsWith(ours))
                .toList();
    }

    /** Writes what changed some seconds ago. */
    void tick(long nowNanos) {
        if (changed && !collecting) {
            collecting = true;
            dueNanos = nowNanos + COLLECT_NANOS;
        }
        if (collecting && nowNanos - dueNanos >= 0) {
            collecting = false;
            save();
        }
    }

    /** Nanoseconds until {@link #tick} has something to do; a very long time if it has not. */
    long dueInNanos(long nowNanos) {
        return collecting ? Math.max(0, dueNanos - nowNanos) : Long.MAX_VALUE;
    }

    /** Writes the file if anything changed. What cannot be written is kept in memory and written with what follows. */
    void save() {
        if (!changed) {
            return;
        }
        changed = false;
        try {
            file.write((String.join("\n", topics) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            Logger.warn("{} cannot be written: {}. Is the disk full?", path, e.getMessage());
        }
    }
}
