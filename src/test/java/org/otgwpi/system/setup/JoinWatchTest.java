package org.otgwpi.system.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.otgwpi.board.Addressing;
import org.otgwpi.board.NetworkAdapter;
import org.otgwpi.board.NetworkAdapter.State;

final class JoinWatchTest {

    private final JoinWatch watch = new JoinWatch("Home");

    private static NetworkAdapter radio(State state, String network, String problem) {
        return new NetworkAdapter(
                "wlan0", true, "02:00:00:00:00:00", state, network, List.of(), Addressing.AUTOMATIC, problem);
    }

    @Test
    void anAttemptThatIsOverWithoutAReasonHasFailed() {
        assertEquals("", watch.failure(radio(State.ACCESS_POINT, "otgw-setup", "")));
        assertEquals("", watch.failure(radio(State.DISCONNECTED, "", "")), "it has not begun");
        assertEquals("", watch.failure(radio(State.CONNECTING, "Home", "")));
        assertTrue(watch.failure(radio(State.DISCONNECTED, "", "")).contains("password"));
    }

    @Test
    void theReasonIsTheSystemsIfItHasOne() {
        watch.failure(radio(State.CONNECTING, "Home", ""));
        assertEquals("No address.", watch.failure(radio(State.DISCONNECTED, "", "No address.")));
    }

    @Test
    void itWorksInThatNetworkOnly() {
        assertFalse(watch.works(radio(State.CONNECTED, "Guests", "")));
        assertFalse(watch.works(radio(State.CONNECTING, "Home", "")));
        assertTrue(watch.works(radio(State.CONNECTED, "Home", "")));
    }
}
