package org.otgwpi.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.otgwpi.settings.Setting.Effect;

final class SettingsTableTest {
    private static final SettingsTable TABLE = Golden.TABLE;

    @Test
    void theTableSaysWhatTheSpecificationSays() {
        String table = TABLE.all().stream().map(SettingsTableTest::row).collect(Collectors.joining("\n", "", "\n"));
        assertEquals(new String(Golden.bytes("table.golden"), UTF_8), table);
    }

    private static String row(Setting setting) {
        String limits = switch (setting.type()) {
            case FLAG -> "";
            case TEXT, CHOICE, PASSWORD -> Integer.toString(setting.max());
            case NUMBER, PIN -> setting.min() + ".." + setting.max();
        };
        return String.join(
                "|",
                setting.fileKey(),
                setting.name(),
                Integer.toString(setting.place()),
                Character.toString(setting.type().letter()),
                limits,
                setting.fresh(),
                setting.missing() == null ? "=" : setting.missing(),
                setting.nullIsMissing() ? "null" : "");
    }

    @Test
    void theListingHasNoGapAndOursStandLast() {
        assertEquals(
                IntStream.rangeClosed(1, TABLE.all().size()).boxed().toList(),
                TABLE.listed().stream().map(Setting::place).toList());
        for (Setting setting : TABLE.all()) {
            assertEquals(
                    setting.place() > 38,
                    List.of("Raspberry Pi", "Personality").contains(setting.group()),
                    setting.name());
        }
    }

    @Test
    void theseNeedARestart() {
        assertEquals(
                List.of(
                        "gpiosensorsenabled",
                        "gpiosensorspin",
                        "s0counterenabled",
                        "s0counterpin",
                        "gpiooutputsenabled",
                        "gpiooutputspin",
                        "gpiooutputstriggerbit",
                        "otgwcommandenable",
                        "otgwcommands",
                        "serialport",
                        "picresetpin",
                        "led1pin",
                        "led2pin",
                        "personality",
                        "railhub32lines",
                        "railhub8266lines",
                        "railhubbroadcast",
                        "remoteledline",
                        "remotebuttonline",
                        "remoteonboardline",
                        "remotemaxclients",
                        "remotegreet",
                        "ledline",
                        "ledbroadcast",
                        "ledextensions",
                        "echorules",
                        "setupbuttonpin"),
                TABLE.listed().stream()
                        .filter(setting -> setting.effect() == Effect.RESTART)
                        .map(Setting::name)
                        .toList());
    }

    @Test
    void everyFreshValueIsOneThatAUserCouldStore() throws RefusedException {
        for (Setting setting : TABLE.all()) {
            assertEquals(setting.fresh(), setting.stored(setting.fresh()), setting.name());
            assertFalse(setting.label().isBlank(), setting.name());
            if (setting.isPin()) {
                PinRules.check(TABLE.fresh(), setting, setting.fresh());
                assertTrue(setting.label().contains("GPIO line"), setting.name());
            }
        }
    }

    @Test
    void namesAreFoundInAnyCase() {
        Setting broker = TABLE.byName("MQTTbroker");
        assertEquals(TABLE.byName("mqttbroker"), broker);
        assertEquals(broker, TABLE.byPostedName("MqttBroker"));
        assertNull(TABLE.byName("#ui_autoscroll"));
        assertNull(TABLE.byPostedName("#mqttbroker"));
        assertNull(TABLE.byPostedName("uiAutoScroll"));
        assertEquals(TABLE.byName("ui_capture"), TABLE.byPostedName("#uiCaptureMode"));
    }

    @Test
    void theListingOfANewInstallationIsTheExpectedBytes() {
        assertArrayEquals(Golden.bytes("fresh-listing.json"), SettingsListing.render(TABLE.fresh()));
    }

    @Test
    void aListedTextIsEscaped() throws RefusedException {
        Setting name = TABLE.all().getFirst();
        String listing = new String(SettingsListing.render(TABLE.fresh().with(name, "a\"b\\c/é\u0001")), UTF_8);
        assertTrue(listing.contains("\"value\":\"a\\\"b\\\\c/é\\u0001\", \"type\": \"s\""), listing);
    }
}
