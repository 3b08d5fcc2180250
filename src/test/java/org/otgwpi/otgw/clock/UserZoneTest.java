package org.otgwpi.otgw.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

final class UserZoneTest {

    @TempDir
    Path folder;

    private SettingsStore settings;

    @BeforeEach
    void open() {
        settings = SettingsStore.open(folder, SettingsTable.load("001122334455"));
    }

    @Test
    void theZoneIsThatOfTheSetting() throws IOException {
        settings.change("ntptimezone", "Europe/London");
        assertEquals(ZoneId.of("Europe/London"), UserZone.of(settings.current()));
        assertEquals(Optional.empty(), UserZone.problem(settings.current()));
    }

    @Test
    void aNameThatIsNoneGetsASentenceAndTheOriginalsZone() throws IOException {
        settings.change("ntptimezone", "Mars/Base");
        assertEquals(ZoneId.of("Europe/Amsterdam"), UserZone.of(settings.current()));
        assertEquals(
                Optional.of("There is no time zone \"Mars/Base\", so Europe/Amsterdam counts:"
                        + " choose a name like Europe/London."),
                UserZone.problem(settings.current()));
    }

    @Test
    void withoutTheNetworksTimeThatZoneIsUtc() throws IOException {
        settings.change("ntptimezone", "Mars/Base");
        settings.change("ntpenable", "false");
        assertEquals(ZoneOffset.UTC, UserZone.of(settings.current()));
        assertEquals(
                Optional.of("There is no time zone \"Mars/Base\", so UTC counts: choose a name like Europe/London."),
                UserZone.problem(settings.current()));
    }
}
