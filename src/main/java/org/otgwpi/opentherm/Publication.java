package org.otgwpi.opentherm;

/**
 * One value as it goes to the MQTT broker.
 *
 * @param topic relative to the name space, without a slash at its start
 */
public record Publication(String topic, String payload) {}
