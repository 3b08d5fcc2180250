package org.otgwpi.otgw.mqtt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.LogLine;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.settings.Change;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

/** A gateway with a chip, settings in a folder, and MQTT that comes back after milliseconds instead of seconds. */
final class House implements AutoCloseable {

    static final String NODE = "otgw-B827EB012345";
    static final String VALUES = "OTGW/value/" + NODE;
    static final String COMMANDS = "OTGW/set/" + NODE;

    private static final long ANSWER_MILLIS = 1500;

    final ChipLine chip = new ChipLine();
    final Gateway gateway;
    final SettingsStore settings;
    final MqttService mqtt;

    House(Path folder, int brokerPort, String... nameAndValue) throws IOException {
        Files.createDirectories(folder);
        Catalogue catalogue = Catalogue.load();
        gateway = new Gateway(
                chip,
                null,
                catalogue,
                new LogLine(catalogue, ZoneOffset.UTC),
                System::nanoTime,
                InstantSource.system());
        settings = SettingsStore.open(folder, SettingsTable.load("B827EB012345"));
        set("mqttbroker", "127.0.0.1");
        set("mqttbrokerport", Integer.toString(brokerPort));
        set("mqttenable", "true");
        for (int i = 0; i < nameAndValue.length; i += 2) {
            set(nameAndValue[i], nameAndValue[i + 1]);
        }
        DeviceFacts facts = new DeviceFacts(
                "B827EB012345", "1.0.0+c03a635 (08-02-2026)", 7, "Power On", () -> 42, () -> 2, () -> "1.0.1+0000000");
        mqtt = new MqttService(
                gateway,
                catalogue,
                settings::current,
                facts,
                folder,
                System::nanoTime,
                new Backoff(TimeUnit.MILLISECONDS.toNanos(50), TimeUnit.MILLISECONDS.toNanos(200), () -> 0.5),
                ANSWER_MILLIS);
        settings.addListener((before, after) -> mqtt.settingsChanged());
    }

    void start() {
        mqtt.start();
        gateway.start();
    }

    void set(String name, String value) throws IOException {
        if (settings.change(name, value) instanceof Change.Refused refused) {
            throw new IllegalArgumentException(refused.sentence());
        }
    }

    /** Waits for something that happens within seconds even on a busy machine. */
    static org.awaitility.core.ConditionFactory await() {
        return org.awaitility.Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(60));
    }

    void awaitConnected() {
        await().until(() -> mqtt.health().connected());
    }

    @Override
    public void close() {
        mqtt.close();
        gateway.close();
    }
}
