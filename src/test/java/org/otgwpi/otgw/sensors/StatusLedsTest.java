package org.otgwpi.otgw.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class StatusLedsTest {

    private final HandClock clock = new HandClock();
    private boolean blink = true;
    private final StatusLeds leds = new StatusLeds(() -> blink, 0);

    /** Lets time pass and counts how often the LEDs change: LED 1 in the upper half. */
    private int[] changesIn(Duration time, long linesEveryMillis) {
        int[] changes = new int[2];
        for (long millis = 0; millis < time.toMillis(); millis++) {
            clock.passMillis(1);
            if (linesEveryMillis > 0 && millis % linesEveryMillis == 0) {
                leds.traffic();
            }
            boolean led1 = leds.led1();
            boolean led2 = leds.led2();
            if (leds.dueInNanos(clock.getAsLong()) <= 0) {
                leds.tick(clock.getAsLong());
            }
            changes[0] += led1 == leds.led1() ? 0 : 1;
            changes[1] += led2 == leds.led2() ? 0 : 1;
        }
        return changes;
    }

    private void greeted() {
        changesIn(Duration.ofSeconds(1), 0);
    }

    @Test
    void bothBlinkThreeTimesAtTheStart() {
        leds.tick(0);
        assertTrue(leds.led1() && leds.led2());
        int[] changes = changesIn(Duration.ofMillis(700), 0);
        assertEquals(5, changes[0]);
        assertEquals(5, changes[1]);
        assertFalse(leds.led1() || leds.led2());
    }

    @Test
    void led1ChangesEverySecond() {
        greeted();
        assertEquals(60, changesIn(Duration.ofSeconds(60), 0)[0]);
    }

    @Test
    void led2ChangesWithEachLine() {
        greeted();
        assertEquals(20, changesIn(Duration.ofSeconds(10), 500)[1]);
        assertEquals(0, changesIn(Duration.ofSeconds(10), 0)[1]);
    }

    @Test
    void led2FlashesTenTimesASecondAtMost() {
        greeted();
        assertEquals(20, changesIn(Duration.ofSeconds(1), 1)[1]);
    }

    @Test
    void aLineWithinTheShortestTimeIsShownAfterIt() {
        greeted();
        leds.traffic();
        leds.tick(clock.getAsLong());
        assertTrue(leds.led2());
        leds.traffic();
        leds.tick(clock.getAsLong());
        assertTrue(leds.led2());
        assertEquals(Duration.ofMillis(50).toNanos(), leds.dueInNanos(clock.getAsLong()));
        clock.passMillis(50);
        leds.tick(clock.getAsLong());
        assertFalse(leds.led2());
    }

    @Test
    void switchedOffAnLedGoesOffWhenItWouldChange() {
        greeted();
        leds.traffic();
        clock.passMillis(1_000);
        leds.tick(clock.getAsLong());
        assertTrue(leds.led1() && leds.led2());
        blink = false;
        assertTrue(leds.led1());
        leds.traffic();
        clock.passMillis(1_000);
        leds.tick(clock.getAsLong());
        assertFalse(leds.led1() || leds.led2());
        assertEquals(0, changesIn(Duration.ofSeconds(5), 100)[1]);
    }

    @Test
    void switchedOffTheyDoNotGreet() {
        blink = false;
        int[] changes = changesIn(Duration.ofSeconds(2), 0);
        assertEquals(0, changes[0] + changes[1]);
    }

    @Test
    void led1FlashesFiveTimesAndThenShowsLifeAgain() {
        greeted();
        changesIn(Duration.ofMillis(500), 0);
        leds.flashLed1();
        assertEquals(10, changesIn(Duration.ofMillis(1_100), 0)[0]);
        assertFalse(leds.led1());
        assertEquals(10, changesIn(Duration.ofSeconds(10), 0)[0]);
    }

    @Test
    void anLedThatIsOnGoesOffBeforeItFlashes() {
        greeted();
        changesIn(Duration.ofSeconds(1), 0);
        assertTrue(leds.led1());
        leds.flashLed1();
        assertEquals(11, changesIn(Duration.ofMillis(1_100), 0)[0]);
    }

    @Test
    void theFlashesWaitForTheGreeting() {
        leds.flashLed1();
        assertEquals(6 + 10, changesIn(Duration.ofMillis(1_900), 0)[0]);
    }

    @Test
    void switchedOffOrWhileTheChipIsFlashedNothingFlashes() {
        greeted();
        blink = false;
        leds.flashLed1();
        assertEquals(0, changesIn(Duration.ofSeconds(2), 0)[0]);
        blink = true;
        leds.flashing(true);
        leds.flashLed1();
        assertEquals(0, changesIn(Duration.ofMillis(1_500), 0)[0]);
    }

    @Test
    void whileTheChipIsFlashedLed1StaysOn() {
        greeted();
        leds.flashing(true);
        assertTrue(leds.led1());
        assertEquals(0, changesIn(Duration.ofSeconds(5), 100)[0]);
        leds.flashing(false);
        assertEquals(5, changesIn(Duration.ofSeconds(5), 0)[0]);
    }
}
