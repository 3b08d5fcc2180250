package org.otgwpi.board;

import java.util.List;

/**
 * A network adapter as it is now. Immutable.
 *
 * @param name as the kernel calls it: {@code wlan0}
 * @param wireless true for Wi-Fi, false for a cable
 * @param mac hardware address with colons
 * @param network what it is connected to, or about to be; empty if nothing
 * @param addresses all of them, with the lengths of their networks
 * @param addressing how it gets its IPv4 address
 * @param problem a sentence on why the last attempt failed; empty if it did not
 */
public record NetworkAdapter(
        String name,
        boolean wireless,
        String mac,
        State state,
        String network,
        List<String> addresses,
        Addressing addressing,
        String problem) {

    /** What an adapter is doing. */
    public enum State {
        /** No cable, or the radio is off. */
        UNAVAILABLE,
        DISCONNECTED,
        CONNECTING,
        CONNECTED,
        /** It is the set-up access point. */
        ACCESS_POINT
    }

    public NetworkAdapter {
        addresses = List.copyOf(addresses);
    }
}
