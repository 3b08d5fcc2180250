package org.otgwpi.otgw;

import org.otgwpi.otgw.console.MqttKeys;
import org.otgwpi.otgw.mqtt.MqttService;
import org.otgwpi.otgw.rest.MqttLink;

/** What the old API and the console ask of MQTT. */
record MqttAccess(MqttService mqtt) implements MqttLink, MqttKeys {

    @Override
    public boolean connected() {
        return mqtt.health().connected();
    }

    @Override
    public void publishDiscovery() {
        mqtt.announceEverything();
    }

    @Override
    public void reconnect() {
        mqtt.settingsChanged();
    }

    @Override
    public void announceSeen() {
        mqtt.announceAgain();
    }

    @Override
    public void announceAll() {
        mqtt.announceEverything();
    }
}
