package org.otgwpi.otgw.mqtt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What Home Assistant (2024.11 and later) asks of MQTT discovery: required options, known names and abbreviations, and
 * which units and state classes go with which device class.
 */
final class HomeAssistantRules {

    private static final Pattern TOPIC = Pattern.compile("[^/]+/([a-z_]+)/(?:[a-zA-Z0-9_-]+/)?[a-zA-Z0-9_-]+/config");
    private static final Pattern PLACEHOLDER = Pattern.compile("%[a-z_]+%");

    private static final Map<String, String> ABBREVIATIONS = Map.ofEntries(
            Map.entry("act_t", "action_topic"),
            Map.entry("act_tpl", "action_template"),
            Map.entry("avty_t", "availability_topic"),
            Map.entry("cmd_t", "command_topic"),
            Map.entry("cmd_tpl", "command_template"),
            Map.entry("cmps", "components"),
            Map.entry("curr_temp_t", "current_temperature_topic"),
            Map.entry("dev", "device"),
            Map.entry("dev_cla", "device_class"),
            Map.entry("en", "enabled_by_default"),
            Map.entry("ent_cat", "entity_category"),
            Map.entry("mode_cmd_t", "mode_command_topic"),
            Map.entry("mode_cmd_tpl", "mode_command_template"),
            Map.entry("mode_stat_t", "mode_state_topic"),
            Map.entry("mode_stat_tpl", "mode_state_template"),
            Map.entry("o", "origin"),
            Map.entry("p", "platform"),
            Map.entry("pl_off", "payload_off"),
            Map.entry("pl_on", "payload_on"),
            Map.entry("pl_prs", "payload_press"),
            Map.entry("stat_cla", "state_class"),
            Map.entry("stat_off", "state_off"),
            Map.entry("stat_on", "state_on"),
            Map.entry("stat_t", "state_topic"),
            Map.entry("temp_cmd_t", "temperature_command_topic"),
            Map.entry("temp_cmd_tpl", "temperature_command_template"),
            Map.entry("temp_stat_t", "temperature_state_topic"),
            Map.entry("temp_unit", "temperature_unit"),
            Map.entry("uniq_id", "unique_id"),
            Map.entry("unit_of_meas", "unit_of_measurement"),
            Map.entry("val_tpl", "value_template"));

    private static final Map<String, String> DEVICE_ABBREVIATIONS =
            Map.of("ids", "identifiers", "mf", "manufacturer", "mdl", "model", "sw", "sw_version", "hw", "hw_version");

    private static final Set<String> COMMON = Set.of(
            "name", "unique_id", "device", "availability_topic", "entity_category", "enabled_by_default", "platform");

    private static final Map<String, Set<String>> OPTIONS = Map.of(
            "sensor",
            Set.of("state_topic", "device_class", "state_class", "unit_of_measurement", "value_template"),
            "binary_sensor",
            Set.of("state_topic", "device_class", "payload_on", "payload_off", "value_template"),
            "number",
            Set.of(
                    "command_topic",
                    "command_template",
                    "state_topic",
                    "device_class",
                    "unit_of_measurement",
                    "min",
                    "max",
                    "step",
                    "mode",
                    "value_template"),
            "select",
            Set.of("command_topic", "command_template", "state_topic", "value_template", "options"),
            "switch",
            Set.of("command_topic", "state_topic", "payload_on", "payload_off", "state_on", "state_off"),
            "button",
            Set.of("command_topic", "payload_press", "device_class"),
            "update",
            Set.of("state_topic", "device_class", "value_template"),
            "climate",
            Set.of(
                    "action_topic",
                    "action_template",
                    "current_temperature_topic",
                    "initial",
                    "max_temp",
                    "min_temp",
                    "mode_state_template",
                    "mode_state_topic",
                    "mode_command_topic",
                    "mode_command_template",
                    "modes",
                    "precision",
                    "temperature_command_topic",
                    "temperature_command_template",
                    "temperature_state_topic",
                    "temperature_unit",
                    "temp_step",
                    "payload_off",
                    "payload_on",
                    "optimistic"));

    private static final Map<String, Set<String>> REQUIRED = Map.of(
            "sensor", Set.of("state_topic"),
            "binary_sensor", Set.of("state_topic"),
            "number", Set.of("command_topic"),
            "select", Set.of("command_topic", "options"),
            "switch", Set.of("command_topic"),
            "button", Set.of("command_topic"),
            "update", Set.of("state_topic"),
            "climate", Set.of("temperature_command_topic", "temperature_state_topic"));

    private static final Map<String, Set<String>> SENSOR_UNITS = Map.of(
            "temperature", Set.of("°C", "°F", "K"),
            "pressure", Set.of("bar", "mbar", "Pa", "hPa", "kPa"),
            "power", Set.of("W", "kW"),
            "power_factor", Set.of("%", ""),
            "volume_flow_rate", Set.of("L/min", "m³/h", "L/h", "L/s"),
            "duration", Set.of("d", "h", "min", "s", "ms"),
            "carbon_dioxide", Set.of("ppm"));

    private static final Map<String, Set<String>> STATE_CLASSES = Map.of(
            "temperature", Set.of("measurement"),
            "pressure", Set.of("measurement"),
            "power", Set.of("measurement"),
            "power_factor", Set.of("measurement"),
            "volume_flow_rate", Set.of("measurement"),
            "duration", Set.of("measurement", "total", "total_increasing"),
            "carbon_dioxide", Set.of("measurement"));

    private static final Map<String, Set<String>> OTHER_CLASSES = Map.of(
            "binary_sensor", Set.of("problem", "running", "connectivity", "opening", "heat", "cold"),
            "button", Set.of("restart", "identify", "update"),
            "update", Set.of("firmware"),
            "number", Set.of("temperature"));

    private static final Set<String> MODES = Set.of("off", "heat", "cool", "heat_cool", "auto", "dry", "fan_only");

    private final ObjectMapper json = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> uniqueIds = new TreeSet<>();

    /** What is wrong with the messages given so far. */
    List<String> faults() {
        return faults;
    }

    Set<String> uniqueIds() {
        return uniqueIds;
    }

    /** Checks one configuration message. */
    void check(String topic, String payload) {
        var match = TOPIC.matcher(topic);
        if (!match.matches()) {
            faults.add(topic + ": no discovery topic");
            return;
        }
        try {
            JsonNode message = json.readTree(payload);
            if (PLACEHOLDER.matcher(payload).find()) {
                faults.add(topic + ": a placeholder is left");
            }
            if (match.group(1).equals("device")) {
                device(topic, message);
            } else {
                component(topic, match.group(1), message, true);
            }
        } catch (JsonProcessingException e) {
            faults.add(topic + ": no JSON: " + e.getOriginalMessage());
        }
    }

    private void device(String topic, JsonNode message) {
        message.fieldNames().forEachRemaining(key -> {
            if (!Set.of("dev", "o", "avty_t", "cmps").contains(key)) {
                faults.add(topic + ": " + key + " is no shared option");
            }
        });
        owner(topic, message.path("dev"));
        if (message.path("o").path("name").asText().isEmpty()) {
            faults.add(topic + ": no origin");
        }
        message.path("cmps").properties().forEach(part -> {
            String platform = part.getValue().path("p").asText();
            component(topic + " " + part.getKey(), platform, part.getValue(), false);
        });
    }

    private void owner(String where, JsonNode device) {
        boolean known = false;
        for (var field : device.properties()) {
            String name = DEVICE_ABBREVIATIONS.getOrDefault(field.getKey(), field.getKey());
            known |= name.equals("identifiers") || name.equals("connections");
            if (!Set.of("identifiers", "connections", "manufacturer", "model", "name", "sw_version", "hw_version")
                    .contains(name)) {
                faults.add(where + ": " + name + " is no option of a device");
            }
        }
        if (!known) {
            faults.add(where + ": a device without identifiers or connections");
        }
    }

    private void component(String where, String platform, JsonNode options, boolean single) {
        Map<String, JsonNode> named = new TreeMap<>();
        options.properties()
                .forEach(option ->
                        named.put(ABBREVIATIONS.getOrDefault(option.getKey(), option.getKey()), option.getValue()));
        if (named.size() != options.size()) {
            faults.add(where + ": an option stands there twice");
        }
        Set<String> allowed = OPTIONS.getOrDefault(platform, Set.of());
        named.keySet().stream()
                .filter(name -> !allowed.contains(name) && !COMMON.contains(name))
                .forEach(name -> faults.add(where + ": " + name + " is no option of " + platform));
        REQUIRED.getOrDefault(platform, Set.of("(a known platform)")).stream()
                .filter(name -> !named.containsKey(name))
                .forEach(name -> faults.add(where + ": lacks " + name));
        String unique = text(named, "unique_id");
        if (unique.isEmpty() || !uniqueIds.add(unique)) {
            faults.add(where + ": the unique id '" + unique + "' is missing or not unique");
        }
        if (single) {
            owner(where, named.getOrDefault("device", json.missingNode()));
        }
        topics(where, named);
        classes(where, platform, named);
        climate(where, platform, named);
        ranges(where, platform, named);
        if (!Set.of("", "diagnostic", "config").contains(text(named, "entity_category"))
                || (platform.endsWith("sensor")
                        && text(named, "entity_category").equals("config"))) {
            faults.add(where + ": the entity category does not fit");
        }
    }

    private void topics(String where, Map<String, JsonNode> named) {
        named.forEach((name, value) -> {
            if (name.endsWith("_topic")
                    && (value.asText().isEmpty() || value.asText().matches(".*[+#].*"))) {
                faults.add(where + ": " + name + " is no topic");
            }
        });
    }

    private void classes(String where, String platform, Map<String, JsonNode> named) {
        String deviceClass = text(named, "device_class");
        String unit = text(named, "unit_of_measurement");
        String stateClass = text(named, "state_class");
        if (!Set.of("", "measurement", "total", "total_increasing").contains(stateClass)) {
            faults.add(where + ": no such state class: " + stateClass);
        }
        if (deviceClass.isEmpty()) {
            return;
        }
        if (platform.equals("sensor")) {
            if (!SENSOR_UNITS.getOrDefault(deviceClass, Set.of()).contains(unit)) {
                faults.add(where + ": unit '" + unit + "' does not fit " + deviceClass);
            }
            if (!stateClass.isEmpty()
                    && !STATE_CLASSES.getOrDefault(deviceClass, Set.of()).contains(stateClass)) {
                faults.add(where + ": state class " + stateClass + " does not fit " + deviceClass);
            }
        } else if (!OTHER_CLASSES.getOrDefault(platform, Set.of()).contains(deviceClass)) {
            faults.add(where + ": no device class of " + platform + ": " + deviceClass);
        }
    }

    private void climate(String where, String platform, Map<String, JsonNode> named) {
        if (!platform.equals("climate")) {
            return;
        }
        for (JsonNode mode : named.getOrDefault("modes", json.createArrayNode())) {
            if (!MODES.contains(mode.asText())) {
                faults.add(where + ": no climate mode: " + mode);
            }
        }
        if (!Set.of(0.1, 0.5, 1.0).contains(number(named, "precision"))) {
            faults.add(where + ": the precision must be 0.1, 0.5 or 1");
        }
        if (number(named, "min_temp") >= number(named, "max_temp")) {
            faults.add(where + ": the range of temperatures is empty");
        }
    }

    private void ranges(String where, String platform, Map<String, JsonNode> named) {
        if (platform.equals("number") && number(named, "min") >= number(named, "max")) {
            faults.add(where + ": the range of numbers is empty");
        }
        if (platform.equals("select")) {
            Set<String> options = new TreeSet<>();
            JsonNode given = named.getOrDefault("options", json.createArrayNode());
            given.forEach(option -> options.add(option.asText()));
            if (options.size() != given.size() || options.contains("")) {
                faults.add(where + ": options are empty or twice there");
            }
        }
    }

    private static double number(Map<String, JsonNode> named, String name) {
        JsonNode node = named.get(name);
        return node == null ? Double.NaN : node.asDouble();
    }

    private static String text(Map<String, JsonNode> named, String name) {
        JsonNode node = named.get(name);
        return node == null ? "" : node.asText();
    }
}
