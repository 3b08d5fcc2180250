package org.otgwpi.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsStoreTest {
    private static final SettingsTable TABLE = Golden.TABLE;

    @TempDir
    Path folder;

    private SettingsStore store;

    @BeforeEach
    void open() throws IOException {
        store = SettingsStore.open(folder, TABLE);
    }

    @Test
    void aNewInstallationWritesTheFileAndHasNothingToSay() throws IOException {
        assertEquals(Optional.empty(), store.note());
        assertEquals("OTGW", store.current().text("HostName"));
        assertFalse(store.current().bool("mqttenable"));
        assertEquals(1883, store.current().integer("mqttbrokerport"));
        assertEquals("otgw-B827EB012345", store.current().text("mqttuniqueid"));
        assertArrayEquals(SettingsFile.write(store.current()), file("settings.ini"));
        assertArrayEquals(file("settings.ini"), file("settings.ini.good"));
    }

    @Test
    void aChangeIsThereAfterARestart() throws IOException {
        store.change("MQTTbroker", "192.168.1.5");
        assertEquals("192.168.1.5", SettingsStore.open(folder, TABLE).current().text("mqttbroker"));
    }

    @Test
    void anExactChangeRefusesWhatWouldHaveToBeGuessedOrCut() throws IOException {
        String before = store.current().toString();
        assertEquals(
                "remoteledline must be a whole number from 0 to 27, not 'abc'.", exactRefusal("remoteledline", "abc"));
        assertEquals(
                "wsmaxclients must be a whole number from 0 to 1000, not '1e9'.", exactRefusal("wsmaxclients", "1e9"));
        assertEquals(
                "wsmaxclients must be a whole number from 0 to 1000, not '5.0'.", exactRefusal("wsmaxclients", "5.0"));
        assertEquals(
                "wsmaxclients must be a number from 0 to 1000, not 2147483647.",
                exactRefusal("wsmaxclients", "99999999999999999999"));
        assertEquals("ledextensions must be true or false, not 'yes'.", exactRefusal("ledextensions", "yes"));
        assertEquals("railhubname holds at most 40 characters, not 41.", exactRefusal("railhubname", "n".repeat(41)));
        assertEquals("echorules must be current or 4.2.", exactRefusal("echorules", "4.3"));
        assertEquals(before, store.current().toString());
    }

    @Test
    void anExactChangeTakesEveryWayToWriteAValue() throws IOException {
        for (String value : List.of("TRUE", "on", "1")) {
            assertInstanceOf(Change.Stored.class, store.changeExactly("ledextensions", value));
            assertTrue(store.current().bool("ledextensions"));
            assertInstanceOf(Change.Stored.class, store.changeExactly("ledextensions", "Off"));
            assertFalse(store.current().bool("ledextensions"));
        }
        assertInstanceOf(Change.Stored.class, store.changeExactly("ledline", " 16 "));
        assertEquals(16, store.current().integer("ledline"));
        assertInstanceOf(Change.Unknown.class, store.changeExactly("nosuch", "1"));
    }

    @Test
    void aRuleCanRefuseAChange() throws IOException {
        store.addRule((before, after) ->
                after.integer("ledline") == 16 ? Optional.of("GPIO line 16 is glued over.") : Optional.empty());
        assertEquals("GPIO line 16 is glued over.", refusal("ledline", "16"));
        assertEquals(26, store.current().integer("ledline"));
        assertInstanceOf(Change.Stored.class, store.change("ledline", "17"));
    }

    private String refusal(String name, String value) throws IOException {
        return assertInstanceOf(Change.Refused.class, store.change(name, value), name)
                .sentence();
    }

    private String exactRefusal(String name, String value) throws IOException {
        return assertInstanceOf(Change.Refused.class, store.changeExactly(name, value), name)
                .sentence();
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws IOException {
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("settings.ini"))));
    }

    @Test
    void anUnknownNameIsAcceptedAndTouchesNothing() throws IOException {
        Files.delete(folder.resolve("settings.ini"));
        assertEquals(new Change.Unknown("AdminPassword"), store.change("AdminPassword", "x"));
        assertInstanceOf(Change.Unknown.class, store.change("#ledblink", "false"));
        assertInstanceOf(Change.Unknown.class, store.change("", "x"));
        assertFalse(Files.exists(folder.resolve("settings.ini")));
    }

    @Test
    void thePageOfTheOriginalStoresItsPreferences() throws IOException {
        store.change("#ui_autoexport", "true");
        store.change("#uiAutoScroll", "false");
        store.change("#uiCaptureMode", "true");
        store.change("#UIGRAPHTIMEWINDOW", "15");
        assertTrue(store.current().bool("ui_autoexport"));
        assertFalse(store.current().bool("ui_autoscroll"));
        assertTrue(store.current().bool("ui_capture"));
        assertEquals(15, store.current().integer("ui_graphtimewindow"));
    }

    @Test
    void flagsAreTrueForThreeWordsOnly() throws IOException {
        for (String yes : List.of("true", "TRUE", "on", "On", "1")) {
            store.change("darktheme", "false");
            store.change("darktheme", yes);
            assertTrue(store.current().bool("darktheme"), yes);
        }
        for (String no : List.of("false", "off", "0", "yes", "2", "", "true ")) {
            store.change("darktheme", "true");
            store.change("darktheme", no);
            assertFalse(store.current().bool("darktheme"), no);
        }
    }

    @Test
    void numbersAreReadAsByAtoi() throws IOException {
        assertStored("mqttbrokerport", "8883", "8883");
        assertStored("mqttbrokerport", " +65535xyz", "65535");
        assertStored("mqttbrokerport", "1883.9", "1883");
        assertStored("mqttbrokerport", "garbage", "0");
        assertStored("gpiooutputstriggerbit", "-0", "0");
    }

    @Test
    void aNumberOutOfItsLimitsIsRefusedWithASentence() throws IOException {
        assertEquals(
                new Change.Refused("mqttbrokerport must be a number from 0 to 65535, not 65536."),
                store.change("mqttbrokerport", "65536"));
        assertEquals(
                new Change.Refused("led1pin must be a number from -1 to 27 (-1 is none), not 28."),
                store.change("led1pin", "28"));
        assertRefused("gpiosensorsinterval", "4");
        assertRefused("gpiosensorsinterval", "garbage");
        assertRefused("wsmaxclients", "-1");
        assertRefused("wsmaxclients", "99999999999999999999999");
        assertRefused("gpiooutputspin", "-2");
        assertEquals(TABLE.fresh(), store.current());
    }

    @Test
    void aTextIsCutToItsStoredLength() throws IOException {
        assertStored("hostname", "h".repeat(41), "h".repeat(40));
        assertStored("hostname", "h".repeat(39) + "\uD83D\uDD25", "h".repeat(39));
        assertStored("mqttbroker", "b".repeat(253), "b".repeat(253));
    }

    @Test
    void aChoiceIsOneOfItsWordsInAnyCase() throws IOException {
        assertStored("mqttdiscovery", " Device", "device");
        for (String other : List.of("", "both", "originaldevice", "device\n1")) {
            assertEquals(
                    new Change.Refused("mqttdiscovery must be original or device."),
                    store.change("mqttdiscovery", other));
        }
        assertEquals("device", store.current().text("mqttdiscovery"));
    }

    @Test
    void onlyTheseTextsMayBeEmpty() throws IOException {
        for (Setting setting : TABLE.all()) {
            if (setting.isText()) {
                boolean empty = List.of(
                                "mqttuser",
                                "mqttpasswd",
                                "mqttcafile",
                                "otgwcommands",
                                "railhub32lines",
                                "railhub8266lines",
                                "railhubname",
                                "updateurl")
                        .contains(setting.name());
                assertEquals(empty, store.change(setting.name(), "") instanceof Change.Stored, setting.name());
            }
        }
    }

    @Test
    void controlCharactersAreRefused() throws IOException {
        assertRefused("hostname", "a\nb");
        assertRefused("mqttpasswd", "a\0b");
        assertRefused("mqtttoptopic", "a\uD800b");
        assertStored("mqtttoptopic", "a,:\"{}\\ü°b", "a,:\"{}\\ü°b");
    }

    @Test
    void aLineHasOneUser() throws IOException {
        assertEquals(
                new Change.Refused(
                        "GPIO line 17 is already used by s0counterpin; led1pin needs another one, or -1 for none."),
                store.change("led1pin", "17"));
        assertEquals(
                new Change.Refused("GPIO line 14 belongs to the serial port and cannot be used for led1pin."),
                store.change("led1pin", "14"));
        assertStored("s0counterpin", "-1", "-1");
        assertStored("led1pin", "17", "17");
        assertStored("led2pin", "-1", "-1");
    }

    @Test
    void thePasswordIsNeverShown() throws IOException {
        store.change("mqttpasswd", "geheim");
        assertEquals("geheim", store.current().text("mqttpasswd"));
        assertFalse(store.current().toString().contains("geheim"));
        assertFalse(new String(SettingsListing.render(store.current()), UTF_8).contains("geheim"));
        assertFalse(new String(store.redactedFile(), UTF_8).contains("geheim"));
        assertFalse(store.change("hostname", "x").toString().contains("geheim"));
    }

    @Test
    void postingThePlaceholderKeepsThePassword() throws IOException {
        store.change("mqttpasswd", "geheim");
        assertInstanceOf(Change.Stored.class, store.change("MQTTpasswd", "NotThePassword"));
        assertEquals("geheim", store.current().text("mqttpasswd"));
    }

    @Test
    void aDownloadedFileBroughtBackKeepsThePasswordAndRestoresTheRest() throws IOException {
        store.change("mqttpasswd", "geheim");
        store.change("led1pin", "5");
        byte[] backup = store.redactedFile();
        Settings then = store.current();
        store.change("hostname", "other");
        store.change("led1pin", "6");
        assertInstanceOf(Change.Stored.class, store.importFile(backup));
        assertEquals(then, store.current());
        assertEquals(then, SettingsStore.open(folder, TABLE).current());
        assertEquals(Optional.empty(), store.note());
    }

    @Test
    void aBrokenFileBroughtInIsRefusedAndChangesNothing() throws IOException {
        Change.Refused refused = assertInstanceOf(Change.Refused.class, store.importFile("{ \"host".getBytes(UTF_8)));
        assertTrue(refused.sentence().startsWith("This settings.ini cannot be read: "), refused.sentence());
        assertEquals(TABLE.fresh(), store.current());
    }

    @Test
    void reloadingTakesWhatWasEditedByHand() throws IOException {
        String edited = new String(file("settings.ini"), UTF_8).replace("1883", "1884");
        Files.writeString(folder.resolve("settings.ini"), edited);
        assertInstanceOf(Change.Stored.class, store.reload());
        assertEquals(1884, store.current().integer("mqttbrokerport"));
        Files.writeString(folder.resolve("settings.ini"), "oops");
        assertInstanceOf(Change.Refused.class, store.reload());
        assertEquals(1884, store.current().integer("mqttbrokerport"));
        Files.delete(folder.resolve("settings.ini"));
        store.reload();
        assertEquals(edited, Files.readString(folder.resolve("settings.ini")));
    }

    @Test
    void listenersHearOfEachRealChangeInOrder() throws IOException {
        List<String> heard = new ArrayList<>();
        store.addListener((before, after) -> {
            throw new IllegalStateException("a listener that fails harms nobody");
        });
        store.addListener((before, after) -> heard.add(before.text("hostname") + ">" + after.text("hostname")));
        store.change("hostname", "a");
        store.change("hostname", "a");
        store.change("nonsense", "a");
        store.change("hostname", "");
        store.change("hostname", "b");
        assertEquals(List.of("OTGW>a", "a>b"), heard);
    }

    @Test
    void aListenerCanAskWhetherWhatItLivesByHasChanged() throws IOException {
        Settings before = store.current();
        store.change("mqttuser", "heat");
        assertTrue(store.current().differs(before, "mqttbroker", "MQTTuser"));
        assertFalse(store.current().differs(before, "mqttbroker", "mqttpasswd"));
    }

    @Test
    void askingForWhatDoesNotExistIsAProgrammingError() {
        assertThrows(IllegalArgumentException.class, () -> store.current().text("nonsense"));
        assertThrows(IllegalArgumentException.class, () -> store.current().bool("hostname"));
        assertThrows(IllegalArgumentException.class, () -> store.current().integer("ledblink"));
    }

    @Test
    void aFolderThatCannotBeWrittenRefusesTheChangeWithOneSentence() throws IOException {
        Path gone = folder.resolve("gone");
        SettingsStore lost = SettingsStore.open(gone, TABLE);
        for (String name : List.of("settings.ini", "settings.ini.good")) {
            Files.delete(gone.resolve(name));
        }
        Files.delete(gone);
        IOException e = assertThrows(IOException.class, () -> lost.change("hostname", "x"));
        assertEquals(
                "The settings could not be saved in " + gone + ": the folder is not there. Nothing was changed.",
                e.getMessage());
        assertEquals("OTGW", lost.current().text("hostname"));
    }

    private void assertStored(String name, String posted, String stored) throws IOException {
        assertInstanceOf(Change.Stored.class, store.change(name, posted));
        assertEquals(stored, store.current().text(name));
        assertEquals(stored, SettingsStore.open(folder, TABLE).current().text(name));
    }

    private void assertRefused(String name, String posted) throws IOException {
        assertInstanceOf(Change.Refused.class, store.change(name, posted));
    }

    private byte[] file(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }
}
