package org.otgwpi.otgw;

import java.nio.charset.StandardCharsets;
import org.otgwpi.otgw.console.DebugConsole;
import org.otgwpi.otgw.console.Topic;
import org.otgwpi.otgw.mqtt.MqttListener;

/** Shows what is said to and by the broker on the console. */
record MqttToConsole(DebugConsole console) implements MqttListener {

    /** Of a longer payload, as Home Assistant's configurations are, this much says enough. */
    private static final int MOST_CHARACTERS = 120;

    @Override
    public void published(String topic, String payload) {
        if (console.shows(Topic.MQTT)) {
            print("sendMQTT", "Sent ", topic, payload);
        }
    }

    @Override
    public void arrived(String topic, byte[] payload, int length) {
        if (console.shows(Topic.MQTT)) {
            print("handleMQTT", "Received ", topic, new String(payload, StandardCharsets.UTF_8));
        }
    }

    private void print(String part, String what, String topic, String payload) {
        String shown = payload.length() <= MOST_CHARACTERS ? payload : payload.substring(0, MOST_CHARACTERS) + " ...";
        console.print(Topic.MQTT, part, (what + topic + ": " + shown).replaceAll("\\p{Cntrl}", "?"));
    }
}
