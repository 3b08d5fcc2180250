package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.RunningGateway;
import org.otgwpi.update.SimulatedBundle;
import org.otgwpi.update.SimulatedKeys;

/** Updates, roll-back, restart, backup and restore through the page, against the whole program on a simulated machine. */
@SuppressWarnings("NullAway.Init")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class UpdatePageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int PAYLOAD_BYTES = 12 << 20;

    private static Path data;
    private static RunningGateway gateway;
    private static GatewayPage page;
    private static Browser browser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path dataFolder) throws IOException {
        data = dataFolder;
        gateway = RunningGateway.startToRestart("--simulate", "--data", data.toString());
        page = new GatewayPage(gateway);
        browser = page.browser;
    }

    @AfterAll
    static void stop() {
        page.close();
        gateway.close();
    }

    @BeforeEach
    void beginAnew() {
        page.beginAnew();
        page.open("update");
        page.awaitPresent("#slotRows tr");
    }

    private Path bundle(String version, String fails) throws IOException {
        Path file = folder.resolve("otgw-pi-" + version + ".raucb");
        try (OutputStream out = Files.newOutputStream(file)) {
            SimulatedBundle.write(
                    out,
                    new SimulatedBundle(SimulatedBundle.COMPATIBLE, version, "", 0, "", fails),
                    new byte[PAYLOAD_BYTES],
                    SimulatedKeys.in(data.resolve("update/simulated")));
        }
        return file;
    }

    private static void upload(Path file) {
        browser.run("const send = XMLHttpRequest.prototype.send; XMLHttpRequest.prototype.send = function (body) {"
                + " window.socketAtUpload = document.getElementById('wsStatus').dataset.state;"
                + " return send.call(this, body); };");
        browser.find("#updateFile").sendKeys(file.toString());
        browser.find("#updateForm button").click();
    }

    private static void awaitResult(String part) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertTrue(
                        browser.textOf("#updateResult").contains(part),
                        () -> browser.textOf("#updateResult") + "\n" + gateway.output()));
    }

    private static void awaitLive() {
        await().atMost(PATIENCE)
                .until(() -> "connected".equals(browser.find("#wsStatus").getDomAttribute("data-state")));
    }

    @Test
    @Order(1)
    void anUpdateIsUploadedCheckedInstalledAndThePageComesBackByItself() throws IOException {
        gateway.post("api/v1/settings", "{\"name\":\"mqtttoptopic\",\"value\":\"cellar\"}");
        String running = browser.textOf("#slotRows td");
        upload(bundle("2.0.0", ""));
        awaitResult("otgw-pi-2.0.0.raucb: from version " + running + " to 2.0.0");
        assertEquals("disconnected", browser.run("return window.socketAtUpload"), "no socket beside the upload");
        browser.screenshot("update-ready");
        page.assertFitsAndIsLegible("update, ready");
        long begun = System.nanoTime();
        browser.find("#btnInstall").click();
        awaitResult("Installing");
        browser.screenshot("update-installing");
        page.assertFitsAndIsLegible("update, installing");
        awaitResult("It restarts");
        long away = System.nanoTime();
        browser.screenshot("update-restarting");
        awaitResult("Updated from " + running + " to 2.0.0.");
        long back = System.nanoTime();
        awaitLive();
        browser.screenshot("update-back");
        assertTrue(gateway.get("api/v1/settings").contains("cellar"), "the settings are there");
        System.out.printf(
                "Update through the page: %d s from the click to the result, away for %d s%n",
                TimeUnit.NANOSECONDS.toSeconds(back - begun), TimeUnit.NANOSECONDS.toSeconds(back - away));
        assertEquals(List.of(), orderViolations());
    }

    /** The steps in the log that are not where they belong. */
    private static List<String> orderViolations() {
        List<String> expected = List.of(
                "a system update, announced",
                "a system update, viewers held",
                "a system update, MQTT paused",
                "a system update, serial bridge paused",
                "a system update, command queue and serial writes paused",
                "Installing version 2.0.0",
                "flushed",
                "a system update, answered",
                "a system update, viewers gone",
                "a system update, ports and serial line closed",
                "a system update: the machine restarts");
        List<String> missing = new ArrayList<>();
        String log = gateway.output();
        int at = 0;
        for (String step : expected) {
            int found = log.indexOf(step, at);
            if (found < 0) {
                missing.add(step + " in " + log);
            } else {
                at = found;
            }
        }
        return missing;
    }

    @Test
    @Order(2)
    void theOtherSystemIsStartedByOneClick() {
        String other = browser.textOf("#slotRows tr:has(button) td");
        browser.run("setTimeout(() => document.querySelector('#slotRows button').click(), 100)");
        browser.sayYes();
        awaitResult("to " + other + ".");
        browser.screenshot("update-other-slot");
    }

    @Test
    @Order(3)
    void aSystemThatDoesNotStartIsReplacedByTheOneBefore() throws IOException {
        String running = browser.textOf("#slotRows td");
        upload(bundle("2.1.0", "boot"));
        awaitResult("to 2.1.0");
        browser.find("#btnInstall").click();
        awaitResult("2.1.0 did not start; " + running + " is back. The simulated health check failed.");
        awaitLive();
        await().atMost(PATIENCE).until(() -> browser.textOf("#slotRows").contains("did not start"));
        browser.screenshot("update-rolled-back");
        page.assertFitsAndIsLegible("update, rolled back");
    }

    @Test
    @Order(4)
    void anInstallationThatFailsChangesNothingAndTheStreamGoesOn() throws IOException {
        upload(bundle("2.2.0", "install"));
        awaitResult("to 2.2.0");
        browser.find("#btnInstall").click();
        awaitResult("It was not done: The installation failed, as this update wants it to.");
        awaitLive();
        browser.screenshot("update-failed");
        page.assertFitsAndIsLegible("update, failed");
        assertTrue(gateway.get("api/v1/health").contains("\"UP\""));
    }

    @Test
    @Order(5)
    void aFileThatIsNoUpdateIsRefusedWithASentence() throws IOException {
        upload(Files.writeString(folder.resolve("holiday.jpg"), "no bundle"));
        awaitResult("This file is no update: it is not a bundle. Nothing was changed.");
        awaitLive();
        browser.screenshot("update-refused");
    }

    @Test
    @Order(6)
    void aBackupIsDownloadedAndRestored() throws IOException {
        gateway.post("api/v1/settings", "{\"name\":\"mqttpasswd\",\"value\":\"very-secret\"}");
        Path downloads = Files.createDirectories(folder.resolve("downloads"));
        browser.downloadInto(downloads);
        browser.find("#backupPhrase").sendKeys("correct horse battery");
        browser.find("#backupForm button").click();
        page.awaitText("#backupResult", "The backup is downloaded.");
        Path backup = awaitDownload(downloads);
        try (ZipFile zip = new ZipFile(backup.toFile())) {
            assertTrue(zip.stream().anyMatch(each -> each.getName().equals("secrets.bin")));
        }
        assertTrue(!contains(backup, "very-secret"), "the password is locked");
        gateway.post("api/v1/settings", "{\"name\":\"mqtttoptopic\",\"value\":\"attic\"}");
        gateway.post("api/v1/settings", "{\"name\":\"mqttpasswd\",\"value\":\"another\"}");
        browser.find("#restoreFile").sendKeys(backup.toString());
        browser.find("#restorePhrase").sendKeys("correct horse battery");
        browser.find("#restoreForm button").click();
        awaitResult("is a whole backup.");
        browser.screenshot("update-restore-ready");
        browser.find("#btnInstall").click();
        awaitResult("The backup is restored.");
        assertTrue(gateway.get("api/v1/settings").contains("cellar"));
        assertTrue(Files.readString(data.resolve("settings.ini")).contains("very-secret"));
    }

    private static Path awaitDownload(Path downloads) throws IOException {
        await().atMost(PATIENCE).until(() -> {
            try (var files = Files.list(downloads)) {
                return files.anyMatch(each -> each.toString().endsWith(".zip"));
            }
        });
        try (var files = Files.list(downloads)) {
            return files.findFirst().orElseThrow();
        }
    }

    private static boolean contains(Path file, String text) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Files.copy(file, all);
        return all.toString(java.nio.charset.StandardCharsets.ISO_8859_1).contains(text);
    }

    @Test
    @Order(7)
    void aRestartIsWatchedUntilItIsOver() {
        page.open("restart");
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> browser.find("#restartSimulated").isDisplayed());
        browser.run("setTimeout(() => document.getElementById('btnRestart').click(), 100)");
        browser.sayYes();
        page.awaitText("#restartResult", "Asked; waiting for it to go down");
        browser.screenshot("restart-asked");
        await().atMost(PATIENCE).until(() -> browser.textOf("#restartResult").equals("It is back."));
    }

    @Test
    @Order(8)
    void thePageStandsAtTheAddressOfTheOriginalToo() {
        browser.open(page.address.resolve("update"));
        page.awaitPresent("#slotRows tr");
        assertTrue(browser.find("#displayUpdate").isDisplayed());
        for (String look : List.of("1440 light", "1440 dark", "360 light", "360 dark")) {
            String[] parts = look.split(" ", -1);
            browser.size(Integer.parseInt(parts[0]), 900);
            browser.preferScheme(parts[1]);
            browser.screenshot("update-page-" + look.replace(' ', '-'));
            page.assertFitsAndIsLegible("update " + look);
        }
        for (String language : List.of("nl", "de", "fr", "en")) {
            browser.choose("#language", language);
            await().atMost(GatewayPage.PATIENCE)
                    .until(() -> language.equals(browser.run("return document.documentElement.lang")));
            page.awaitPresent("#slotRows tr");
            page.assertFitsAndIsLegible("update in " + language);
        }
    }
}
