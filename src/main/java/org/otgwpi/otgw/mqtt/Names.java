package org.otgwpi.otgw.mqtt;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.otgwpi.settings.Settings;

/**
 * Under which names this gateway stands at the broker and in Home Assistant (otgw-core 5.2). Immutable.
 *
 * @param topTopic without a slash at its end
 * @param prefix of the discovery topics
 * @param version as discovery shows it
 */
record Names(String topTopic, String nodeId, String prefix, String hostName, String version) {

    /** Home Assistant announces itself here, whatever the discovery prefix is (otgw-core 5.3). */
    static final String BIRTH_TOPIC = "homeassistant/status";

    private static final Pattern NO_OBJECT_ID = Pattern.compile("[^a-zA-Z0-9_-]");

    static Names of(Settings settings, String version) {
        String top = settings.text("mqtttoptopic");
        return new Names(
                top.endsWith("/") ? top.substring(0, top.length() - 1) : top,
                settings.text("mqttuniqueid"),
                settings.text("mqtthaprefix"),
                settings.text("hostname"),
                version);
    }

    /** Where values are published; itself the topic of {@code online} and {@code offline}. */
    String values() {
        return topTopic + "/value/" + nodeId;
    }

    /** Where commands are taken. */
    String commands() {
        return topTopic + "/set/" + nodeId;
    }

    /** The whole topic of a value. */
    String value(String topic) {
        return values() + "/" + topic;
    }

    /** The topic of the device message. */
    String deviceTopic() {
        return prefix + "/device/" + NO_OBJECT_ID.matcher(nodeId).replaceAll("_") + "/config";
    }

    /** What makes these names useless as topics, as a sentence; null if nothing does. */
    @Nullable
    String problem() {
        if (holdsWildcard(topTopic)) {
            return "The setting mqtttoptopic is part of topics and must not contain + or #.";
        }
        if (holdsWildcard(nodeId)) {
            return "The setting mqttuniqueid is part of topics and must not contain + or #.";
        }
        return holdsWildcard(prefix) ? "The setting mqtthaprefix is part of topics and must not contain + or #." : null;
    }

    private static boolean holdsWildcard(String text) {
        return text.indexOf('+') >= 0 || text.indexOf('#') >= 0;
    }
}
