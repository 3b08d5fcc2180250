package org.otgwpi.net;

import java.util.List;

/**
 * What the user of a {@link WebSocketHub} is told. {@code opened} and {@code closed} are called under the hub's lock:
 * they must be quick and take no lock under which anyone calls the hub.
 */
public interface HubListener {
    /** Does nothing. */
    HubListener NONE = new HubListener() {};

    /** A client was accepted. The returned texts reach it before anything that is published later. */
    default List<byte[]> opened(WebSocketClient client) {
        return List.of();
    }

    /** A client that had been accepted is gone. */
    default void closed(WebSocketClient client, Departure why) {}

    /** A client sent a pong; called as {@link #message} is, and only where messages are delivered. */
    default void pong(WebSocketClient client, byte[] payload) {}

    /** A client sent a message; called on the I/O thread, without the hub's lock. */
    default void message(WebSocketClient client, boolean text, byte[] payload) {}
}
