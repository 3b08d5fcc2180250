package org.otgwpi.otgw.clock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.ValueStore;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.gateway.Presence;
import org.otgwpi.settings.Change;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

final class TimeSyncTest {

    private static final GatewayState READY = state("gateway", true, false, true, null);

    @TempDir
    Path folder;

    private final List<String> sent = new ArrayList<>();
    private final TimeSync sync = new TimeSync(new Recorder(), this::askClock);
    private SettingsStore settings;
    private boolean synchronised = true;
    private int asked;
    private boolean lineTaken;
    private boolean queueFull;
    private long nanos = Long.MAX_VALUE - 5;
    private Instant now = Instant.EPOCH;

    @BeforeEach
    void theUserWantsTheTimeSent() throws IOException {
        settings = SettingsStore.open(folder, SettingsTable.load("001122334455"));
        set("ntpsendtime", "true");
    }

    @Test
    void theFirstTimeTellsTimeDayAndYear() {
        at("2026-02-08T08:05:31Z");
        assertEquals(List.of("SC=9:05/7", "SR=21:2,8 queued", "SR=22:7,234 queued"), sent);
    }

    @Test
    void theTimeIsToldOnceInEachLocalMinute() {
        at("2026-02-09T12:58:58Z");
        sent.clear();
        passSeconds(150);
        assertEquals(List.of("SC=13:59/1", "SC=14:00/1", "SC=14:01/1"), sent);
    }

    @Test
    void aNewDayIsToldAtLocalMidnight() {
        at("2026-06-30T21:59:30Z");
        sent.clear();
        passSeconds(60);
        assertEquals(List.of("SC=0:00/3", "SR=21:7,1 queued"), sent);
    }

    @Test
    void aNewYearIsToldAtLocalMidnight() {
        at("2026-12-31T22:59:59Z");
        assertEquals("SR=22:7,234 queued", sent.getLast());
        sent.clear();
        passSeconds(1);
        assertEquals(List.of("SC=0:00/5", "SR=21:1,1 queued", "SR=22:7,235 queued"), sent);
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Amsterdam, 2026-03-29T00:59:59Z, SC=1:59/7, SC=3:00/7",
        "Europe/Amsterdam, 2026-10-25T00:59:59Z, SC=2:59/7, SC=2:00/7",
        "America/New_York, 2026-11-01T05:59:59Z, SC=1:59/7, SC=1:00/7",
        "Australia/Lord_Howe, 2026-04-04T14:59:59Z, SC=1:59/7, SC=1:30/7",
        "Asia/Kathmandu, 2026-01-01T00:14:59Z, SC=5:59/4, SC=6:00/4"
    })
    void aChangeOfDaylightSavingTimeIsToldAtOnce(String zone, String utc, String before, String after)
            throws IOException {
        set("ntptimezone", zone);
        at(utc);
        assertEquals(before, sent.getFirst());
        sent.clear();
        passSeconds(1);
        assertEquals(List.of(after), sent);
    }

    @Test
    void anotherZoneAndAClockThatWasPutForwardAreToldAtOnce() throws IOException {
        at("2026-02-08T08:05:31Z");
        sent.clear();
        set("ntptimezone", "Europe/London");
        passSeconds(1);
        assertEquals(List.of("SC=8:05/7"), sent);
        sent.clear();
        at("2026-02-08T10:07:00Z");
        assertEquals(List.of("SC=10:07/7"), sent);
    }

    @Test
    void anUnknownZoneIsAmsterdam() throws IOException {
        set("ntptimezone", "Mars/Olympus");
        at("2026-02-08T08:05:31Z");
        assertEquals("SC=9:05/7", sent.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ntpsendtime", "ntpenable"})
    void nothingIsToldUnlessTheUserWantsIt(String setting) throws IOException {
        set(setting, "false");
        at("2026-02-08T08:05:31Z");
        passSeconds(200);
        assertEquals(List.of(), sent);
        assertEquals(0, asked);
        set(setting, "true");
        passSeconds(1);
        assertEquals(3, sent.size());
    }

    @Test
    void nothingIsToldBeforeTheClockIsSynchronised() {
        synchronised = false;
        at("1970-01-01T00:00:10Z");
        passSeconds(150);
        assertEquals(List.of(), sent);
        assertTrue(asked <= 11, asked + " questions");
        synchronised = true;
        passSeconds(15);
        assertEquals(3, sent.size());
        int before = asked;
        synchronised = false;
        sent.clear();
        passSeconds(120);
        assertEquals(2, sent.size(), "once synchronised it counts as good");
        assertEquals(before, asked);
    }

    @ParameterizedTest
    @CsvSource({
        "diagnose, true, false, true, ",
        "no pic found, false, false, true, ",
        "gateway, false, false, true, ",
        "gateway, true, true, true, ",
        "gateway, true, false, false, ",
        "gateway, true, false, true, a client"
    })
    void nothingIsToldToAChipThatMayNotBeDisturbed(
            String type, boolean available, boolean summary, boolean open, @Nullable String owner) {
        now = Instant.parse("2026-02-08T08:05:31Z");
        sync.tick(nanos, now, settings.current(), state(type, available, summary, open, owner));
        assertEquals(List.of(), sent);
        passSeconds(1);
        assertEquals(3, sent.size(), "and at once when it may");
    }

    @Test
    void whatTheLineOrTheQueueRefusesIsTriedAgain() {
        lineTaken = true;
        at("2026-02-08T08:05:31Z");
        assertEquals(List.of(), sent);
        lineTaken = false;
        queueFull = true;
        passSeconds(1);
        assertEquals(List.of("SC=9:05/7"), sent);
        queueFull = false;
        passSeconds(28);
        assertEquals(List.of("SC=9:05/7", "SC=9:06/7", "SR=21:2,8 queued", "SR=22:7,234 queued"), sent);
    }

    private void at(String utc) {
        now = Instant.parse(utc);
        tick();
    }

    private void passSeconds(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nanos += TimeUnit.SECONDS.toNanos(1);
            now = now.plusSeconds(1);
            tick();
        }
    }

    private void tick() {
        sync.tick(nanos, now, settings.current(), READY);
    }

    private void set(String name, String value) throws IOException {
        assertTrue(settings.change(name, value) instanceof Change.Stored);
    }

    private boolean askClock() {
        asked++;
        return synchronised;
    }

    private static GatewayState state(
            String type, boolean available, boolean summary, boolean open, @Nullable String owner) {
        return new GatewayState(
                new ValueStore(Catalogue.load()).snapshot(),
                new GatewayState.Chip(type, "6.6", "pic16f1847"),
                available,
                GatewayState.Mode.GATEWAY,
                Presence.CONNECTED,
                Presence.CONNECTED,
                true,
                false,
                summary,
                new GatewayState.Port("the port", open, null),
                new GatewayState.Counters(0, 0, 0, 0, 0),
                0,
                owner,
                "",
                List.of());
    }

    private final class Recorder implements TimeSync.Outlet {

        @Override
        public boolean tell(String command) {
            return !lineTaken && sent.add(command);
        }

        @Override
        public boolean queue(String command) {
            return !queueFull && sent.add(command + " queued");
        }
    }
}
