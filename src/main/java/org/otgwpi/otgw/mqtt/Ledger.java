package org.otgwpi.otgw.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.otgwpi.settings.DurableFile;
import org.tinylog.Logger;

/**
 * Which configuration messages the broker holds of us, kept in a file, so that they can be taken back when names change
 * or a sensor is switched off, at whatever later start. Not thread-safe.
 */
final class Ledger {

    /** The name of the file in the data folder. */
    static final String FILE_NAME = "mqtt-announced.json";

    private static final long MOST_BYTES = 1 << 20;

    /**
     * One message.
     *
     * @param id the data id of a message for one entity; {@link DeviceMessage#ALWAYS} for a device message
     * @param parts the components of a device message by their keys; empty for a message for one entity
     */
    record Entry(String prefix, String nodeId, int id, String sensor, Map<String, Component> parts) {

        boolean isDevice() {
            return !parts.isEmpty();
        }

        boolean belongsTo(Names names) {
            return prefix.equals(names.prefix()) && nodeId.equals(names.nodeId());
        }
    }

    /** A component of a device message. */
    record Component(String platform, int id) {}

    private final ObjectMapper json = new ObjectMapper();
    private final Path path;
    private final DurableFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private boolean changed;
    private boolean failing;

    /** Reads the file in {@code folder}, which must exist; a damaged file counts as empty. */
    Ledger(Path folder) {
        path = folder.resolve(FILE_NAME);
        file = DurableFile.at(path);
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new IOException("it is larger than " + MOST_BYTES + " bytes");
            }
            json.readTree(Files.readAllBytes(path))
                    .properties()
                    .forEach(each -> entries.put(each.getKey(), read(each.getValue())));
        } catch (JsonProcessingException e) {
            unreadable(e.getOriginalMessage());
        } catch (NoSuchFileException e) {
            Logger.debug("Nothing was announced to Home Assistant yet");
        } catch (IOException e) {
            unreadable(String.valueOf(e.getMessage()));
        }
    }

    private void unreadable(String reason) {
        Logger.warn(
                "{} cannot be read: {}. Old entities in Home Assistant may have to be deleted by hand", path, reason);
    }

    /** All entries by their topics. A copy. */
    Map<String, Entry> entries() {
        return new LinkedHashMap<>(entries);
    }

    void put(String topic, Entry entry) {
        changed |= !entry.equals(entries.put(topic, entry));
    }

    void remove(String topic) {
        changed |= entries.remove(topic) != null;
    }

    /** Writes the file if anything changed. What cannot be written is kept in memory and tried again. */
    void save() {
        if (!changed) {
            return;
        }
        try {
            file.write(json.writeValueAsBytes(written()));
            changed = false;
            failing = false;
        } catch (IOException e) {
            if (!failing) {
                Logger.warn("{} cannot be written: {}. Is the disk full?", path, e.getMessage());
            }
            failing = true;
        }
    }

    private ObjectNode written() {
        ObjectNode root = json.createObjectNode();
        entries.forEach((topic, entry) -> {
            ObjectNode node = root.putObject(topic)
                    .put("prefix", entry.prefix)
                    .put("node", entry.nodeId)
                    .put("id", entry.id);
            if (!entry.sensor.isEmpty()) {
                node.put("sensor", entry.sensor);
            }
            if (entry.isDevice()) {
                ObjectNode parts = node.putObject("parts");
                entry.parts.forEach(
                        (key, part) -> parts.putArray(key).add(part.platform).add(part.id));
            }
        });
        return root;
    }

    private static Entry read(JsonNode node) {
        Map<String, Component> parts = new LinkedHashMap<>();
        node.path("parts")
                .properties()
                .forEach(part -> parts.put(
                        part.getKey(),
                        new Component(
                                part.getValue().path(0).asText(),
                                part.getValue().path(1).asInt(DeviceMessage.ALWAYS))));
        return new Entry(
                node.path("prefix").asText(),
                node.path("node").asText(),
                node.path("id").asInt(DeviceMessage.ALWAYS),
                node.path("sensor").asText(),
                parts);
    }

    /** The topics of all entries. A copy. */
    List<String> topics() {
        return List.copyOf(entries.keySet());
    }
}
