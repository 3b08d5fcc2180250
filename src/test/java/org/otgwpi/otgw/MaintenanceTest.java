package org.otgwpi.otgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.BusyException;
import org.otgwpi.personality.MaintenanceLock;

/** What is answered on port 80 while something has the system for itself. */
@SuppressWarnings("NullAway.Init")
final class MaintenanceTest {

    @TempDir
    private Path data;

    private DeskGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new DeskGateway(data, new ScriptedLine());
        gateway.awaitReady(0);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private HttpAnswer ask(String command) throws IOException {
        return gateway.post("/_pi/command", "", ("{\"command\":\"" + command + "\"}").getBytes(UTF_8));
    }

    @ParameterizedTest
    @CsvSource({"SYSTEM_UPDATE,a system update", "RESTORE,the restoring of a backup", "RESTART,a restart"})
    void aCommandIsRefusedInTheNameOfWhatIsUnderWay(Activity activity, String words) throws Exception {
        try (MaintenanceLock.Hold hold = gateway.maintenance.take(activity)) {
            HttpAnswer asked = ask("TT=20");
            assertEquals(503, asked.status());
            assertEquals(
                    "{\"error\":\"TT=20 was not sent: " + words + " is under way. Try again when it has ended\"}",
                    asked.text());
            HttpAnswer queued = gateway.post("/api/v1/otgw/command/TT=20", "", new byte[0]);
            assertEquals(503, queued.status());
            assertEquals(
                    "503: TT=20 was not sent: " + words + " is under way. Try again when it has ended.\r\n",
                    queued.text());
        }
        assertEquals(200, ask("PR=A").status());
        assertEquals(
                "OK",
                gateway.post("/api/v1/otgw/command/TT=20", "", new byte[0]).text());
    }

    @Test
    void duringAPicFlashACommandIsQueuedForLater() throws Exception {
        try (MaintenanceLock.Hold hold = gateway.maintenance.take(Activity.PIC_FLASH)) {
            assertEquals(
                    "OK",
                    gateway.post("/api/v1/otgw/command/TT=20", "", new byte[0]).text());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/ReBoot,SYSTEM_UPDATE,A restart must wait: a system update is under way. Try again when it has ended.",
        "/ReBoot,PIC_FLASH,A restart must wait: a flash of the PIC is under way. Try again when it has ended.",
        "/ResetWireless,SYSTEM_UPDATE,A restart must wait: a system update is under way. Try again when it has ended.",
        "/ResetWireless,PIC_FLASH,A restart must wait: a flash of the PIC is under way. Try again when it has ended."
    })
    void aRestartIsRefusedInTheNameOfWhatIsUnderWay(String path, Activity activity, String sentence)
            throws BusyException, IOException {
        try (MaintenanceLock.Hold hold = gateway.maintenance.take(activity)) {
            HttpAnswer answer = gateway.get(path);
            assertEquals(409, answer.status());
            assertEquals(sentence, answer.text().strip());
        }
        assertEquals(0, gateway.machine.forgotten.get());
        assertEquals(0, gateway.machine.reboots.get());
        assertTrue(gateway.get(path).text().contains("Reboot OTGW firmware"));
    }
}
