package org.otgwpi.otgw.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything Home Assistant is told of, in one message for the whole device, as Home Assistant 2024.11 and later read it
 * (its MQTT integration, "Device discovery payload"). Unique ids are those of the original, so entities keep their
 * history. Immutable.
 */
final class DeviceMessage {

    /** Entities that come with no data id. */
    static final int ALWAYS = -1;

    private static final String TEXT = "text ";
    private static final int COLUMNS = 5;

    /** A component of the message: what it is, and with which data id it comes. */
    record Part(int id, ObjectNode options) {}

    private record Addition(int id, String platform, String key, String uniqueSuffix, String options) {}

    private final ObjectMapper json = new ObjectMapper();
    private final EntityTable entities;
    private final List<Addition> additions;

    private DeviceMessage(EntityTable entities, List<Addition> additions) {
        this.entities = entities;
        this.additions = List.copyOf(additions);
    }

    static DeviceMessage load(EntityTable entities) {
        Map<String, String> texts = new HashMap<>();
        List<Addition> additions = new ArrayList<>();
        for (String line : TextTable.lines("device-entities.txt")) {
            if (line.startsWith(TEXT)) {
                List<String> cells = TextTable.cells(line.substring(TEXT.length()), 2);
                texts.put(cells.get(0), cells.get(1));
            } else {
                List<String> cells = TextTable.cells(line, COLUMNS);
                additions.add(new Addition(
                        cells.get(0).equals("always") ? ALWAYS : Integer.parseInt(cells.get(0)),
                        cells.get(1),
                        cells.get(2),
                        cells.get(3).equals("=") ? cells.get(2) : cells.get(3),
                        JsonText.fill(cells.get(4), texts)));
            }
        }
        return new DeviceMessage(entities, additions);
    }

    /**
     * The components by their keys, in order.
     *
     * @param ids the data ids that were seen
     * @param sensors the addresses of the temperature sensors
     */
    Map<String, Part> parts(Names names, BitSet ids, Set<String> sensors) {
        Map<String, Part> parts = new LinkedHashMap<>();
        for (Entity entity : entities.all()) {
            Entity.Ours ours = entity.ours();
            if (ours == null) {
                continue;
            }
            if (entity.id() == Outbox.SENSORS) {
                for (String sensor : sensors) {
                    parts.put(sensor, new Part(entity.id(), Entity.component(entity, ours, names, sensor)));
                }
            } else if (ids.get(entity.id())) {
                parts.put(entity.objectId(), new Part(entity.id(), Entity.component(entity, ours, names, "")));
            }
        }
        for (Addition addition : additions) {
            if (addition.id == ALWAYS || ids.get(addition.id)) {
                parts.put(addition.key, new Part(addition.id, component(addition, names)));
            }
        }
        return parts;
    }

    /** True if something comes with this data id. */
    boolean has(int id) {
        return additions.stream().anyMatch(addition -> addition.id == id)
                || entities.of(id).stream().anyMatch(entity -> entity.ours() != null);
    }

    /**
     * The whole message.
     *
     * @param components what {@link #parts} gave; one of only {@code p} takes a component away
     */
    String payload(Names names, Map<String, ObjectNode> components) {
        ObjectNode message = json.createObjectNode();
        message.putObject("dev")
                .put("ids", names.nodeId())
                .put("name", "OpenTherm Gateway (" + names.hostName() + ")")
                .put("mf", "Schelte Bron")
                .put("mdl", "otgw-nodo")
                .put("sw", names.version());
        message.putObject("o").put("name", "otgw-pi").put("sw", names.version());
        message.put("avty_t", names.values());
        ObjectNode parts = message.putObject("cmps");
        components.forEach(parts::set);
        try {
            return json.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The device message cannot be written as JSON", e);
        }
    }

    private ObjectNode component(Addition addition, Names names) {
        try {
            ObjectNode node = json.createObjectNode()
                    .put("p", addition.platform)
                    .put("uniq_id", names.nodeId() + "-" + addition.uniqueSuffix);
            node.setAll((ObjectNode) json.readTree(JsonText.fill(addition.options, Entity.fields(names, ""))));
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("device-entities.txt: the options of " + addition.key + " are no JSON", e);
        }
    }
}
