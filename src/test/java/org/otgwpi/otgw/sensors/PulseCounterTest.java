package org.otgwpi.otgw.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.otgwpi.board.Edge;

final class PulseCounterTest {

    private static final long AT = HandClock.EPOCH_SECONDS;

    private final HandClock clock = new HandClock();
    private final List<PulseReadings> heard = new ArrayList<>();
    private PulseCounter.Rules rules = new PulseCounter.Rules(80, 1000, 60);
    private final PulseCounter counter = new PulseCounter(() -> rules, heard::add, 0, clock);

    private void fallAfterMillis(long millis) {
        clock.passMillis(millis);
        counter.edge(new Edge(false, clock.getAsLong(), 0));
    }

    private void tickAfterMillis(long millis) {
        clock.passMillis(millis);
        counter.tick(clock.getAsLong());
    }

    private static PulseReadings readings(int count, long total, long millis, float power, long epochSeconds) {
        return new PulseReadings(true, count, total, millis, power, epochSeconds, 0);
    }

    @Test
    void anIntervalWithPulsesTellsCountTotalTimeAndPower() {
        fallAfterMillis(10_000);
        fallAfterMillis(3_600);
        fallAfterMillis(3_600);
        tickAfterMillis(60_000 - 17_200);
        assertEquals(readings(3, 3, 3600, 1.0f, AT + 60), heard.getFirst());
    }

    @Test
    void thePowerIsThatOfTheLastTwoPulses() {
        rules = new PulseCounter.Rules(80, 500, 60);
        fallAfterMillis(1_000);
        fallAfterMillis(50_000);
        fallAfterMillis(4_000);
        tickAfterMillis(5_000);
        assertEquals(3_600_000f / 500 / 4000, counter.readings().powerKilowatts());
    }

    @Test
    void beforeTheFirstIntervalAllIsZero() {
        fallAfterMillis(1_000);
        assertEquals(readings(0, 0, 0, 0, 0), counter.readings());
    }

    @Test
    void anIntervalWithoutPulsesTellsNothingAndChangesNothing() {
        fallAfterMillis(55_000);
        tickAfterMillis(5_000);
        PulseReadings first = counter.readings();
        assertEquals(1, heard.size());
        tickAfterMillis(60_000);
        assertEquals(1, heard.size());
        assertEquals(first, counter.readings());
    }

    @Test
    void anEdgeCountsOnlyIfTheOneBeforeIsLongerAgoThanTheDebounceTime() {
        fallAfterMillis(1_000);
        fallAfterMillis(80);
        fallAfterMillis(81);
        tickAfterMillis(60_000);
        assertEquals(2, counter.readings().intervalCount());
        assertEquals(81, counter.readings().pulseMillis());
    }

    @Test
    void bouncesExtendTheTimeInWhichNothingCounts() {
        fallAfterMillis(1_000);
        for (int i = 0; i < 20; i++) {
            fallAfterMillis(70);
        }
        tickAfterMillis(60_000);
        assertEquals(1, counter.readings().intervalCount());
    }

    @Test
    void theTimeOfAPulseIsCountedFromTheLastBounce() {
        fallAfterMillis(1_000);
        fallAfterMillis(50);
        fallAfterMillis(2_000);
        tickAfterMillis(60_000);
        assertEquals(2000, counter.readings().pulseMillis());
    }

    @Test
    void risingEdgesDoNotCount() {
        clock.passMillis(1_000);
        counter.edge(new Edge(true, clock.getAsLong(), 0));
        tickAfterMillis(60_000);
        assertEquals(List.of(), heard);
    }

    @Test
    void theStampsOfTheKernelCountHoweverLateTheEdgesCome() {
        clock.passMillis(30_000);
        counter.edge(new Edge(false, Duration.ofSeconds(1).toNanos(), 0));
        counter.edge(new Edge(false, Duration.ofMillis(2_500).toNanos(), 0));
        tickAfterMillis(30_000);
        assertEquals(1500, heard.getFirst().pulseMillis());
        assertEquals(2, heard.getFirst().intervalCount());
    }

    @Test
    void moreThan255PulsesInAnIntervalAreCounted() {
        rules = new PulseCounter.Rules(80, 1000, 300);
        for (int i = 0; i < 300; i++) {
            fallAfterMillis(100);
        }
        tickAfterMillis(270_000);
        assertEquals(300, counter.readings().intervalCount());
    }

    @Test
    void theTotalGrowsWithEachInterval() {
        fallAfterMillis(1_000);
        fallAfterMillis(1_000);
        tickAfterMillis(58_000);
        fallAfterMillis(1_000);
        tickAfterMillis(59_000);
        assertEquals(1, counter.readings().intervalCount());
        assertEquals(3, counter.readings().totalCount());
        assertEquals(AT + 120, counter.readings().epochSeconds());
    }

    @Test
    void powerFallsToZeroWhenTheTimeSinceTheLastPulseMeansLessThanHalf() {
        fallAfterMillis(1_000);
        fallAfterMillis(55_000);
        tickAfterMillis(4_000);
        assertEquals(readings(2, 2, 55_000, 3600f / 55_000, AT + 60), counter.readings());
        tickAfterMillis(109_990 - 4_000);
        assertTrue(counter.readings().powerKilowatts() > 0);
        tickAfterMillis(20);
        assertEquals(readings(2, 2, 55_000, 0, AT + 60), counter.readings());
        assertEquals(readings(0, 2, 55_000, 0, AT + 60), heard.getLast());
        assertEquals(2, heard.size());
        tickAfterMillis(600_000);
        assertEquals(2, heard.size());
    }

    @Test
    void aLoadThatStoppedWithinTheIntervalIsShownAndFallsAtOnce() {
        fallAfterMillis(1_000);
        fallAfterMillis(3_600);
        tickAfterMillis(60_000);
        assertEquals(
                List.of(1.0f, 0f),
                heard.stream().map(PulseReadings::powerKilowatts).toList());
    }

    @Test
    void powerReturnsWithTheNextPulses() {
        fallAfterMillis(1_000);
        fallAfterMillis(3_600);
        tickAfterMillis(60_000);
        fallAfterMillis(50_000);
        fallAfterMillis(1_800);
        tickAfterMillis(60_000 - 51_800);
        assertEquals(2.0f, heard.get(2).powerKilowatts());
    }

    @Test
    void itIsDueAtTheEndOfTheIntervalOrWhenThePowerFalls() {
        assertEquals(Duration.ofSeconds(60).toNanos(), counter.dueInNanos(0));
        fallAfterMillis(46_000);
        fallAfterMillis(10_000);
        tickAfterMillis(4_000);
        long dueMillis = Duration.ofNanos(counter.dueInNanos(clock.getAsLong())).toMillis();
        assertTrue(Math.abs(dueMillis - 16_000) <= 1, "due in " + dueMillis);
        tickAfterMillis(dueMillis + 1);
        assertEquals(0, counter.readings().powerKilowatts());
    }

    @Test
    void settingsCountAtOnce() {
        fallAfterMillis(1_000);
        rules = new PulseCounter.Rules(500, 100, 5);
        fallAfterMillis(400);
        fallAfterMillis(3_600);
        tickAfterMillis(0);
        assertEquals(readings(2, 2, 3600, 10, AT + 5), heard.getFirst());
    }

    @Test
    void afterALongSleepTheNextIntervalEndsInStep() {
        fallAfterMillis(1_000);
        tickAfterMillis(60_000 * 20 + 30_000 - 1_000);
        assertEquals(Duration.ofSeconds(30).toNanos(), counter.dueInNanos(clock.getAsLong()));
    }

    @Test
    void edgesThatTheKernelDroppedAreKnown() {
        counter.edge(new Edge(false, Duration.ofSeconds(1).toNanos(), 0));
        counter.edge(new Edge(false, Duration.ofSeconds(2).toNanos(), 7));
        counter.edge(new Edge(true, Duration.ofSeconds(3).toNanos(), 2));
        assertEquals(9, counter.readings().lostEdges());
    }

    @Test
    void withoutDebouncingTwoEdgesAtOnceDoNotMakeEndlessPower() {
        rules = new PulseCounter.Rules(0, 1000, 60);
        clock.passMillis(1_000);
        counter.edge(new Edge(false, clock.getAsLong(), 0));
        counter.edge(new Edge(false, clock.getAsLong() + 10, 0));
        tickAfterMillis(59_000);
        assertEquals(3600f, heard.getFirst().powerKilowatts());
    }

    @Test
    void theTotalIsTheSumOfAllThatWasTold() {
        Random random = new Random(1);
        for (int i = 0; i < 5_000; i++) {
            fallAfterMillis(random.nextInt(1, 20_000));
            counter.tick(clock.getAsLong());
        }
        tickAfterMillis(60_000);
        long sum = heard.stream().mapToLong(PulseReadings::intervalCount).sum();
        assertEquals(sum, counter.readings().totalCount());
        assertTrue(sum > 4_900, "counted " + sum);
    }
}
