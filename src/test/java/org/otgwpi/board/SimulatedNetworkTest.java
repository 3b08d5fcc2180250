package org.otgwpi.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.otgwpi.board.NetworkAdapter.State;

final class SimulatedNetworkTest {

    private final AtomicLong nanos = new AtomicLong();
    private final SimulatedNetwork network = new SimulatedNetwork(nanos::get);

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private NetworkAdapter radio() {
        return network.view().radio().orElseThrow();
    }

    @Test
    void joiningTakesSomeSecondsAndIsRemembered() {
        network.join("Home", "correct horse", false);
        assertEquals(State.CONNECTING, radio().state());
        pass(5);
        assertEquals(State.CONNECTED, radio().state());
        assertTrue(
                network.view().saved().stream().anyMatch(saved -> saved.name().equals("Home") && saved.active()));
    }

    @Test
    void aWrongPasswordFailsWithASentence() {
        network.join("Home", "wrong horse", false);
        pass(5);
        assertEquals(State.DISCONNECTED, radio().state());
        assertTrue(radio().problem().contains("password"));
    }

    @Test
    void whatIsNotKeptIsUndoneWhenItsTimeIsOver() throws IOException {
        network.join("Home", "correct horse", false);
        pass(5);
        String protection = network.protect("wlan0", 60);
        network.join("Guests", "", false);
        network.address("eth0", Addressing.manual("10.0.0.2/8", "", List.of()));
        pass(59);
        assertEquals("Guests", radio().network());
        pass(1);
        assertEquals("Home", radio().network());
        assertFalse(network.view().adapter("eth0").orElseThrow().addressing().manual());
        assertThrows(IOException.class, () -> network.keep(protection));
    }

    @Test
    void whatIsKeptStays() throws IOException {
        String protection = network.protect(null, 60);
        network.join("Guests", "", false);
        network.keep(protection);
        pass(100);
        assertEquals("Guests", radio().network());
    }

    @Test
    void theDeviceIsOnlineByCableOrWifiButNotByItsOwnAccessPoint() {
        assertTrue(network.online());
        network.plug(false);
        assertFalse(network.online());
        network.openAccessPoint();
        assertFalse(network.online());
        network.join("Guests", "", false);
        pass(5);
        assertTrue(network.online());
    }
}
