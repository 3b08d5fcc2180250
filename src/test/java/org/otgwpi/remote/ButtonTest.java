package org.otgwpi.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The button of railhub-remote-echo B.5: one toggle per press. */
final class ButtonTest {

    private static final long START = 7_000_000_000L;

    private final Button button = new Button();

    private static long at(double millis) {
        return START + (long) (millis * 1_000_000);
    }

    @Test
    void aPressCountsOnceItHasLastedLongerThanTenMilliseconds() {
        button.level(false, at(0));
        assertFalse(button.pressed(at(10)));
        assertEquals(1, button.dueInNanos(at(10)));
        assertTrue(button.pressed(at(10) + 1));
        assertFalse(button.pressed(at(5000)));
        assertEquals(Button.NEVER, button.dueInNanos(at(5000)));
    }

    @Test
    void holdingAndLettingGoDoNothingMore() {
        button.level(false, at(0));
        assertTrue(button.pressed(at(11)));
        button.level(true, at(3000));
        assertFalse(button.pressed(at(3011)));
        button.level(false, at(4000));
        assertTrue(button.pressed(at(4011)));
    }

    @Test
    void bouncesBeforeAndAfterMakeNoSecondPress() {
        for (int i = 0; i < 20; i++) {
            button.level(i % 2 == 1, at(i));
            assertFalse(button.pressed(at(i + 0.9)));
        }
        button.level(false, at(20));
        assertTrue(button.pressed(at(31)));
        button.level(true, at(40));
        button.level(false, at(45));
        assertFalse(button.pressed(at(60)), "five milliseconds up are no release");
        button.level(true, at(100));
        button.level(false, at(105));
        button.level(true, at(106));
        assertFalse(button.pressed(at(200)));
    }

    @Test
    void aGlitchShorterThanTheDebounceIsNothing() {
        button.level(false, at(0));
        button.level(true, at(9));
        assertFalse(button.pressed(at(100)));
        assertEquals(Button.NEVER, button.dueInNanos(at(100)));
    }

    @Test
    void heldAtPowerUpIsAPress() {
        button.level(false, at(0));
        assertTrue(button.pressed(at(10.001)));
    }

    /** Any bouncing: presses are as many as low times longer than the debounce that follow a settled release. */
    @Test
    void wakingOnlyWhenDueSeesWhatAPassEachTenthOfAMillisecondSees() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            Button often = new Button();
            Button rarely = new Button();
            int seenOften = 0;
            int seenRarely = 0;
            boolean high = true;
            double next = 0;
            long wake = Long.MAX_VALUE - START;
            for (int step = 0; step < 3000; step++) {
                long now = at(step / 10.0);
                if (wake <= now - START && rarely.pressed(now)) {
                    seenRarely++;
                }
                if (often.pressed(now)) {
                    seenOften++;
                }
                if (step >= next) {
                    high = !high;
                    often.level(high, now);
                    rarely.level(high, now);
                    next = step + 1 + random.nextInt(random.nextBoolean() ? 30 : 300);
                }
                long due = rarely.dueInNanos(now);
                wake = due == Button.NEVER ? Long.MAX_VALUE - START : now - START + due;
            }
            assertEquals(seenOften, seenRarely);
        }
    }
}
