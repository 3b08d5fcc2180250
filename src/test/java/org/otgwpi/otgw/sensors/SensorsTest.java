package org.otgwpi.otgw.sensors;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.OutputLine;
import org.otgwpi.board.SimulatedLines;
import org.otgwpi.opentherm.Frame;
import org.otgwpi.opentherm.Origin;
import org.otgwpi.opentherm.Verdict;
import org.otgwpi.otgw.gateway.Message;
import org.otgwpi.settings.Change;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

final class SensorsTest {

    private static final int FLAME = 0x0008;

    @TempDir
    Path folder;

    private final HandClock clock = new HandClock();
    private final SimulatedLines lines = new SimulatedLines(clock);
    private final List<PulseReadings> pulses = new CopyOnWriteArrayList<>();
    private final List<SensorReadings> temperatures = new CopyOnWriteArrayList<>();
    private volatile int status;
    private FakeBus bus;
    private SettingsStore settings;
    private @Nullable Sensors sensors;

    @BeforeEach
    void open() {
        bus = new FakeBus(folder.resolve("w1"));
        settings = SettingsStore.open(folder.resolve("data"), SettingsTable.load("020000000001"));
    }

    @AfterEach
    void close() {
        if (sensors != null) {
            sensors.close();
        }
        lines.close();
    }

    private void set(String name, String value) throws IOException {
        assertInstanceOf(Change.Stored.class, settings.change(name, value));
    }

    private Sensors start() {
        return start(lines);
    }

    private Sensors start(@Nullable GpioLines header) {
        Sensors started = new Sensors(settings, header, bus.folder(), () -> status, clock, clock);
        sensors = started;
        started.addListener(new SensorListener() {
            @Override
            public void temperatures(SensorReadings readings) {
                temperatures.add(readings);
            }

            @Override
            public void pulses(PulseReadings readings) {
                pulses.add(readings);
            }
        });
        started.start();
        return started;
    }

    private void pass(Sensors started, long millis) {
        clock.passMillis(millis);
        started.wake();
    }

    private void pulse() {
        lines.drive(17, false);
        lines.drive(17, true);
    }

    private void greet(Sensors started) {
        await().until(() -> lines.level(22) && lines.level(23));
        for (int i = 0; i < 5; i++) {
            boolean before = lines.level(22);
            pass(started, 100);
            await().until(() -> lines.level(22) != before);
        }
        assertFalse(lines.level(22) || lines.level(23));
    }

    private static List<Message> message(int bits) {
        return List.of(new Message(0, new Frame(0, Origin.BOILER, bits), Verdict.ACCEPTED, 0, new byte[0]));
    }

    @Test
    void asInstalledOnlyTheLedsTakeLines() throws IOException {
        Sensors started = start();
        assertEquals(Set.of(22, 23), Sensors.lines(settings.current()));
        assertEquals(List.of(), started.problems());
        assertEquals(List.of(), started.monitorRows());
        assertEquals(
                "GPIO line 22 for fan is used by LED 1 already: choose another line for one of them",
                assertThrows(IOException.class, () -> lines.output(22, "fan", false))
                        .getMessage());
        lines.output(27, "fan", false).close();
        lines.output(17, "fan", false).close();
    }

    @Test
    void pulsesOnTheLineAreCountedAndTold() throws IOException {
        set("s0counterenabled", "true");
        Sensors started = start();
        clock.passMillis(1_000);
        pulse();
        clock.passMillis(3_600);
        pulse();
        pass(started, 60_000 - 4_600);
        await().until(() -> !pulses.isEmpty());
        assertEquals(new PulseReadings(true, 2, 2, 3600, 1.0f, HandClock.EPOCH_SECONDS + 60, 0), pulses.getFirst());
        assertEquals(2, started.pulses().totalCount());
        assertEquals("s0powerkw", started.monitorRows().getFirst().name());
    }

    @Test
    void theStatusTellsWhatIsThereAndWhatTheKernelLost() throws IOException {
        bus.reads(bus.sensor("28FF641E8216C3A1"), 21500);
        set("gpiosensorsenabled", "true");
        set("s0counterenabled", "true");
        Sensors started = start();
        await().until(() -> started.temperatures().present());
        assertEquals(
                Map.of(
                        "problems",
                        List.of(),
                        "temperatures",
                        List.of(Map.of("address", "28FF641E8216C3A1", "celsius", 0.0, "epoch", 0L)),
                        "pulses",
                        Map.of("total", 0L, "powerkw", 0f, "epoch", 0L, "lostedges", 0L)),
                started.status());
    }

    @Test
    void aChangedSettingWakesTheCounter() throws IOException {
        set("s0counterenabled", "true");
        start();
        clock.passMillis(10_000);
        pulse();
        set("s0counterinterval", "5");
        await().until(() -> !pulses.isEmpty());
    }

    @Test
    void temperaturesAreReadAndTold() throws IOException {
        bus.reads(bus.sensor("28FF641E8216C3A1"), 21437);
        set("gpiosensorsenabled", "true");
        Sensors started = start();
        await().until(() -> started.temperatures().present());
        pass(started, 20_000);
        await().until(() -> !temperatures.isEmpty());
        assertEquals(21437, started.temperatures().sensors().getFirst().milliCelsius());
        assertEquals(
                List.of("numberofsensors", "28FF641E8216C3A1"),
                started.monitorRows().stream().map(MonitorRow::name).toList());
    }

    @Test
    void theLineOfTheSensorsIsKeptFromOthers() throws IOException {
        set("gpiosensorsenabled", "true");
        start();
        assertEquals(
                "GPIO line 4 for fan is used by temperature sensors already: choose another line for one of them",
                assertThrows(IOException.class, () -> lines.output(4, "fan", false))
                        .getMessage());
    }

    @Test
    void withoutSensorsTheUserIsTold() throws IOException {
        set("gpiosensorsenabled", "true");
        Sensors started = start();
        await().until(() -> started.problems().size() == 1);
        assertEquals(List.of(), started.monitorRows());
    }

    @Test
    void theOutputIsLowAtTheStartAndFollowsTheStatus() throws IOException {
        set("gpiooutputsenabled", "true");
        set("gpiooutputstriggerbit", "3");
        Sensors started = start();
        assertFalse(lines.level(27));
        status = FLAME;
        started.messages(message(0x40000008));
        pass(started, 10);
        await().until(() -> lines.level(27));
        status = 0x0100;
        started.messages(message(0x40000000));
        pass(started, 10);
        await().until(() -> !lines.level(27));
    }

    @Test
    void theOutputFollowsWhileMeasuringIsPaused() throws IOException {
        set("gpiooutputsenabled", "true");
        Sensors started = start();
        started.pause(Duration.ofSeconds(1));
        status = 1;
        started.messages(message(0x40000001));
        await().until(() -> lines.level(27));
    }

    @Test
    void theOutputIsDrivenByHandUntilItsBitChanges() throws IOException {
        set("gpiooutputsenabled", "true");
        Sensors started = start();
        assertEquals(Optional.of(false), started.outputIsHigh());
        assertTrue(started.driveOutput(true));
        await().until(() -> lines.level(27));
        assertEquals(Optional.of(true), started.outputIsHigh());
        assertTrue(started.releaseOutput());
        await().until(() -> !lines.level(27));
        assertTrue(started.driveOutput(true));
        await().until(() -> lines.level(27));
        status = 1;
        assertTrue(started.driveOutput(false));
        await().until(() -> !lines.level(27));
        status = 0;
        started.releaseOutput();
        status = 1;
        pass(started, 1_000);
        await().until(() -> lines.level(27));
    }

    @Test
    void theUserCanLetLed1Flash() {
        Sensors started = start();
        greet(started);
        assertTrue(started.flashLed1());
        for (int i = 0; i < 5; i++) {
            await().until(() -> {
                pass(started, 20);
                return lines.level(22);
            });
            await().until(() -> {
                pass(started, 20);
                return !lines.level(22);
            });
        }
    }

    @Test
    void whatIsNotThereCannotBeDriven() throws IOException {
        set("led1pin", "-1");
        Sensors started = start();
        assertFalse(started.flashLed1());
        assertFalse(started.driveOutput(true));
        assertFalse(started.releaseOutput());
        assertEquals(Optional.empty(), started.outputIsHigh());
    }

    @Test
    void aBitThatIsNotTheBoilersLeavesTheOutputOff() throws IOException {
        set("gpiooutputsenabled", "true");
        set("gpiooutputstriggerbit", "8");
        assertEquals(
                List.of("The output is off: bit 8 is none of the boiler's status, choose 0 to 7."), start().problems());
        lines.output(27, "fan", false).close();
    }

    @Test
    void pausedNoIntervalEndsButPulsesAreCounted() throws IOException {
        set("s0counterenabled", "true");
        set("gpiooutputsenabled", "true");
        Sensors started = start();
        started.pause(Duration.ofSeconds(1));
        clock.passMillis(1_000);
        pulse();
        pass(started, 120_000);
        status = 1;
        started.messages(message(0x40000001));
        await().until(() -> lines.level(27));
        assertEquals(List.of(), pulses);
        started.resume();
        await().until(() -> !pulses.isEmpty());
        assertEquals(1, pulses.getFirst().totalCount());
    }

    @Test
    void theLedsShowLifeAndTraffic() throws InterruptedException {
        Sensors started = start();
        greet(started);
        pass(started, 500);
        started.messages(message(0x40190000));
        await().until(() -> lines.level(23));
        assertFalse(lines.level(22));
        pass(started, 500);
        await().until(() -> lines.level(22));
    }

    @Test
    void aPinOfMinusOneIsNone() throws IOException {
        for (String flag : List.of("gpiosensorsenabled", "s0counterenabled", "gpiooutputsenabled")) {
            set(flag, "true");
        }
        for (String pin : List.of("gpiosensorspin", "s0counterpin", "gpiooutputspin", "led1pin", "led2pin")) {
            set(pin, "-1");
        }
        assertEquals(Set.of(), Sensors.lines(settings.current()));
        Sensors started = start();
        assertEquals(List.of(), started.problems());
        assertEquals(List.of(), started.monitorRows());
    }

    @Test
    void aLineThatSomeoneElseHasIsNamedWithBothUsersAndTheRestWorks() throws IOException {
        OutputLine fan = lines.output(17, "fan", false);
        set("s0counterenabled", "true");
        set("gpiooutputsenabled", "true");
        Sensors started = start();
        assertEquals(
                List.of("GPIO line 17 for S0 counter is used by fan already: choose another line for one of them."),
                started.problems());
        assertFalse(started.pulses().present());
        status = 1;
        started.messages(message(0x40000001));
        await().until(() -> lines.level(27));
        fan.close();
    }

    @Test
    void onAMachineWithoutLinesTheUserIsToldWhatIsMissing() throws IOException {
        set("s0counterenabled", "true");
        set("gpiooutputsenabled", "true");
        assertEquals(
                List.of(
                        "There is no GPIO line for output on this machine.",
                        "There is no GPIO line for S0 counter on this machine."),
                start(null).problems());
    }

    @Test
    void closedItGivesAllLinesBack() throws IOException {
        for (String flag : List.of("gpiosensorsenabled", "s0counterenabled", "gpiooutputsenabled")) {
            set(flag, "true");
        }
        assertEquals(Set.of(4, 17, 22, 23, 27), Sensors.lines(settings.current()));
        Sensors started = start();
        started.close();
        started.close();
        for (int line : Sensors.lines(settings.current())) {
            lines.output(line, "fan", false).close();
        }
    }
}
