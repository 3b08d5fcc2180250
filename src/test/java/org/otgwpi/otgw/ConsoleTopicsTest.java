package org.otgwpi.otgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.net.IoWorker;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.LogLine;
import org.otgwpi.otgw.console.ConsoleFacts;
import org.otgwpi.otgw.console.DebugConsole;
import org.otgwpi.otgw.console.MqttKeys;
import org.otgwpi.otgw.console.PinKeys;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.sensors.PulseReadings;
import org.otgwpi.otgw.sensors.SensorReadings;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

final class ConsoleTopicsTest {

    private static final InstantSource CLOCK = InstantSource.fixed(DeskGateway.NOW);
    private static final int PATIENCE_MILLIS = 60_000;

    @TempDir
    Path folder;

    private IoWorker worker;
    private Gateway gateway;
    private DebugConsole console;
    private Socket client;
    private BufferedReader shown;

    @BeforeEach
    void connect() throws IOException {
        worker = IoWorker.start(1);
        Catalogue catalogue = Catalogue.load();
        gateway = new Gateway(
                new ScriptedLine(), null, catalogue, new LogLine(catalogue, ZoneOffset.UTC), System::nanoTime, CLOCK);
        console = new DebugConsole(
                gateway,
                SettingsStore.open(folder, SettingsTable.load("001122334455")),
                new ConsoleFacts("1.2.0+0a1b2c3", DeskGateway.NOW, () -> true, () -> ZoneOffset.UTC, () -> 0),
                MqttKeys.NONE,
                PinKeys.NONE,
                worker,
                System::nanoTime,
                CLOCK);
        console.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        client = new Socket(InetAddress.getLoopbackAddress(), console.port());
        client.setSoTimeout(PATIENCE_MILLIS);
        shown = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8));
        await().atMost(DeskGateway.PATIENCE).until(() -> console.clients() == 1);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        console.close();
        gateway.close();
        worker.close();
    }

    @Test
    void whatIsSaidToAndByTheBrokerIsShownOnOneLineEach() throws IOException {
        MqttToConsole mqtt = new MqttToConsole(console);
        mqtt.published("unseen", "21.5");
        press('3', "Debug MQTT: true");
        mqtt.published("OTGW/value/node/Tr", "20.50");
        assertEquals("sendMQTT    (   0): Sent OTGW/value/node/Tr: 20.50", line());
        mqtt.published("homeassistant/sensor/node/Tr/config", "{" + "x".repeat(500) + "}");
        assertEquals(
                "sendMQTT    (   0): Sent homeassistant/sensor/node/Tr/config: {" + "x".repeat(119) + " ...", line());
        byte[] payload = "21.5\r\nX".getBytes(UTF_8);
        mqtt.arrived("OTGW/set/node/setpoint", payload, payload.length);
        assertEquals("handleMQTT  (   0): Received OTGW/set/node/setpoint: 21.5??X", line());
    }

    @Test
    void whatIsMeasuredIsShown() throws IOException {
        MeasurementsToConsole measurements = new MeasurementsToConsole(console);
        SensorReadings readings =
                new SensorReadings(true, List.of(new SensorReadings.Reading("28FF641E8216C3A1", 21_437, 1)));
        measurements.temperatures(readings);
        press('4', "Debug Sensors: true");
        measurements.temperatures(readings);
        assertEquals("pollSensors (   0): Sensor 28FF641E8216C3A1: 21.437 °C", line());
        measurements.pulses(new PulseReadings(true, 2, 12, 3600, 1.0f, 1, 0));
        assertEquals(
                "sendS0Counte(   0): S0 counter: 2 pulses, 12 in all, 3600 ms between the last two, 1.000 kW", line());
    }

    private void press(char key, String answer) throws IOException {
        client.getOutputStream().write(key);
        assertEquals("handleDebug (   0): " + answer, line());
    }

    /** The next line, without its time and memory. */
    private String line() throws IOException {
        String line = shown.readLine();
        return line.substring(line.indexOf(") ") + 2);
    }
}
