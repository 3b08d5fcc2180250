package org.otgwpi.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Timelines of railhub-remote-echo D.4, waking up only when something is due. */
final class LivenessTest {
    private static final long START = -7_000_000_000L;

    private static List<String> timeline(long endMillis, boolean canPing, Set<Long> pongs) {
        LifeSigns liveness = Liveness.Timing.ECHO.begin(START);
        List<String> events = new ArrayList<>();
        long due = 0;
        for (long t = 0; t <= endMillis; t++) {
            long now = START + t * 1_000_000;
            if (pongs.contains(t)) {
                liveness.pong(now);
            }
            if (t < due) {
                continue;
            }
            Heartbeat.Action action = liveness.tick(now, canPing);
            if (action != Heartbeat.Action.NONE) {
                events.add(action + "@" + t);
            }
            if (action == Heartbeat.Action.DROP) {
                break;
            }
            due = t + liveness.dueInNanos(now) / 1_000_000;
        }
        return events;
    }

    @Test
    void aSilentClientIsPingedOnceAfterFiveSecondsAndDroppedAfterTen() {
        assertEquals(List.of("PING@5000", "DROP@10000"), timeline(60_000, true, Set.of()));
    }

    @Test
    void aClientThatAnswersIsPingedEveryFiveSeconds() {
        assertEquals(
                List.of("PING@5000", "PING@10001", "PING@15002"),
                timeline(16_000, true, Set.of(5_001L, 10_002L, 15_003L)));
    }

    @Test
    void aClientThatStopsAnsweringIsDroppedTenSecondsAfterItsLastPong() {
        assertEquals(List.of("PING@5000", "PING@14000", "DROP@19000"), timeline(60_000, true, Set.of(9_000L)));
    }

    @Test
    void aConnectionWithoutAHandshakeIsDroppedAfterTenSeconds() {
        assertEquals(List.of("DROP@10000"), timeline(60_000, false, Set.of()));
    }

    @Test
    void aHubPingsItsSilentClientOnceAndThenCutsIt() {
        AtomicLong clock = new AtomicLong(START);
        HubOptions options = new HubOptions(
                "test", false, Liveness.Timing.ECHO, null, 0, 100, true, CloseReply.EMPTY, 4, 1000, 10_000);
        WebSocketHub hub = new WebSocketHub(options, () -> 0, HubListener.NONE, clock::get);
        MemoryTransport transport = new MemoryTransport(100);
        hub.accept(transport, "test", new byte[0], null);
        assertEquals(5_000_000_000L, hub.dueInNanos(clock.get()));
        clock.addAndGet(5_000_000_000L);
        hub.tick(clock.get());
        assertArrayEquals(new byte[] {(byte) 0x89, 0}, transport.taken());
        assertEquals(5_000_000_000L, hub.dueInNanos(clock.get()));
        clock.addAndGet(5_000_000_000L);
        hub.tick(clock.get());
        assertTrue(transport.closed);
        assertEquals(0, transport.taken().length, "no close frame to someone who does not listen");
        assertEquals(1, hub.statistics().departures().get(Departure.SILENT));
    }
}
