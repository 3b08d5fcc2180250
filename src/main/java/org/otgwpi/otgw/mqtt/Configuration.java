package org.otgwpi.otgw.mqtt;

import org.otgwpi.settings.Settings;

/**
 * What the user chose, as far as MQTT goes. Immutable.
 *
 * @param device discovery by one device message
 * @param rebootDetection whether Home Assistant counts as restarted only after it was away
 */
record Configuration(
        boolean enabled,
        Names names,
        LinkOptions link,
        boolean rawFrames,
        boolean retain,
        boolean rebootDetection,
        boolean bySource,
        boolean device,
        boolean sensors,
        boolean pulses) {

    static Configuration of(Settings settings, DeviceFacts facts, long answerMillis) {
        Names names = Names.of(settings, facts.version());
        LinkOptions link = new LinkOptions(
                settings.text("mqttbroker"),
                settings.integer("mqttbrokerport"),
                settings.text("mqttuser"),
                settings.text("mqttpasswd"),
                settings.bool("mqtttls"),
                settings.text("mqttcafile"),
                "OTGW" + facts.macAddress(),
                names.values(),
                answerMillis);
        return new Configuration(
                settings.bool("mqttenable"),
                names,
                link,
                settings.bool("mqttotmessage"),
                settings.bool("mqttretain"),
                settings.bool("mqttharebootdetection"),
                settings.bool("mqttsourcetopics"),
                settings.text("mqttdiscovery").equals("device"),
                settings.bool("gpiosensorsenabled"),
                settings.bool("s0counterenabled"));
    }

    /** Why no connection can be made with this, as a sentence; an empty text if one can. */
    String problem() {
        String unusable = names.problem();
        if (unusable != null) {
            return unusable;
        }
        if (link.host().isBlank()) {
            return "No MQTT broker is named: enter its address as mqttbroker.";
        }
        return link.port() == 0 ? "The port of the MQTT broker is not set: enter it as mqttbrokerport." : "";
    }
}
