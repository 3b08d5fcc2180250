package org.otgwpi.railhub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The members of a request's JSON, read with the tolerance of the original (railhub-remote-echo A.14): what is missing
 * or of another type counts as something. Immutable.
 */
final class JsonMembers {

    private static final long MOST_UNSIGNED = 0xFFFF_FFFFL;
    private static final int DEEPEST = 10;

    private static final ObjectReader JSON = reader();

    private final JsonNode document;

    private JsonMembers(JsonNode document) {
        this.document = document;
    }

    private static ObjectReader reader() {
        JsonMapper mapper = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
                .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
                .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build());
        return mapper.readerFor(JsonNode.class);
    }

    /** Reads a body; empty if it is no JSON or nested too deeply. What stands behind the document is ignored. */
    static Optional<JsonMembers> read(byte[] body) {
        try {
            JsonNode document = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            return document == null || document.isMissingNode()
                    ? Optional.empty()
                    : Optional.of(new JsonMembers(document));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** A document without members. */
    static JsonMembers none() {
        return new JsonMembers(JsonNodeFactory.instance.objectNode());
    }

    JsonNode get(String name) {
        return document.path(name);
    }

    /** A signed 32-bit number; 0 for whatever is none. */
    int integer(String name) {
        return (int) number(get(name), Integer.MIN_VALUE, Integer.MAX_VALUE);
    }

    /** An unsigned 8-bit number; 0 for whatever is none. */
    int octet(String name) {
        return (int) number(get(name), 0, 255);
    }

    /** An unsigned 32-bit number; 0 for whatever is none. */
    long unsigned(String name) {
        return number(get(name), 0, MOST_UNSIGNED);
    }

    /** False if it is missing, null, false or zero; everything else is true. */
    boolean flag(String name) {
        JsonNode node = get(name);
        if (node.isNumber()) {
            return node.isIntegralNumber() ? node.bigIntegerValue().signum() != 0 : node.doubleValue() != 0;
        }
        return node.isBoolean() ? node.booleanValue() : !node.isMissingNode() && !node.isNull();
    }

    /** Percent, clamped; 100 for whatever is no whole 32-bit number. */
    int percent(String name) {
        JsonNode node = get(name);
        return node.isIntegralNumber() && node.canConvertToInt() ? Math.clamp(node.intValue(), 0, 100) : 100;
    }

    /** A text as it stands; of everything else its JSON. */
    String text(String name) {
        JsonNode node = get(name);
        return node.isMissingNode() ? "null" : node.isTextual() ? node.textValue() : node.toString();
    }

    /** A whole number between these, written without point or exponent; null if it is none. */
    static @Nullable Long whole(JsonNode node, long least, long most) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            return null;
        }
        long number = node.longValue();
        return number < least || number > most ? null : number;
    }

    static @Nullable Long unsigned(JsonNode node) {
        return whole(node, 0, MOST_UNSIGNED);
    }

    private static long number(JsonNode node, long least, long most) {
        if (node.isBoolean()) {
            return node.booleanValue() ? 1 : 0;
        }
        if (node.isTextual()) {
            return within(decimal(node.textValue()), least, most);
        }
        if (node.isIntegralNumber()) {
            return within(new BigDecimal(node.bigIntegerValue()), least, most);
        }
        return node.isNumber() && Double.isFinite(node.doubleValue())
                ? within(BigDecimal.valueOf(node.doubleValue()), least, most)
                : 0;
    }

    private static BigDecimal decimal(String text) {
        return text.matches("[+-]?(\\d{1,18}(\\.\\d{0,18})?|\\.\\d{1,18})([eE][+-]?\\d{1,2})?")
                ? new BigDecimal(text.endsWith(".") ? text + "0" : text)
                : BigDecimal.ZERO;
    }

    /** The whole part, or 0 if it does not fit. */
    private static long within(BigDecimal number, long least, long most) {
        BigInteger whole = number.toBigInteger();
        return whole.compareTo(BigInteger.valueOf(least)) < 0 || whole.compareTo(BigInteger.valueOf(most)) > 0
                ? 0
                : whole.longValueExact();
    }
}
