package org.otgwpi.board;

/**
 * A Wi-Fi in reach. Immutable.
 *
 * @param name its SSID as text
 * @param signalPercent of its strongest access point, 0 to 100
 * @param active true if an adapter is connected to it
 * @param saved true if the device knows how to join it
 */
public record WirelessNetwork(String name, int signalPercent, Security security, boolean active, boolean saved) {

    /** What it takes to join it. */
    public enum Security {
        OPEN,
        /** A password. */
        WPA,
        /** A password, by WPA3 only. */
        WPA3,
        /** A user name or a certificate: not supported. */
        ENTERPRISE,
        /** WEP: not supported. */
        OUTDATED
    }
}
