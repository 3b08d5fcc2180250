package org.otgwpi.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

    /** Each step and how it is marked. */
    private static List<String> steps() {
        Object steps = browser.run("return [...document.querySelectorAll('#updateSteps li')]"
                + ".map((step) => step.dataset.state ?? '')");
        return steps instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static void assertSaidOnce(String words) {
        assertEquals(1L, browser.run("return document.body.innerText.split(arguments[0]).length - 1", words), words);
    }

    private static void screenshots(String name) {
        for (String look : List.of("1200 light", "1200 dark", "360 light", "360 dark")) {
            String[] parts = look.split(" ", -1);
            browser.size(Integer.parseInt(parts[0]), 900);
            browser.preferScheme(parts[1]);
            browser.run("document.getElementById('updateHow-title').scrollIntoView()");
            browser.screenshot(name + "-" + look.replace(' ', '-'));
            page.assertFitsAndIsLegible(name + " " + look);
        }
        browser.size(1440, 900);
        browser.preferScheme("light");
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
        await().atMost(PATIENCE).until(() -> browser.textOf("#runningVersion").equals("2.0.0"));
        assertEquals(List.of("done", "done", "done", "done", "done"), steps());
        assertSaidOnce("Updated from " + running + " to 2.0.0.");
        screenshots("update-back");
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
        String running = browser.textOf("#slotRows tr:has(b) td");
        upload(bundle("2.1.0", "boot"));
        awaitResult("to 2.1.0");
        browser.find("#btnInstall").click();
        awaitResult("2.1.0 did not start; " + running + " is back. The simulated health check failed.");
        awaitLive();
        await().atMost(PATIENCE).until(() -> browser.textOf("#slotRows").contains("did not start"));
        assertEquals(List.of("done", "done", "done", "failed", ""), steps());
        assertSaidOnce(running + " is back.");
        assertEquals(running, browser.textOf("#runningVersion"));
        screenshots("update-rolled-back");
        page.open("update");
        page.awaitPresent("#slotRows tr");
        assertSaidOnce(running + " is back.");
    }

    @Test
    @Order(4)
    void anInstallationThatFailsChangesNothingAndTheStreamGoesOn() throws IOException {
        upload(bundle("2.2.0", "install"));
        awaitResult("to 2.2.0");
        browser.find("#btnInstall").click();
        awaitResult("It was not done: The installation failed, as this update wants it to.");
        awaitLive();
        assertEquals(List.of("done", "done", "failed", "", ""), steps());
        assertSaidOnce("The installation failed, as this update wants it to.");
        screenshots("update-failed");
        assertTrue(gateway.get("api/v1/health").contains("\"UP\""));
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private static byte[] bundle(String compatible, SimulatedKeys signer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SimulatedBundle.write(out, new SimulatedBundle(compatible, "3.0.0", "", 0, "", ""), new byte[1 << 20], signer);
        return out.toByteArray();
    }

    /** The bundle with an empty signature. */
    private static byte[] unsigned(byte[] good) {
        int manifestBytes = (good[27] & 0xFF) << 8 | good[28] & 0xFF;
        int signature = 29 + manifestBytes;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(good, 0, signature);
        bytes.writeBytes(new byte[2]);
        bytes.write(good, signature + 66, good.length - signature - 66);
        return bytes.toByteArray();
    }

    private static byte[] changed(byte[] good, int at, int value) {
        byte[] bytes = good.clone();
        bytes[at] = (byte) value;
        return bytes;
    }

    /** The page says why, its own stream is back within two seconds, and others never noticed. */
    private static void assertRefused(Path file, String sentence) throws IOException {
        browser.run("""
                const result = document.getElementById('updateResult');
                const status = document.getElementById('wsStatus');
                window.refusedAt = window.connectedAt = undefined;
                new MutationObserver(() => { refusedAt ??= /^(It was not done|Stopped)/.test(result.textContent) ? Date.now() : undefined; })
                  .observe(result, { childList: true, characterData: true, subtree: true });
                new MutationObserver(() => { connectedAt = status.dataset.state === 'connected' ? Date.now() : undefined; })
                  .observe(status, { attributes: true });
                """);
        try (LiveViewer viewer = new LiveViewer(gateway.httpPort())) {
            upload(file);
            awaitResult(sentence);
            int lines = viewer.lines().size();
            await().atMost(PATIENCE)
                    .until(() -> browser.run("return window.connectedAt ?? null") != null
                            && browser.run("return window.refusedAt ?? null") != null);
            Object millis = browser.run("return connectedAt - refusedAt");
            await().atMost(PATIENCE).until(() -> viewer.lines().size() > lines);
            System.out.println("Live again after " + millis + " ms: " + browser.textOf("#updateResult"));
            assertTrue(((Number) Objects.requireNonNull(millis)).longValue() < 2000, "live again within 2 s");
        }
        assertTrue(gateway.get("_pi/slots").contains("\"next\":true"));
        try (var left = Files.list(data.resolve("update/incoming"))) {
            assertEquals(0, left.count(), "nothing is left of " + file);
        }
    }

    @Test
    @Order(5)
    void eachFileThatIsNoGoodUpdateIsRefusedWithASentenceOfItsOwn() throws IOException {
        SimulatedKeys own = SimulatedKeys.in(data.resolve("update/simulated"));
        byte[] good = bundle(SimulatedBundle.COMPATIBLE, own);
        assertRefused(file("unsigned.raucb", unsigned(good)), "This update is not signed. Nothing was changed.");
        assertRefused(
                file("foreign.raucb", bundle(SimulatedBundle.COMPATIBLE, SimulatedKeys.in(folder.resolve("foreign")))),
                "This update is signed by somebody whom this machine does not trust. Nothing was changed.");
        assertRefused(
                file("tampered.raucb", changed(good, 60, good[60] ^ 1)),
                "The signature of this update is wrong: it was changed after it was signed. Nothing was changed.");
        assertRefused(
                file("payload.raucb", changed(good, good.length - 1000, 1)),
                "This update is damaged: its content is not what was signed. Nothing was changed.");
        assertRefused(
                file("other.raucb", bundle("otgw-pi-rpios", own)),
                "This update is made for otgw-pi-rpios, this machine is otgw-pi-simulated. Nothing was changed.");
        assertRefused(
                file("cut.raucb", Arrays.copyOf(good, good.length / 2)),
                "This update is cut off: its end is missing. Nothing was changed.");
        assertRefused(
                file("holiday.jpg", "no bundle".getBytes(UTF_8)),
                "This file is no update: it is not a bundle. Nothing was changed.");
        assertRefused(
                file("older.raucb", changed(good, 25, '1')),
                "This update has the older format 1; this system takes format 2. Nothing was changed.");
        browser.screenshot("update-refused");
    }

    /** A sparse file that is larger than the disk, which the page refuses before it sends a byte. */
    @Test
    @Order(5)
    void aFileTooLargeForTheDiskIsRefusedBeforeItIsSent() throws IOException {
        Path huge = folder.resolve("huge.raucb");
        try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
            file.setLength(data.toFile().getUsableSpace() + (1L << 30));
        }
        browser.find("#updateFile").sendKeys(huge.toString());
        browser.find("#updateForm button").click();
        awaitResult("huge.raucb");
        System.out.println("Too large: " + browser.textOf("#updateResult"));
        assertEquals("connected", browser.find("#wsStatus").getDomAttribute("data-state"), "nothing was closed for it");
        assertTrue(gateway.get("_pi/update").contains("\"phase\":\"")
                && !gateway.get("_pi/update").contains("uploading"));
    }

    @Test
    @Order(5)
    void anUploadThatTheUserStopsIsToldAndTheStreamGoesOn() throws IOException {
        browser.slowUploads(400_000);
        try {
            browser.find("#updateFile").sendKeys(bundle("3.1.0", "").toString());
            browser.find("#updateForm button").click();
            await().atMost(PATIENCE).until(() -> browser.find("#btnStopUpload").isDisplayed());
            await().atMost(PATIENCE).until(() -> gateway.get("_pi/update").contains("\"phase\":\"uploading\""));
            browser.find("#btnStopUpload").click();
            long stopped = System.nanoTime();
            awaitResult("Stopped. Nothing was changed.");
            awaitLive();
            System.out.println("Stopped, and live again after "
                    + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - stopped) + " ms");
            await().atMost(PATIENCE)
                    .until(() -> gateway.get("_pi/update").contains("The upload was broken off. Nothing was changed."));
        } finally {
            browser.slowUploads(-1);
        }
    }

    @Test
    @Order(2)
    void thePageOfAllPersonalitiesShowsBothSystemsAndStartsTheOtherOne() {
        browser.open(page.address.resolve("_pi/#update"));
        page.awaitPresent("#slotRows tr:nth-of-type(2)");
        await().atMost(PATIENCE).until(() -> browser.find("#updateElsewhere a").isDisplayed());
        assertFalse(browser.find("#updateForm").isDisplayed(), "updates have one home");
        assertTrue(browser.textOf("#slotRows").contains("runs"), browser.textOf("#slotRows"));
        for (String look : List.of("1200 light", "1200 dark", "360 light", "360 dark")) {
            String[] parts = look.split(" ", -1);
            browser.size(Integer.parseInt(parts[0]), 900);
            browser.preferScheme(parts[1]);
            browser.screenshot("system-slots-" + look.replace(' ', '-'));
            page.assertFitsAndIsLegible("system slots " + look);
        }
        String other = browser.textOf("#slotRows tr:has(button) td");
        browser.find("#slotRows button").click();
        await().atMost(PATIENCE).until(() -> browser.textOf("#updateResult").contains("is back with version"));
        System.out.println("Started from /_pi/: " + other + " -> " + browser.textOf("#updateResult"));
        browser.find("#updateElsewhere a").click();
        page.awaitPresent("#slotRows tr");
        assertTrue(browser.find("#displayUpdate").isDisplayed());
    }

    @Test
    @Order(6)
    void aBackupIsDownloadedAndRestored() throws IOException {
        gateway.post("api/v1/settings", "{\"name\":\"mqttpasswd\",\"value\":\"very-secret\"}");
        Path downloads = Files.createDirectories(folder.resolve("downloads"));
        browser.downloadInto(downloads);
        browser.find("#backupForm button").click();
        page.awaitText("#backupResult", "The backup is downloaded.");
        Files.delete(awaitDownload(downloads));
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
