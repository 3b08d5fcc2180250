package org.otgwpi.otgw.console;

/** What the console's keys do with MQTT. Called on a thread of its own, one call at a time. */
public interface MqttKeys {

    /** MQTT that is not there. */
    MqttKeys NONE = new MqttKeys() {};

    /** True while there is a connection to the broker. */
    default boolean connected() {
        return false;
    }

    /** How many messages were given up so far. */
    default long lost() {
        return 0;
    }

    /** Connects to the broker anew. */
    default void reconnect() {}

    /** Publishes Home Assistant discovery for the data ids seen so far; nothing without a connection. */
    default void announceSeen() {}

    /** Publishes Home Assistant discovery for all data ids; nothing without a connection. */
    default void announceAll() {}
}
