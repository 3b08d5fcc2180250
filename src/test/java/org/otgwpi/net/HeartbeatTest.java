package org.otgwpi.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The timelines of otgw-http-ws 2.8, one pass a millisecond. */
final class HeartbeatTest {
    private static final long START = -5_000_000_000L;

    /** Runs until {@code endMillis} after accept; pongs come at the given times. */
    private static List<String> timeline(long endMillis, boolean canPing, Set<Long> pongs) {
        Heartbeat heartbeat = new Heartbeat(HeartbeatTiming.GATEWAY, START);
        List<String> events = new ArrayList<>();
        for (long t = 0; t <= endMillis; t++) {
            if (pongs.contains(t)) {
                heartbeat.pong(START + t * 1_000_000);
            }
            Heartbeat.Action action = heartbeat.tick(START + t * 1_000_000, canPing);
            if (action != Heartbeat.Action.NONE) {
                events.add(action + "@" + t);
            }
            if (action == Heartbeat.Action.DROP) {
                break;
            }
        }
        return events;
    }

    @Test
    void aHealthyClientIsPingedEvery15001Milliseconds() {
        assertEquals(
                List.of("PING@15001", "PING@30002", "PING@45003"),
                timeline(60_000, true, Set.of(1L, 15_002L, 30_003L, 45_004L)).subList(0, 3));
    }

    @Test
    void aClientThatNeverPongsIsPingedAt3002AndDroppedAt6003() {
        assertEquals(List.of("PING@3002", "DROP@6003"), timeline(60_000, true, Set.of()));
    }

    @Test
    void aClientThatStopsAnsweringIsDropped6003AfterTheUnansweredPing() {
        assertEquals(
                List.of("PING@15001", "PING@30002", "PING@33004", "DROP@36005"),
                timeline(60_000, true, Set.of(1L, 15_002L)));
    }

    @Test
    void aPongBetween3And6SecondsKeepsTheClient() {
        assertEquals(List.of("PING@15001", "PING@18003", "PING@33004"), timeline(33_004, true, Set.of(1L, 19_000L)));
    }

    @Test
    void aConnectionWithoutAHandshakeIsDroppedAt3002() {
        assertEquals(List.of("DROP@3002"), timeline(60_000, false, Set.of()));
    }

    @Test
    void sleepingUntilDueGivesTheSameTimeline() {
        Heartbeat heartbeat = new Heartbeat(HeartbeatTiming.GATEWAY, START);
        List<String> events = new ArrayList<>();
        long now = START;
        while (events.size() < 2) {
            now += heartbeat.dueInNanos(now);
            Heartbeat.Action action = heartbeat.tick(now, true);
            if (action != Heartbeat.Action.NONE) {
                events.add(action + "@" + (now - START) / 1_000_000);
            }
        }
        assertEquals(List.of("PING@3002", "DROP@6003"), events);
    }
}
