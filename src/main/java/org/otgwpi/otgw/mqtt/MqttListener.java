package org.otgwpi.otgw.mqtt;

/** Who wants to see what is said to and by the broker. Must neither wait nor throw; any thread may call. */
public interface MqttListener {

    /** A message is handed to the connection. */
    default void published(String topic, String payload) {}

    /**
     * A message came from the broker.
     *
     * @param payload its first bytes
     * @param length how many it has
     */
    default void arrived(String topic, byte[] payload, int length) {}
}
