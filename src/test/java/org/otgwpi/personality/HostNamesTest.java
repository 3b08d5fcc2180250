package org.otgwpi.personality;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.board.SimulatedMachine;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

final class HostNamesTest {

    @TempDir
    Path folder;

    private final SimulatedMachine machine = new SimulatedMachine();
    private SettingsStore settings;
    private HostNames names;

    @BeforeEach
    void open() {
        settings = SettingsStore.open(folder, SettingsTable.load("020000000001"));
        names = new HostNames(settings, machine);
        names.start();
    }

    @AfterEach
    void close() {
        names.close();
    }

    @Test
    void theNameOfTheSettingsIsAnnouncedAtTheStartAndWhenItChanges() throws IOException {
        await().until(() -> machine.hostName().equals("OTGW"));
        settings.change("hostname", "cv-ketel");
        await().until(() -> machine.hostName().equals("cv-ketel"));
        assertEquals(Optional.empty(), names.problem());
    }

    @Test
    void aNameThatNoNetworkCanUseIsMappedAndBothAreShown() throws IOException {
        settings.change("hostname", "my otgw");
        await().until(() -> machine.hostName().equals("my-otgw"));
        assertEquals("my otgw", names.current().wished());
        assertEquals(
                "A network cannot use the host name \"my otgw\", so this device is called my-otgw.local.",
                names.problem().orElseThrow());
    }

    @Test
    void furtherNamesAreAnnouncedFollowTheirSettingsAndEndWithIt() throws IOException {
        HostNames two = new HostNames(settings, now -> "railhub32", now -> List.of(now.text("railhubname")), machine);
        settings.change("railhubname", "yard");
        two.start();
        await().until(() -> machine.alsoKnownAs().equals(List.of("yard")));
        settings.change("railhubname", "cellar");
        await().until(() -> machine.alsoKnownAs().equals(List.of("cellar")));
        assertEquals(List.of("cellar"), two.further());
        two.close();
        assertEquals(List.of(), machine.alsoKnownAs());
    }

    @Test
    void ofABurstTheLastNameStays() throws IOException {
        for (int i = 0; i < 20; i++) {
            settings.change("hostname", "otgw-" + i);
        }
        await().until(() -> machine.hostName().equals("otgw-19"));
    }
}
