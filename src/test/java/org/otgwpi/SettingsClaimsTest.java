package org.otgwpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.board.InputLine;
import org.otgwpi.board.Pull;
import org.otgwpi.board.SimulatedLines;
import org.otgwpi.board.SimulatedMachine;
import org.otgwpi.echo.EchoFactory;
import org.otgwpi.led.LedFactory;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.WebTree;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.personality.PersonalityFactory;
import org.otgwpi.personality.PersonalitySwitch;
import org.otgwpi.railhub.RailhubFactory;
import org.otgwpi.railhub.Variant;
import org.otgwpi.remote.RemoteFactory;
import org.otgwpi.settings.Change;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

/** A setting that gives a personality a line it cannot have is refused when it is made, not when it is needed. */
final class SettingsClaimsTest {

    private final SimulatedLines lines = new SimulatedLines(() -> 0);
    private SettingsStore settings;
    private PersonalitySwitch personalities;
    private IoWorker worker;

    @TempDir
    private Path data;

    @BeforeEach
    void compose() throws IOException {
        settings = SettingsStore.open(data, SettingsTable.load("020000000001"));
        worker = IoWorker.start(1);
        Map<String, PersonalityFactory> factories = new LinkedHashMap<>();
        for (Variant board : Variant.values()) {
            factories.put(board.personality(), new RailhubFactory(board));
        }
        factories.put(RemoteFactory.NAME, new RemoteFactory());
        factories.put(LedFactory.NAME, new LedFactory());
        factories.put(EchoFactory.NAME, new EchoFactory());
        PersonalityContext context = new PersonalityContext(
                "1",
                Instant.EPOCH,
                1,
                new SimulatedMachine(),
                lines,
                settings,
                data,
                new WebTree(new TreeMap<>()),
                worker,
                0,
                Map::of,
                new MaintenanceLock(),
                System::nanoTime,
                InstantSource.system());
        personalities = new PersonalitySwitch(factories, context, name -> settings.change("personality", name));
        settings.addRule(personalities::refusal);
    }

    @AfterEach
    void end() {
        personalities.close();
        worker.close();
        lines.close();
    }

    @Test
    void aLineOfTheSerialPortIsRefused() throws IOException {
        assertEquals(
                "remote: GPIO line 14 for the button belongs to the serial port: choose another one.",
                refusal("remotebuttonline", "14"));
        assertEquals(22, settings.current().integer("remotebuttonline"));
        assertEquals(
                "led: GPIO line 15 for the LED belongs to the serial port: choose another one.",
                refusal("ledline", "15"));
        assertEquals(
                "railhub32: GPIO line 15 for output 4 (railhub32) belongs to the serial port: choose another one.",
                refusal("railhub32lines", "4=15"));
    }

    @Test
    void aLineForTwoThingsOfOnePersonalityIsRefusedWithBoth() throws IOException {
        assertEquals(
                "remote: GPIO line 26 is wanted by the LED and by the button: choose another line for one of them.",
                refusal("remotebuttonline", "26"));
        assertEquals(
                "railhub8266: GPIO line 5 is wanted by output 4 (railhub8266) and by output 5 (railhub8266): "
                        + "choose another line for one of them.",
                refusal("railhub8266lines", "4=5"));
        assertEquals("", settings.current().text("railhub8266lines"));
    }

    @Test
    void whatNamesNoLineIsRefused() throws IOException {
        assertEquals(
                "railhub32: The setting railhub32lines holds 'abc': write it as pin=line, for example 2=6.",
                refusal("railhub32lines", "abc"));
        assertEquals(
                "railhub32: The setting railhub32lines names output 3, which railhub32 does not have.",
                refusal("railhub32lines", "3=4"));
        assertEquals(
                "railhub32: GPIO line 28 for output 4 (railhub32) does not exist: choose 0 to 27.",
                refusal("railhub32lines", "4=28"));
    }

    @Test
    void aLineThatSomebodyElseOnTheBoardHoldsIsRefusedWithHisName() throws IOException {
        try (InputLine busy = lines.input(16, "spi0 CS0", Pull.NONE, 0, edge -> {})) {
            assertEquals(
                    "led: GPIO line 16 for the LED is used by spi0 CS0 already: choose another line for one of them.",
                    refusal("ledline", "16"));
        }
        assertInstanceOf(Change.Stored.class, settings.change("ledline", "16"));
    }

    @Test
    void theSetUpButtonKeepsItsLineWhateverRuns() throws IOException {
        assertInstanceOf(Change.Stored.class, settings.change("setupbuttonpin", "3"));
        assertEquals(
                "led: GPIO line 3 is wanted by the set-up button and by the LED: choose another line for one of them.",
                refusal("ledline", "3"));
        personalities.start("led");
        assertEquals(
                "led: GPIO line 26 is wanted by the set-up button and by the LED: choose another line for one of them.",
                refusal("setupbuttonpin", "26"));
        assertInstanceOf(Change.Stored.class, settings.change("setupbuttonpin", "5"));
    }

    @Test
    void personalitiesMayShareALineSinceOneRunsAtATime() throws IOException {
        assertEquals(settings.current().integer("ledline"), settings.current().integer("remoteledline"));
        assertInstanceOf(Change.Stored.class, settings.change("ledline", "22"));
    }

    @Test
    void aPersonalityThatRunsKeepsItsOwnLinesInItsWay() throws Exception {
        personalities.start("led");
        assertInstanceOf(Change.Stored.class, settings.change("ledline", "25"));
        assertInstanceOf(Change.Stored.class, settings.change("ledline", "26"));
    }

    @Test
    void otherSettingsAreNoMatterOfAnOldProblem() throws IOException {
        try (InputLine busy = lines.input(26, "spi0 CS0", Pull.NONE, 0, edge -> {})) {
            assertInstanceOf(Change.Stored.class, settings.change("hostname", "cellar"));
            assertInstanceOf(Change.Stored.class, settings.change("ledbroadcast", "true"));
            assertInstanceOf(Change.Stored.class, settings.change("remoteledline", "25"));
        }
    }

    private String refusal(String name, String value) throws IOException {
        return assertInstanceOf(Change.Refused.class, settings.changeExactly(name, value), name + "=" + value)
                .sentence();
    }
}
