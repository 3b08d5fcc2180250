package org.otgwpi.railhub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DimmerTest {

    private static final long START = 1_000_000_000_000L;

    @Test
    void anOutputIsDarkUntilItIsSwitchedOnAndNothingIsDue() {
        Dimmer dimmer = dimmer(Lights.fresh(2));
        dimmer.advance(START);
        assertEquals(0, dimmer.levels());
        assertEquals(Dimmer.NEVER, dimmer.dueInNanos());
        dimmer.show(Lights.fresh(2).with(1, Output.FRESH.switched(true, 100, START)));
        dimmer.advance(START);
        assertEquals(0b10, dimmer.levels());
        assertEquals(Dimmer.NEVER, dimmer.dueInNanos());
    }

    @Test
    void fullAndNoBrightnessNeedNoPulses() {
        for (int percent : new int[] {0, 100}) {
            Dimmer dimmer = dimmer(Lights.fresh(1).with(0, Output.FRESH.switched(true, percent, START)));
            dimmer.advance(START + 1234);
            assertEquals(Dimmer.NEVER, dimmer.dueInNanos());
            assertEquals(percent / 100, dimmer.levels());
        }
    }

    @Test
    void aDimmedOutputIsHighForItsShareOfEveryHundredthOfASecond() {
        for (int percent = 1; percent < 100; percent++) {
            Dimmer dimmer = dimmer(Lights.fresh(1).with(0, Output.FRESH.switched(true, percent, START)));
            assertEquals(10 * percent * 100_000L, high(dimmer, START, START + 10 * Dimmer.PULSE_NANOS), percent);
        }
    }

    @Test
    void whatHardwareDimsHasNoPulses() {
        Dimmer dimmer = new Dimmer(Lights.fresh(1).with(0, Output.FRESH.switched(true, 30, START)), false);
        dimmer.advance(START);
        assertEquals(30, dimmer.percent(0));
        assertEquals(Dimmer.NEVER, dimmer.dueInNanos());
    }

    @Test
    void blinkingStartsLitAndKeepsItsPhaseForAYear() {
        Output blinking = Output.FRESH.switched(true, 100, START).blinking(333, START);
        Dimmer dimmer = dimmer(Lights.fresh(1).with(0, blinking));
        long year = TimeUnit.DAYS.toNanos(365) / millis(666) * millis(666);
        for (long from : new long[] {START, START + year}) {
            dimmer.advance(from);
            assertEquals(1, dimmer.levels());
            assertEquals(millis(333), dimmer.dueInNanos());
            dimmer.advance(from + millis(333));
            assertEquals(0, dimmer.levels());
            assertEquals(millis(333), dimmer.dueInNanos());
        }
    }

    @Test
    void aPhaseInTheFutureIsLitUntilItsFirstDarkHalf() {
        Dimmer dimmer = dimmer(Lights.fresh(1)
                .with(0, Output.FRESH.switched(true, 100, START).blinking(500, START + millis(500))));
        dimmer.advance(START);
        assertEquals(1, dimmer.levels());
        assertEquals(millis(1000), dimmer.dueInNanos());
        dimmer.advance(START + millis(1000));
        assertEquals(0, dimmer.levels());
    }

    @Test
    void aDimmedBlinkBeginsWithAPulse() {
        Output blinking = Output.FRESH.switched(true, 10, START).blinking(25, START);
        Dimmer dimmer = dimmer(Lights.fresh(1).with(0, blinking));
        dimmer.advance(START + millis(50));
        assertEquals(1, dimmer.levels());
        assertEquals(millis(1), dimmer.dueInNanos());
    }

    @Test
    void aGroupLightsItsOutputsInTurnWhateverTheirSwitch() {
        Lights lights = Lights.fresh(3).with(List.of(new Group(1, "", 50, List.of(2, 0), START)));
        Dimmer dimmer = dimmer(lights);
        List<Long> seen = new ArrayList<>();
        for (int step = 0; step < 4; step++) {
            dimmer.advance(START + step * millis(50));
            seen.add(dimmer.levels());
            assertEquals(millis(50), dimmer.dueInNanos());
        }
        assertEquals(List.of(0b100L, 0b001L, 0b100L, 0b001L), seen);
    }

    @Test
    void aMemberOfAGroupDoesNotBlink() {
        Output blinking = Output.FRESH.switched(true, 100, START).blinking(10, START);
        Dimmer dimmer =
                dimmer(Lights.fresh(1).with(0, blinking).with(List.of(new Group(1, "", 1000, List.of(0), START))));
        dimmer.advance(START + millis(15));
        assertEquals(1, dimmer.levels());
        assertEquals(millis(985), dimmer.dueInNanos());
    }

    @Test
    void anOutputInTwoGroupsIsLitByEither() {
        Dimmer dimmer = dimmer(Lights.fresh(2)
                .with(List.of(
                        new Group(1, "", 100, List.of(0, 1), START), new Group(2, "", 100, List.of(1, 0), START))));
        dimmer.advance(START);
        assertEquals(0b11, dimmer.levels());
    }

    @Test
    void sixteenOutputsCostAWakeUpForEachEdgeAndNoMore() {
        Lights lights = Lights.fresh(16);
        for (int i : IntStream.range(0, 16).toArray()) {
            lights = lights.with(i, Output.FRESH.switched(true, 3 + 6 * i, START - 123_456 * i));
        }
        Dimmer dimmer = new Dimmer(lights, pulsed(16));
        long now = START;
        int wakeUps = 0;
        while (now < START + TimeUnit.SECONDS.toNanos(1)) {
            dimmer.advance(now);
            assertTrue(dimmer.dueInNanos() > 0);
            now += dimmer.dueInNanos();
            wakeUps++;
        }
        assertEquals(1700, wakeUps);
    }

    private static long high(Dimmer dimmer, long from, long to) {
        long high = 0;
        long now = from;
        while (now < to) {
            dimmer.advance(now);
            long step = Math.min(dimmer.dueInNanos(), to - now);
            high += dimmer.levels() == 0 ? 0 : step;
            now += step;
        }
        return high;
    }

    private static Dimmer dimmer(Lights lights) {
        return new Dimmer(lights, pulsed(lights.outputs().size()));
    }

    private static boolean[] pulsed(int count) {
        boolean[] pulsed = new boolean[count];
        Arrays.fill(pulsed, true);
        return pulsed;
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
