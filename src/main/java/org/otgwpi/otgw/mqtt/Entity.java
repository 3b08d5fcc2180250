package org.otgwpi.otgw.mqtt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that Home Assistant shows, as a row of entities.txt. Immutable. Texts may hold {@code %sensor_id%}.
 *
 * @param id the data id with which it is announced, or {@link Outbox#PULSES} or {@link Outbox#SENSORS}
 * @param payload JSON with the fields of {@link #fields}
 * @param uniqueSuffix its unique id is this behind the node id
 * @param state the topic of its state, below that of the values
 * @param ours what the device message says of it, or null if it is not there
 */
record Entity(
        int id,
        String component,
        String objectId,
        String payload,
        String uniqueSuffix,
        String state,
        @Nullable Ours ours) {

    /** What the device message says; empty texts are left out. */
    record Ours(String name, String deviceClass, String stateClass, String unit, String category) {}

    /** The topic of the original's configuration message (otgw-core 5.10). */
    String topic(Names names, String sensor) {
        return names.prefix() + "/" + component + "/" + names.nodeId() + "/" + objectId.replace("%sensor_id%", sensor)
                + "/config";
    }

    /** The original's configuration message. */
    String payload(Names names, String sensor) {
        return JsonText.fill(payload, fields(names, sensor));
    }

    /** The names of this gateway that stand in payloads (otgw-core 5.8). */
    static Map<String, String> fields(Names names, String sensor) {
        return Map.of(
                "node_id", names.nodeId(),
                "sensor_id", sensor,
                "hostname", names.hostName(),
                "version", names.version(),
                "mqtt_pub_topic", names.values(),
                "mqtt_sub_topic", names.commands());
    }

    /** Its part of the device message. */
    static ObjectNode component(Entity entity, Ours ours, Names names, String sensor) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("p", entity.component);
        node.put("uniq_id", names.nodeId() + "-" + entity.uniqueSuffix.replace("%sensor_id%", sensor));
        node.put("name", ours.name.replace("%sensor_id%", sensor));
        node.put("stat_t", names.value(entity.state.replace("%sensor_id%", sensor)));
        putUnlessEmpty(node, "dev_cla", ours.deviceClass);
        putUnlessEmpty(node, "stat_cla", ours.stateClass);
        putUnlessEmpty(node, "unit_of_meas", ours.unit);
        putUnlessEmpty(node, "ent_cat", ours.category);
        return node;
    }

    private static void putUnlessEmpty(ObjectNode node, String key, String value) {
        if (!value.isEmpty()) {
            node.put(key, value);
        }
    }
}
