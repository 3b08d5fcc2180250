package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class ArrivalLimitTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final ArrivalLimit limit = new ArrivalLimit(2);

    @Test
    void whoLeavesMakesRoom() {
        assertTrue(limit.enter("a"));
        assertTrue(limit.enter("b"));
        assertFalse(limit.enter("c"));
        limit.leave();
        assertTrue(limit.enter("d"));
        assertFalse(limit.enter("e"));
    }

    @Test
    void aFloodIsToldInASentenceEachTenSeconds() {
        assertNull(limit.loss(0));
        limit.enter("a");
        limit.enter("a");
        limit.enter("first");
        assertEquals("Too many MQTT messages at once: 1 dropped, the last of them on first", limit.loss(-SECOND));
        for (int i = 0; i < 10_000; i++) {
            limit.enter("later");
            assertNull(limit.loss(0));
        }
        assertEquals(
                "Too many MQTT messages at once: 10000 dropped, the last of them on later", limit.loss(9 * SECOND));
        assertNull(limit.loss(100 * SECOND));
    }
}
