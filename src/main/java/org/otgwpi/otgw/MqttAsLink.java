package org.otgwpi.otgw;

import org.otgwpi.otgw.mqtt.MqttService;
import org.otgwpi.otgw.rest.MqttLink;

/** What the old API asks of MQTT. */
record MqttAsLink(MqttService mqtt) implements MqttLink {

    @Override
    public boolean connected() {
        return mqtt.health().connected();
    }

    @Override
    public void publishDiscovery() {
        mqtt.announceEverything();
    }
}
