package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.otgwpi.RunningGateway;

/** Every page besides home and settings, and what all pages have in common, against the whole program. */
@SuppressWarnings("NullAway.Init")
final class PagesIT {

    private static final long MOST_BYTES = 250_000;

    private static RunningGateway gateway;
    private static GatewayPage page;
    private static Browser browser;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        gateway = RunningGateway.start("--simulate", "--data", data.toString());
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
    }

    @ParameterizedTest
    @CsvSource({
        "settings, #D_hostname",
        "pic, #pic_version_display",
        "device, #devinfo_hostname",
        "files, #fileRows tr",
        "network, [data-adapter]",
        "update, #runningVersion",
        "restart, #btnRestart",
        "statistics, #otStatsTable tbody tr",
        "graph, #otGraphCanvas canvas"
    })
    void aPageFitsIsLegibleAndIsKeptAsAPicture(String route, String sign) {
        for (String look : List.of("1440 light", "1440 dark", "360 light", "360 dark")) {
            String[] parts = look.split(" ", -1);
            browser.size(Integer.parseInt(parts[0]), 900);
            browser.preferScheme(parts[1]);
            page.open(route);
            page.awaitPresent(sign);
            assertEquals(Long.parseLong(parts[0]), browser.run("return innerWidth"));
            browser.screenshot(route + "-" + parts[0] + "-" + parts[1]);
            page.assertFitsAndIsLegible(route + " " + look);
        }
        assertEquals(List.of(), browser.consoleErrors());
        assertEquals(Set.of(page.address.getAuthority()), browser.requestedHosts());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "nl", "de", "fr"})
    void everyPageSpeaksTheChosenLanguageAndKeepsIt(String language) {
        page.open("home");
        browser.choose("#language", language);
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> language.equals(browser.run("return document.documentElement.lang")));
        String settings = Map.of("en", "Settings", "nl", "Instellingen", "de", "Einstellungen", "fr", "Réglages")
                .getOrDefault(language, "");
        page.awaitText("nav a[data-route=settings]", settings);
        for (int width : new int[] {1440, 360}) {
            browser.size(width, 900);
            page.open("home");
            page.awaitPresent(".log-row");
            assertEquals(settings, browser.textOf("nav a[data-route=settings]"));
            page.assertFitsAndIsLegible("home in " + language);
            browser.screenshot("home-" + language + "-" + width);
        }
    }

    @Test
    void theThemeIsChosenByHandAndKept() {
        page.open("home");
        assertEquals("Dark", browser.textOf("#btnTheme"));
        browser.find("#btnTheme").click();
        assertEquals("Light", browser.textOf("#btnTheme"));
        page.open("device");
        assertEquals("dark", browser.run("return getComputedStyle(document.documentElement).colorScheme"));
    }

    @Test
    void filesWithNamesOfAnyKindAreUploadedListedAndDeleted() throws IOException {
        String name = "a 'q' <script>alert(1)<\u2044script> \u05e9\u05dc\u05d5\u05dd 🔥.txt";
        Path file = Files.writeString(folder.resolve(name), "warm");
        page.open("files");
        page.awaitPresent("#fileRows tr");
        browser.find("#uploadFile").sendKeys(file.toString());
        browser.find("#uploadForm button").click();
        page.awaitText("#uploadResult", name + " is stored.");
        page.awaitContains("#fileRows", name);
        browser.screenshot("files-names");
        page.assertFitsAndIsLegible("files with names");
        String link = String.valueOf(browser.run(
                "return [...document.querySelectorAll('#fileRows a')].find((a) => a.textContent === arguments[0]).href",
                name));
        assertEquals("{value=warm}", String.valueOf(browser.runAsync("return (await fetch(args[0])).text()", link)));
        browser.run(
                "setTimeout(() => [...document.querySelectorAll('#fileRows button')].find((b) =>"
                        + " b.getAttribute('aria-label').includes(arguments[0])).click(), 100)",
                "🔥");
        page.sayYes();
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> !browser.textOf("#fileRows").contains("🔥"));
    }

    @Test
    void aHostNameOfAnyKindBreaksNothing() throws IOException {
        String host = "<script>alert(1)</script>\" \u05e9\u05dc\u05d5\u05dd 🔥";
        String before = gateway.post(
                "api/v1/settings", "{\"name\":\"hostname\",\"value\":\"" + host.replace("\"", "\\\"") + "\"}");
        page.open("device");
        page.awaitContains("#devName", host);
        page.awaitContains("#devinfo_hostname", host);
        page.assertFitsAndIsLegible("a strange host name");
        assertEquals(List.of(), browser.consoleErrors(), before);
        gateway.post("api/v1/settings", "{\"name\":\"hostname\",\"value\":\"OTGW\"}");
    }

    @Test
    void theSupportBundleHoldsBusLogAndSettingsWithoutSecrets() throws IOException {
        gateway.post("api/v1/settings", "{\"name\":\"mqttpasswd\",\"value\":\"hunter2-secret\"}");
        page.open("home");
        page.awaitPresent(".log-row");
        browser.downloadInto(folder);
        browser.find("nav a[href='_pi/support-bundle']").click();
        Path bundle = await().atMost(GatewayPage.PATIENCE)
                .until(
                        () -> {
                            try (var files = Files.list(folder)) {
                                return files.filter(file -> file.toString().endsWith(".zip"))
                                        .findFirst();
                            }
                        },
                        java.util.Optional::isPresent)
                .orElseThrow();
        Map<String, String> files = unzipped(bundle);
        assertEquals(Set.of("status.json", "settings.json", "log.txt", "bus-last-hour.txt"), files.keySet());
        assertTrue(files.getOrDefault("bus-last-hour.txt", "").contains(" Boiler "));
        assertTrue(files.getOrDefault("log.txt", "").contains("asking the gateway for its version"));
        assertTrue(files.getOrDefault("status.json", "").contains("\"version\""));
        files.forEach((name, text) -> assertFalse(text.contains("hunter2-secret"), name));
    }

    @Test
    void anUploadShowsHowFarItIs() throws IOException {
        Path file = Files.write(folder.resolve("large.bin"), new byte[2_000_000]);
        page.open("files");
        page.awaitPresent("#fileRows tr");
        browser.run("window.seen = new Set(); new MutationObserver(() =>"
                + " seen.add(document.getElementById('uploadProgress').value))"
                + ".observe(document.getElementById('uploadForm'),"
                + " { subtree: true, childList: true, characterData: true, attributes: true })");
        browser.slowUploads(1_000_000);
        try {
            browser.find("#uploadFile").sendKeys(file.toString());
            browser.find("#uploadForm button").click();
            page.awaitText("#uploadResult", "large.bin is stored.");
        } finally {
            browser.slowUploads(-1);
        }
        Object places = browser.run("return seen.size");
        System.out.println("the bar of an upload stood at " + places + " different places");
        assertTrue(places instanceof Number number && number.intValue() > 3, () -> "places: " + places);
    }

    @Test
    void allOfThePageWeighsLittle() {
        page.open("graph");
        page.awaitPresent("#otGraphCanvas canvas");
        for (String route : List.of("settings", "pic", "device", "files", "update", "restart")) {
            browser.run("location.hash = arguments[0]", route);
            page.awaitPresent("nav a[data-route=" + route + "][aria-current=page]");
        }
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> Boolean.TRUE.equals(browser.run("return performance.getEntriesByType('resource')"
                        + ".some(({ name }) => name.endsWith('restart-page.js'))")));
        Object bytes = browser.run("return performance.getEntriesByType('resource')"
                + ".filter(({ name }) => name.includes('/ui/')).reduce((sum, { transferSize }) => sum + transferSize, 0)"
                + " + performance.getEntriesByType('navigation')[0].transferSize");
        System.out.println("the whole page weighs " + bytes + " bytes over the wire");
        assertTrue(bytes instanceof Number number && number.longValue() > 20_000, "weight " + bytes);
        assertTrue(bytes instanceof Number number && number.longValue() < MOST_BYTES, "weight " + bytes);
    }

    @Test
    void aRouteThatIsNoneLeadsHome() {
        browser.open(URI.create(page.address + "#nowhere"));
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> browser.find("#mainPage").isDisplayed());
    }

    private static Map<String, String> unzipped(Path file) throws IOException {
        Map<String, String> files = new HashMap<>();
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
