package org.otgwpi.otgw.sensors;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TemperatureSensorsTest {

    private static final String FIRST = "28AABBCCDDEEFF0C";
    private static final String SECOND = "28FF641E8216C3A1";
    private static final long AT = HandClock.EPOCH_SECONDS;

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private final List<SensorReadings> heard = new CopyOnWriteArrayList<>();
    private volatile int intervalSeconds = 20;
    private volatile boolean legacy;
    private FakeBus bus;
    private TemperatureSensors sensors;

    @BeforeEach
    void open() {
        bus = new FakeBus(folder);
        sensors = new TemperatureSensors(
                new OneWireFolder(folder), () -> intervalSeconds, () -> legacy, heard::add, () -> {}, clock, clock);
    }

    @AfterEach
    void close() {
        sensors.close();
    }

    private void start() {
        sensors.start();
        await().until(() -> sensors.readings().present());
    }

    private void tick() {
        sensors.tick(clock.getAsLong());
    }

    private long dueSeconds() {
        return Duration.ofNanos(sensors.dueInNanos(clock.getAsLong())).toSeconds();
    }

    private void pollAfter(int seconds) {
        int before = heard.size();
        clock.passMillis(seconds * 1000L);
        tick();
        await().until(() -> heard.size() > before && dueSeconds() > 5);
    }

    private static SensorReadings.Reading reading(String address, int milliCelsius, long epochSeconds) {
        return new SensorReadings.Reading(address, milliCelsius, epochSeconds);
    }

    @Test
    void sensorsAreKnownAtOnceAndHaveNoValueBeforeTheFirstPoll() throws IOException {
        bus.reads(bus.sensor(SECOND), 20000);
        bus.reads(bus.sensor(FIRST), 21000);
        start();
        assertEquals(
                List.of(reading(FIRST, 0, 0), reading(SECOND, 0, 0)),
                sensors.readings().sensors());
        assertEquals(20, dueSeconds());
        clock.passMillis(19_999);
        tick();
        assertEquals(List.of(), heard);
    }

    @Test
    void eachIntervalAllSensorsAreReadAndTold() throws IOException {
        SensorAddress first = bus.sensor(FIRST);
        bus.reads(first, 21437);
        bus.reads(bus.sensor(SECOND), -3000);
        start();
        pollAfter(20);
        assertEquals(
                List.of(reading(FIRST, 21437, AT + 20), reading(SECOND, -3000, AT + 20)),
                heard.getFirst().sensors());
        bus.reads(first, 22000);
        pollAfter(20);
        assertEquals(reading(FIRST, 22000, AT + 40), heard.get(1).sensors().getFirst());
        assertEquals(heard.get(1), sensors.readings());
    }

    @Test
    void aNewIntervalCountsAtOnce() throws IOException {
        bus.reads(bus.sensor(FIRST), 21000);
        start();
        clock.passMillis(6_000);
        intervalSeconds = 5;
        assertTrue(sensors.dueInNanos(clock.getAsLong()) < 0);
        tick();
        await().until(() -> heard.size() == 1);
    }

    @Test
    void theFormatOfAddressesMayChangeAtAnyTime() throws IOException {
        bus.sensor(SECOND);
        start();
        assertEquals("28FF641E8216C3A1", sensors.readings().sensors().getFirst().address());
        legacy = true;
        assertEquals("2F6181CA1", sensors.readings().sensors().getFirst().address());
    }

    @Test
    void aSensorThatIsUnpluggedKeepsItsPlaceAndComesBack() throws IOException {
        SensorAddress first = bus.sensor(FIRST);
        bus.reads(first, 21000);
        bus.reads(bus.sensor(SECOND), 20000);
        start();
        Files.delete(bus.file(first, "w1_slave"));
        Files.delete(bus.file(first, "id"));
        Files.delete(folder.resolve(first.folder()));
        pollAfter(20);
        assertEquals(
                List.of(reading(FIRST, -127_000, AT + 20), reading(SECOND, 20000, AT + 20)),
                sensors.readings().sensors());
        bus.reads(bus.sensor(FIRST), 21500);
        pollAfter(20);
        assertEquals(
                reading(FIRST, 21500, AT + 40), sensors.readings().sensors().getFirst());
    }

    @Test
    void aSensorWithADamagedAnswerReadsMinus127() throws IOException {
        bus.readsDamaged(bus.sensor(FIRST));
        start();
        pollAfter(20);
        assertEquals(-127.0, sensors.readings().sensors().getFirst().celsius());
    }

    @Test
    void withoutSensorsNothingIsPresentAndTheUserIsToldWhy() {
        sensors.start();
        await().until(() -> sensors.problem() != null);
        assertFalse(sensors.readings().present());
        assertTrue(String.valueOf(sensors.problem()).startsWith("No temperature sensor was found: "));
    }

    @Test
    void aSensorThatTheKernelFindsLaterIsTakenIn() throws IOException {
        sensors.start();
        await().until(() -> sensors.problem() != null);
        bus.reads(bus.sensor(FIRST), 21000);
        pollAfter(20);
        assertEquals(List.of(reading(FIRST, 21000, AT + 20)), sensors.readings().sensors());
        assertNull(sensors.problem());
    }

    @Test
    void atMostSixteenSensorsAreKept() throws IOException {
        for (int i = 0; i < 20; i++) {
            bus.sensor("2800000000%02X00FF".formatted(i));
        }
        start();
        assertEquals(16, sensors.readings().sensors().size());
    }

    @Test
    void aBusThatHangsCostsNobodyElseTimeAndItsSensorsCountAsDisconnected() throws Exception {
        SensorAddress first = bus.sensor(FIRST);
        SensorAddress second = bus.sensor(SECOND);
        bus.hangs(first);
        bus.reads(second, 21000);
        start();
        clock.passMillis(20_000);
        tick();
        clock.passMillis(4_999);
        tick();
        assertEquals(List.of(), heard);
        assertEquals(
                List.of(reading(FIRST, 0, 0), reading(SECOND, 0, 0)),
                sensors.readings().sensors());
        clock.passMillis(1);
        assertEquals(0, sensors.dueInNanos(clock.getAsLong()));
        tick();
        assertEquals(
                List.of(reading(FIRST, -127_000, AT + 25), reading(SECOND, -127_000, AT + 25)),
                sensors.readings().sensors());
        assertEquals("The 1-Wire bus does not answer: look at its wires, or restart the device.", sensors.problem());
        assertEquals(1, heard.size());

        clock.passMillis(15_000);
        tick();
        assertEquals(reading(FIRST, -127_000, AT + 40), heard.get(1).sensors().getFirst());

        bus.answers(first, 19000);
        await().until(() -> heard.size() == 3);
        assertEquals(
                List.of(reading(FIRST, 19000, AT + 40), reading(SECOND, 21000, AT + 40)),
                heard.get(2).sensors());
        assertNull(sensors.problem());
    }

    @Test
    void pausedItPollsNoMoreUntilItIsResumed() throws IOException {
        bus.reads(bus.sensor(FIRST), 21000);
        start();
        sensors.pause(Duration.ofSeconds(5));
        clock.passMillis(60_000);
        assertEquals(Timed.NEVER, sensors.dueInNanos(clock.getAsLong()));
        tick();
        assertEquals(List.of(), heard);
        sensors.resume();
        tick();
        await().until(() -> heard.size() == 1);
    }
}
