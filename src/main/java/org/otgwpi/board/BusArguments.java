package org.otgwpi.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Turns values in the JSON that {@code busctl} prints back into the words it takes as arguments: arrays and dictionaries
 * with their count in front, variants with their type.
 */
final class BusArguments {

    private final String signature;
    private final List<String> words = new ArrayList<>();
    private int at;

    private BusArguments(String signature) {
        this.signature = signature;
    }

    /**
     * The words for one value.
     *
     * @param signature one complete type
     * @throws IllegalArgumentException if the value is not of that type
     */
    static List<String> of(String signature, JsonNode value) {
        BusArguments arguments = new BusArguments(signature);
        arguments.write(value);
        if (arguments.at != signature.length()) {
            throw new IllegalArgumentException(signature + " is not one complete type");
        }
        return List.copyOf(arguments.words);
    }

    /** Writes the value whose type begins at {@link #at}, and leaves that behind the type. */
    private void write(JsonNode value) {
        char type = signature.charAt(at);
        switch (type) {
            case 'a' -> writeArray(value);
            case '(' -> writeStruct(value);
            case 'v' -> {
                at++;
                String inner = value.path("type").asText();
                words.add(inner);
                words.addAll(of(inner, value.path("data")));
            }
            default -> {
                at++;
                words.add(value.asText());
            }
        }
    }

    private void writeArray(JsonNode value) {
        at++;
        int element = at;
        words.add(Integer.toString(value.size()));
        if (signature.charAt(at) == '{') {
            for (Map.Entry<String, JsonNode> entry : value.properties()) {
                words.add(entry.getKey());
                at = element + 2;
                write(entry.getValue());
            }
        } else {
            for (JsonNode each : value) {
                at = element;
                write(each);
            }
        }
        at = element;
        skip();
    }

    private void writeStruct(JsonNode value) {
        at++;
        for (int i = 0; signature.charAt(at) != ')'; i++) {
            write(value.path(i));
        }
        at++;
    }

    /** Goes behind the complete type that begins at {@link #at}. */
    private void skip() {
        while (signature.charAt(at) == 'a') {
            at++;
        }
        int depth = 0;
        do {
            char type = signature.charAt(at++);
            if (type == '(' || type == '{') {
                depth++;
            } else if (type == ')' || type == '}') {
                depth--;
            }
        } while (depth > 0);
    }
}
