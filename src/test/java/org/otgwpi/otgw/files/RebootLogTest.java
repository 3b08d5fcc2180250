package org.otgwpi.otgw.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.board.StartCause;

final class RebootLogTest {

    private static final ZonedDateTime NOON = ZonedDateTime.of(2026, 2, 8, 12, 0, 0, 0, ZoneId.of("UTC"));

    @TempDir
    Path data;

    @Test
    void theNewestStartStandsFirstAndTwentyAreKept() throws IOException {
        UserFolder folder = new UserFolder(data);
        for (int i = 1; i <= 25; i++) {
            assertEquals(
                    i,
                    RebootLog.started(folder, NOON.plusHours(i), StartCause.WATCHDOG)
                            .count());
        }
        assertEquals("25\r\n", Files.readString(data.resolve("reboot_count.txt")));
        String log = Files.readString(data.resolve("reboot_log.txt"));
        List<String> lines = List.of(log.split("\r\n"));
        assertEquals(20, lines.size());
        assertTrue(log.endsWith("\r\n"));
        assertEquals("2026-02-09 13:00:00 - reboot cause: Hardware Watchdog (1) ", lines.getFirst());
        assertEquals("2026-02-08 18:00:00 - reboot cause: Hardware Watchdog (1) ", lines.getLast());
    }

    @Test
    void aLogOfTheOriginalIsReadThoughItsOlderLinesEndInCrAlone() throws IOException {
        Files.writeString(data.resolve("reboot_log.txt"), "new\r\nold\rolder\r\r");
        RebootLog.started(new UserFolder(data), NOON, StartCause.POWER_ON);
        assertEquals(
                "2026-02-08 12:00:00 - reboot cause: Power On (0) \r\nnew\r\nold\r\nolder\r\n",
                Files.readString(data.resolve("reboot_log.txt")));
    }

    @Test
    void filesThatCannotBeUsedDoNotMatter() throws IOException {
        Files.createDirectories(data.resolve("reboot_log.txt/x"));
        Files.writeString(data.resolve("reboot_count.txt"), "many");
        assertEquals(
                1,
                RebootLog.started(new UserFolder(data), NOON, StartCause.RESTART)
                        .count());
    }
}
