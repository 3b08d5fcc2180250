package org.otgwpi.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The power is cut after every single step on the disk. */
final class PowerCutTest {
    private static final int CHANGES = 500;

    private final RecordingDisk disk = new RecordingDisk();
    private final List<String> failures = new ArrayList<>();
    private String oldName = "OTGW";
    private String newName = "OTGW";
    private int cuts;

    @Test
    void inFiveHundredChangesTheFileIsAlwaysWholeOldOrNew() throws IOException {
        SettingsStore store = new SettingsStore(disk, Golden.TABLE);
        disk.onStep(() -> cutThePower(false));
        for (int i = 0; i < CHANGES; i++) {
            newName = "name-" + i + "x".repeat(i % 20);
            assertInstanceOf(Change.Stored.class, store.change("hostname", newName));
            oldName = newName;
            cutThePower(false);
        }
        assertEquals(List.of(), failures);
        assertTrue(cuts > CHANGES * 10 * 4, "cut " + cuts + " times");
    }

    @Test
    void theRepairOfADamagedFileMayBeCutToo() throws IOException {
        new SettingsStore(disk, Golden.TABLE).change("hostname", "kept");
        disk.write("settings.ini", new byte[] {'{'});
        disk.sync("settings.ini");
        oldName = "kept";
        newName = "kept";
        disk.onStep(() -> cutThePower(true));
        assertEquals("kept", new SettingsStore(disk, Golden.TABLE).current().text("hostname"));
        assertEquals(List.of(), failures);
        assertTrue(cuts > 40, "cut " + cuts + " times");
    }

    @Test
    void aFileWrittenInPlaceWouldNotPass() throws IOException {
        new SettingsStore(disk, Golden.TABLE);
        disk.onStep(() -> cutThePower(false));
        disk.write("settings.ini", SettingsFile.write(Golden.TABLE.fresh()));
        assertTrue(failures.size() > 0);
    }

    @Test
    void aFileRenamedBeforeItIsSyncedWouldNotPass() throws IOException {
        new SettingsStore(disk, Golden.TABLE);
        disk.write("settings.ini.new", SettingsFile.write(Golden.TABLE.fresh()));
        disk.onStep(() -> cutThePower(false));
        disk.rename("settings.ini.new", "settings.ini");
        assertTrue(failures.size() > 0);
    }

    @Test
    void beforeTheFirstSaveThereIsNothingToLose() {
        disk.onStep(() -> {
            for (RecordingDisk remains : disk.remains()) {
                SettingsStore store = new SettingsStore(remains, Golden.TABLE);
                assertEquals(Golden.TABLE.fresh(), store.current());
                assertEquals(Optional.empty(), store.note());
            }
        });
        assertEquals(Golden.TABLE.fresh(), new SettingsStore(disk, Golden.TABLE).current());
        assertThrows(NoSuchFileException.class, () -> disk.read("settings.ini.new", 1));
    }

    private void cutThePower(boolean damaged) {
        for (RecordingDisk remains : disk.remains()) {
            cuts++;
            SettingsStore store = new SettingsStore(remains, Golden.TABLE);
            String name = store.current().text("hostname");
            if (!name.equals(oldName) && !name.equals(newName)) {
                failures.add(name + " is neither " + oldName + " nor " + newName);
            }
            if (!damaged && store.note().isPresent()) {
                failures.add(store.note().orElseThrow());
            }
        }
    }
}
