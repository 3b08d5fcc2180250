package org.otgwpi.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsRecoveryTest {
    private static final SettingsTable TABLE = Golden.TABLE;

    @TempDir
    Path folder;

    private Path file;
    private Path good;
    private Path broken;

    @BeforeEach
    void names() {
        file = folder.resolve("settings.ini");
        good = folder.resolve("settings.ini.good");
        broken = folder.resolve("settings.ini.broken");
    }

    @Test
    void aDamagedFileIsSetAsideAndReplacedByTheLastGoodCopy() throws IOException {
        open().change("hostname", "kept");
        byte[] saved = Files.readAllBytes(file);
        Files.writeString(file, "{\r\n  \"hostname\": \"ke");
        SettingsStore store = open();
        assertEquals("kept", store.current().text("hostname"));
        assertEquals(
                Optional.of("settings.ini is damaged: it is no JSON from line 2. The last good copy is used."
                        + " It is kept as settings.ini.broken."),
                store.note());
        assertEquals("{\r\n  \"hostname\": \"ke", Files.readString(broken));
        assertArrayEquals(saved, Files.readAllBytes(file));
        assertEquals(Optional.empty(), open().note());
    }

    @Test
    void thatSettingsAreNotKeptForGoodIsSaidUntilTheEnd() throws IOException {
        Files.writeString(file, "garbage");
        SettingsStore store = open();
        store.volatileBecause("They are in memory.");
        assertTrue(store.note().orElseThrow().startsWith("They are in memory. settings.ini is damaged"));
        store.importFile("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertTrue(store.note().orElseThrow().startsWith("They are in memory."));
    }

    @Test
    void withoutAGoodCopyTheDefaultsAreUsed() throws IOException {
        Files.writeString(file, "garbage");
        Files.writeString(good, "garbage too");
        SettingsStore store = open();
        assertEquals(TABLE.fresh(), store.current());
        assertTrue(store.note().orElseThrow().contains("all settings are those of a new installation"));
        assertArrayEquals(Golden.bytes("fresh-settings.ini"), Files.readAllBytes(file));
        assertArrayEquals(Golden.bytes("fresh-settings.ini"), Files.readAllBytes(good));
    }

    @Test
    void aFileCutAtAnyByteGivesTheLastGoodSettings() throws IOException {
        open().change("mqttbroker", "10.1.2.3");
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertEquals("10.1.2.3", open().current().text("mqttbroker"), "cut at " + length);
            assertArrayEquals(whole, Files.readAllBytes(file));
        }
    }

    @Test
    void tenMegabytesOfGarbageAreNotReadNorKept() throws IOException {
        open().change("hostname", "kept");
        byte[] garbage = new byte[10_000_000];
        new Random(1).nextBytes(garbage);
        garbage[0] = '{';
        Files.write(file, garbage);
        SettingsStore store = open();
        assertEquals("kept", store.current().text("hostname"));
        assertTrue(store.note().orElseThrow().contains("it is longer than 64 KB"));
        assertEquals(SettingsFile.MAX_BYTES, Files.size(broken));
    }

    @Test
    void whatCannotBeReadAtAllIsLeftAndTheGoodCopyUsed() throws IOException {
        open().change("hostname", "kept");
        Files.delete(file);
        Files.createDirectory(file);
        SettingsStore store = open();
        assertEquals("kept", store.current().text("hostname"));
        assertTrue(store.note().orElseThrow().startsWith("settings.ini could not be read: "));
        assertTrue(Files.isDirectory(file));
    }

    @Test
    void aFileOfAnEspIsTakenOverOnceWithANote() throws IOException {
        byte[] esp = Golden.bytes("full-esp-settings.ini");
        Files.write(file, esp);
        SettingsStore store = open();
        assertEquals("Boiler", store.current().text("hostname"));
        assertTrue(store.note().orElseThrow().startsWith("settings.ini comes from an ESP"));
        SettingsStore again = open();
        assertEquals(store.current(), again.current());
        assertEquals(Optional.empty(), again.note());
    }

    @Test
    void aFileOfAnEspBroughtInKeepsOurPinsAndOurOwnSettings() throws IOException {
        SettingsStore store = open();
        store.change("led1pin", "5");
        store.change("gpiosensorspin", "6");
        store.change("wsmaxclients", "9");
        store.importFile(Golden.bytes("full-esp-settings.ini"));
        assertEquals("Boiler", store.current().text("hostname"));
        assertEquals(5, store.current().integer("led1pin"));
        assertEquals(6, store.current().integer("gpiosensorspin"));
        assertEquals(9, store.current().integer("wsmaxclients"));
        assertTrue(store.note().isPresent());
    }

    @Test
    void aDeletedFileMeansANewInstallation() throws IOException {
        open().change("hostname", "old");
        Files.delete(file);
        assertEquals(TABLE.fresh(), open().current());
    }

    @Test
    void aFullDiskRefusesTheChangeAndLeavesNoHalfFile() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        SettingsStore store = new SettingsStore(disk, TABLE);
        for (int failing = 1; failing <= 4; failing++) {
            Settings before = store.current();
            byte[] saved = disk.read("settings.ini", SettingsFile.MAX_BYTES);
            disk.failAfter(failing);
            String message = "";
            try {
                store.change("hostname", "refused" + failing);
            } catch (IOException e) {
                message = String.valueOf(e.getMessage());
            }
            assertEquals(
                    "The settings could not be saved in memory: No space left on device. Nothing was changed.",
                    message);
            assertEquals(before, store.current());
            assertArrayEquals(saved, disk.read("settings.ini", SettingsFile.MAX_BYTES), "step " + failing);
            assertFalse(disk.has("settings.ini.new"));
        }
        store.change("hostname", "stored");
        assertEquals("stored", new SettingsStore(disk, TABLE).current().text("hostname"));
    }

    @Test
    void aDamagedFileOnAFullDiskStaysWhereItIs() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        new SettingsStore(disk, TABLE).change("hostname", "kept");
        byte[] damaged = "{\"hostname".getBytes(UTF_8);
        disk.write("settings.ini", damaged);
        disk.failAfter(1);
        SettingsStore store = new SettingsStore(disk, TABLE);
        assertEquals("kept", store.current().text("hostname"));
        assertTrue(
                store.note().orElseThrow().endsWith("It could not be set aside in memory: No space left on device."));
        assertArrayEquals(damaged, disk.read("settings.ini", 100));
    }

    @Test
    void aFileOfAnEspIsUsedEvenIfItCannotBeTakenOver() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        new SettingsStore(disk, TABLE).change("hostname", "good copy");
        disk.write("settings.ini", Golden.bytes("full-esp-settings.ini"));
        disk.failAfter(1);
        SettingsStore store = new SettingsStore(disk, TABLE);
        assertEquals("Boiler", store.current().text("hostname"));
        assertArrayEquals(Golden.bytes("full-esp-settings.ini"), disk.read("settings.ini", 10_000));
    }

    @Test
    void aCopyThatCannotBeSavedDoesNotRefuseTheChange() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        SettingsStore store = new SettingsStore(disk, TABLE);
        disk.failAfter(5);
        store.change("hostname", "stored");
        assertEquals("stored", store.current().text("hostname"));
        assertTrue(new String(disk.read("settings.ini", 100), UTF_8).contains("stored"));
    }

    private SettingsStore open() throws IOException {
        return SettingsStore.open(folder, TABLE);
    }
}
