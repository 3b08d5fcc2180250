package org.otgwpi.board;

import java.util.List;
import java.util.Optional;

/**
 * The networks of this device at one moment. Immutable.
 *
 * @param inReach strongest first, each name once
 * @param saved without the set-up access point
 */
public record NetworkView(List<NetworkAdapter> adapters, List<WirelessNetwork> inReach, List<SavedNetwork> saved) {

    public NetworkView {
        adapters = List.copyOf(adapters);
        inReach = List.copyOf(inReach);
        saved = List.copyOf(saved);
    }

    /** The first Wi-Fi adapter. */
    public Optional<NetworkAdapter> radio() {
        return adapters.stream().filter(NetworkAdapter::wireless).findFirst();
    }

    /** The adapter of this name. */
    public Optional<NetworkAdapter> adapter(String name) {
        return adapters.stream().filter(adapter -> adapter.name().equals(name)).findFirst();
    }
}
