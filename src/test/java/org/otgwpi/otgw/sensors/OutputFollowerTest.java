package org.otgwpi.otgw.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class OutputFollowerTest {

    private int status;

    @Test
    void theOutputIsOnWhileItsBitOfTheBoilersStatusIsSet() {
        for (int bit = 0; bit <= 7; bit++) {
            status = 0;
            OutputFollower flame = new OutputFollower(() -> status, bit);
            assertFalse(flame.on());
            for (int word : new int[] {0, 0x00FF, 0xFF00, 1 << bit, 0xFFFF & ~(1 << bit), 0x0300 | 1 << bit}) {
                status = word;
                flame.tick(0);
                assertEquals((word >> bit & 1) != 0, flame.on(), "bit %d of %04X".formatted(bit, word));
            }
        }
    }

    @Test
    void itLooksShortlyAfterAStatusMessageAndElseEverySecond() {
        OutputFollower flame = new OutputFollower(() -> status, 3);
        assertEquals(Duration.ofSeconds(1).toNanos(), flame.dueInNanos(0));
        flame.statusHeard(1_000);
        assertEquals(Duration.ofMillis(10).toNanos(), flame.dueInNanos(1_000));
        flame.tick(2_000);
        assertEquals(Duration.ofMillis(10).toNanos() - 1_000, flame.dueInNanos(2_000));
        flame.tick(1_000 + Duration.ofMillis(10).toNanos());
        assertEquals(
                Duration.ofSeconds(1).toNanos(),
                flame.dueInNanos(1_000 + Duration.ofMillis(10).toNanos()));
    }

    @Test
    void drivenByHandItStaysUntilItsBitChanges() {
        OutputFollower flame = new OutputFollower(() -> status, 3);
        flame.drive(true);
        status = 0x0101;
        flame.tick(0);
        assertTrue(flame.on());
        status = 0x0108;
        flame.tick(1);
        assertTrue(flame.on());
        status = 0;
        flame.tick(2);
        assertFalse(flame.on());
        status = 0x0008;
        flame.tick(3);
        flame.drive(false);
        flame.tick(4);
        assertFalse(flame.on());
        status = 0;
        flame.tick(5);
        status = 0x0008;
        flame.tick(6);
        assertTrue(flame.on());
    }

    @Test
    void releasedItFollowsItsBitAtOnce() {
        OutputFollower flame = new OutputFollower(() -> status, 3);
        flame.drive(true);
        flame.release();
        assertFalse(flame.on());
        status = 0x0008;
        flame.tick(0);
        flame.drive(false);
        flame.release();
        assertTrue(flame.on());
    }
}
