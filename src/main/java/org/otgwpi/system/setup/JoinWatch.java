package org.otgwpi.system.setup;

import org.otgwpi.board.NetworkAdapter;
import org.otgwpi.board.NetworkAdapter.State;

/**
 * Watches the radio while it joins the network that the user chose. NetworkManager tells why it gave up only for a moment
 * (the state "failed" is followed by "disconnected" without a reason), so an attempt that has begun and is over without a
 * connection counts as failed, too. Owned by one thread.
 */
final class JoinWatch {

    private static final String GAVE_UP = "The network did not let the device in, or gave no address: is the password right?";

    private final String name;
    private boolean begun;

    /** @param name the network's */
    JoinWatch(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    /** Whether the radio is in that network. */
    boolean works(NetworkAdapter radio) {
        return radio.state() == State.CONNECTED && radio.network().equals(name);
    }

    /** Looks at the radio: why it will not join, a sentence; empty as long as it may. */
    String failure(NetworkAdapter radio) {
        if (!radio.problem().isEmpty()) {
            return radio.problem();
        }
        if (radio.state() == State.CONNECTING && radio.network().equals(name)) {
            begun = true;
        }
        return begun && radio.state() == State.DISCONNECTED ? GAVE_UP : "";
    }
}
