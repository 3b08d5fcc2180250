package org.otgwpi.board;

/**
 * A network that the device knows how to join. Immutable.
 *
 * @param id by which it is forgotten
 * @param name SSID of a Wi-Fi, else the name of its profile
 * @param active true if an adapter is connected to it
 */
public record SavedNetwork(String id, String name, boolean wireless, boolean active) {}
