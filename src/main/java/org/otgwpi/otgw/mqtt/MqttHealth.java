package org.otgwpi.otgw.mqtt;

/**
 * How MQTT is doing. Immutable.
 *
 * @param enabled the user wants it
 * @param connected the broker accepted us
 * @param sentence what is so, and what the user can do if it is wrong
 */
public record MqttHealth(boolean enabled, boolean connected, String sentence) {

    static final MqttHealth OFF = new MqttHealth(false, false, "MQTT is switched off.");
}
