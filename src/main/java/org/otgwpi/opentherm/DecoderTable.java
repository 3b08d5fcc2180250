package org.otgwpi.opentherm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the resource decoders.json: what the log and MQTT show of each kind of frame. Immutable. */
final class DecoderTable {

    private static final String RESOURCE = "decoders.json";

    private final JsonNode decoders;
    private final Map<String, Map<String, String>> names = new LinkedHashMap<>();

    private DecoderTable(JsonNode root) {
        decoders = root.path("decoders");
        root.path("names").properties().forEach(list -> {
            Map<String, String> texts = new LinkedHashMap<>();
            list.getValue()
                    .properties()
                    .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
            names.put(list.getKey(), texts);
        });
    }

    /** @throws IOException if the resource is missing or no JSON */
    static DecoderTable load() throws IOException {
        try (InputStream in = DecoderTable.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("The resource " + RESOURCE + " is missing from the program; install it again.");
            }
            return new DecoderTable(new ObjectMapper().readTree(in));
        }
    }

    /**
     * The decoder called {@code name}, with the label and unit of one data id filled in.
     *
     * @throws IllegalArgumentException if there is none of that name, or its templates are faulty
     */
    Decoder decoder(String name, String label, String unit) {
        JsonNode node = decoders.path(name);
        if (node.isMissingNode()) {
            throw new IllegalArgumentException("there is no decoder '" + name + "' in " + RESOURCE);
        }
        if (node.has("log")) {
            return Decoder.ofOneFrame(name, side(node, label, unit));
        }
        return Decoder.ofTwoFrames(name, side(node.path("master"), label, unit), side(node.path("slave"), label, unit));
    }

    private Decoder.Side side(JsonNode node, String label, String unit) {
        List<Decoder.Topic> topics = new ArrayList<>();
        node.path("topics").properties().forEach(topic -> {
            Template payload = Template.parse(topic.getValue().asText(), names);
            topics.add(new Decoder.Topic(topic.getKey().replace("{label}", label), payload));
        });
        return new Decoder.Side(
                log(node.path("log"), label, unit), log(node.path("logAccepted"), label, unit), List.copyOf(topics));
    }

    private Template log(JsonNode text, String label, String unit) {
        return text.isMissingNode()
                ? Template.EMPTY
                : Template.parse(text.asText().replace("{label}", label).replace("{unit}", unit), names);
    }
}
