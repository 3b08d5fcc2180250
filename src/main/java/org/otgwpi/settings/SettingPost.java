package org.otgwpi.settings;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The name and the new value that the body of a settings POST asks for. The value may be empty; whether the setting may
 * be is for the store to say.
 */
public record SettingPost(String name, String value) {
    private static final int MAX_BYTES = 255;
    private static final int MAX_PIECES = 5;
    private static final int MAX_NAME_BYTES = 23;
    private static final int MAX_VALUE_BYTES = 99;

    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    /**
     * Reads a body: a JSON object as JSON, so that a value may hold any character (decisions 2, Q9), anything else as
     * the original splits it (otgw-http-ws 1.8.5).
     *
     * @return null if it does not hold a name and a value
     */
    public static @Nullable SettingPost parse(String body) {
        JsonNode object = jsonObject(body);
        return object == null ? split(body) : fromJson(object);
    }

    /** Reads a body that has to be a JSON object with a name and a value; null if it is not. */
    public static @Nullable SettingPost parseJson(String body) {
        JsonNode object = jsonObject(body);
        return object == null ? null : fromJson(object);
    }

    private static @Nullable JsonNode jsonObject(String body) {
        if (!body.strip().startsWith("{")) {
            return null;
        }
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static @Nullable SettingPost fromJson(JsonNode object) {
        String name = "";
        String value = null;
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            boolean scalar = field.getValue().isValueNode() && !field.getValue().isNull();
            if (field.getKey().equalsIgnoreCase("name")) {
                name = scalar ? field.getValue().asText().strip() : "";
            } else if (field.getKey().equalsIgnoreCase("value")) {
                value = scalar ? field.getValue().asText() : null;
            }
        }
        return name.isEmpty() || value == null ? null : new SettingPost(name, value);
    }

    private static @Nullable SettingPost split(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        String text = new String(Arrays.copyOf(bytes, Math.min(bytes.length, MAX_BYTES)), StandardCharsets.UTF_8);
        String bare = text.replaceAll("[{}\"]", "").trim();
        String name = "";
        String value = null;
        List<String> pieces = List.of(bare.split(",", -1));
        for (String piece : pieces.subList(0, Math.min(pieces.size(), MAX_PIECES))) {
            String[] parts = piece.trim().split(":", -1);
            if (parts.length < 2) {
                continue;
            }
            String what = parts[0].trim();
            String content = parts[1].trim();
            if (what.equalsIgnoreCase("name") && bytesOf(content) <= MAX_NAME_BYTES) {
                name = content;
            } else if (what.equalsIgnoreCase("value") && bytesOf(content) <= MAX_VALUE_BYTES) {
                value = content;
            }
        }
        return name.isEmpty() || value == null ? null : new SettingPost(name, value);
    }

    private static int bytesOf(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
