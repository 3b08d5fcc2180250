package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SessionTest {

    private static final long SECOND = 1_000_000_000L;

    private final Session session = new Session(new Backoff(SECOND, 42 * SECOND, () -> 0.5));

    @Test
    void itConnectsAtOnceWhenSwitchedOn() {
        assertFalse(session.attempt(0));
        session.enable("b:1", 5);
        assertEquals(0, session.dueInNanos(5));
        assertTrue(session.attempt(5));
        assertFalse(session.attempt(5));
        session.connected(6);
        assertEquals(new MqttHealth(true, true, "Connected to the MQTT broker b:1."), session.health());
    }

    @Test
    void thePausesGrowAndNeverEnd() {
        session.enable("b:1", 0);
        long now = 0;
        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            assertTrue(session.attempt(now));
            session.ended("no", now);
            pauses.add(session.dueInNanos(now) / SECOND);
            now += session.dueInNanos(now);
        }
        assertEquals(List.of(1L, 2L, 4L, 8L, 16L, 32L, 42L, 42L), pauses.subList(0, 8));
        assertEquals(42, pauses.getLast());
        assertEquals(new MqttHealth(true, false, "no"), session.health());
    }

    @Test
    void aConnectionThatLastsMakesThePausesShortAgain() {
        session.enable("b:1", 0);
        for (int i = 0; i < 5; i++) {
            session.attempt(session.dueInNanos(0));
            session.ended("no", 0);
        }
        session.connected(0);
        session.ended("short", SECOND);
        assertEquals(32 * SECOND, session.dueInNanos(SECOND));
        session.connected(100 * SECOND);
        session.ended("gone", 100 * SECOND + Session.STABLE_NANOS);
        assertEquals(SECOND, session.dueInNanos(100 * SECOND + Session.STABLE_NANOS));
    }

    @Test
    void switchedOffNothingIsDue() {
        session.enable("b:1", 0);
        session.disable("");
        assertEquals(Long.MAX_VALUE, session.dueInNanos(0));
        assertFalse(session.attempt(Long.MAX_VALUE));
        assertEquals(MqttHealth.OFF, session.health());
        session.disable("no broker");
        assertEquals(new MqttHealth(true, false, "no broker"), session.health());
    }

    @Test
    void aQuarterOfThePauseIsChance() {
        assertEquals(750, new Backoff(1000, 5000, () -> 0).nanos(1));
        assertEquals(1250, new Backoff(1000, 5000, () -> 1).nanos(1));
        assertEquals(6250, new Backoff(1000, 5000, () -> 1).nanos(Integer.MAX_VALUE));
    }
}
