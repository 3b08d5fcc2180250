package org.otgwpi.otgw.console;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.gateway.Presence;

/** The console's help and status (otgw-http-ws 7.6.1). Immutable. */
final class HelpScreen {

    private static final int BOILER_TEMPERATURE = 25;
    private static final int ROOM_TEMPERATURE = 24;
    private static final int ROOM_SETPOINT = 16;
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("dd-MM-yyyy", Locale.ROOT);

    private final List<String> lines = ResourceLines.of("help.txt");
    private final ConsoleFacts facts;

    HelpScreen(ConsoleFacts facts) {
        this.facts = facts;
    }

    /** @param prefix what stands in front of the lines of the hash check */
    String text(GatewayState gateway, boolean mqttConnected, Topics topics, String prefix) {
        Map<String, String> values = new HashMap<>();
        values.put("prefix", prefix);
        values.put("version", facts.version());
        values.put("built", DATE.format(facts.built().atOffset(ZoneOffset.UTC)));
        values.put("commit", facts.version().substring(facts.version().indexOf('+') + 1));
        putGateway(values, gateway);
        values.put("network", facts.networkUp().getAsBoolean() ? "Connected" : "Disconnected");
        values.put("mqtt", String.valueOf(mqttConnected));
        for (Topic topic : Topic.values()) {
            values.put("debug" + topic.key(), String.valueOf(topics.shows(topic)));
        }
        StringBuilder text = new StringBuilder();
        for (String line : lines) {
            text.append(PLACE.matcher(line).replaceAll(place -> value(values, place.group(1))))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static void putGateway(Map<String, String> values, GatewayState gateway) {
        GatewayState.Chip chip = gateway.chip();
        String version = chip.version();
        values.put("device", chip.device());
        values.put("type", chip.type());
        values.put("firmware", version == null ? chip.device() : version);
        values.put("online", String.valueOf(gateway.online()));
        values.put("thermostat", String.valueOf(gateway.thermostat() == Presence.CONNECTED));
        values.put("boiler", String.valueOf(gateway.boiler() == Presence.CONNECTED));
        values.put("gateway", String.valueOf(gateway.mode() == GatewayState.Mode.GATEWAY));
        values.put("boilerTemperature", tenths(gateway.values().word(BOILER_TEMPERATURE)));
        values.put("roomTemperature", tenths(gateway.values().word(ROOM_TEMPERATURE)));
        values.put("roomSetpoint", tenths(gateway.values().word(ROOM_SETPOINT)));
    }

    private static String value(Map<String, String> values, String name) {
        return Matcher.quoteReplacement(
                Objects.requireNonNull(values.get(name), () -> "the help text names {" + name + "}"));
    }

    /** An f8.8 number as C prints a float with {@code %.1f}, after the original rounded it to hundredths. */
    static String tenths(int word) {
        float hundredths = ((Math.abs((short) word) * 100 + 128) >> 8) / 100f;
        String text =
                new BigDecimal(hundredths).setScale(1, RoundingMode.HALF_EVEN).toPlainString();
        return (short) word < 0 ? "-" + text : text;
    }
}
