package org.otgwpi.otgw.rest;

/** What the old API knows of MQTT. Safe for any thread. */
public interface MqttLink {

    /** MQTT is switched off. */
    MqttLink NONE = new MqttLink() {
        @Override
        public boolean connected() {
            return false;
        }

        @Override
        public void publishDiscovery() {}
    };

    boolean connected();

    /** Publishes everything for Home Assistant's discovery again. Returns at once; does nothing while MQTT is off. */
    void publishDiscovery();
}
