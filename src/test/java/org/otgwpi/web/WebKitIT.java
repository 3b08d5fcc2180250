package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.otgwpi.RunningGateway;
import org.otgwpi.simulator.TestHex;

/** The pages in Safari's dialect, against the whole program. The last test kills the gateway. */
@SuppressWarnings("NullAway.Init")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class WebKitIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int LAST = Integer.MAX_VALUE;

    private static Path data;
    private static RunningGateway gateway;
    private static WebKitBrowser browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        data = folder;
        gateway = RunningGateway.start("--simulate", "--data", folder.toString());
        browser = new WebKitBrowser();
        browser.size(1440, 960);
        System.out.println("WebKit: " + browser.version());
    }

    @AfterAll
    static void stop() {
        browser.close();
        gateway.close();
    }

    @Test
    void everyPageOpensAndFits() throws IOException {
        // In this order: the home page keeps the tab that was opened last.
        List<Map.Entry<String, String>> signs = List.of(
                Map.entry("home", ".log-row"),
                Map.entry("settings", "#D_hostname"),
                Map.entry("pic", "#displayPICpage"),
                Map.entry("device", "#devinfo_hostname"),
                Map.entry("files", "#fileRows tr"),
                Map.entry("update", "#runningVersion"),
                Map.entry("restart", "#btnRestart"),
                Map.entry("statistics", "#otStatsTable tbody tr"),
                Map.entry("graph", "#otGraphCanvas canvas"));
        open("home");
        browser.collectErrors();
        for (Map.Entry<String, String> page : signs) {
            browser.run("location.hash = arguments[0]", page.getKey());
            await(page.getKey())
                    .atMost(PATIENCE)
                    .until(() -> browser.count(page.getValue()) > 0
                            && browser.find(page.getValue()).isDisplayed());
            assertEquals(
                    browser.run("return document.documentElement.clientWidth"),
                    browser.run("return document.documentElement.scrollWidth"),
                    page.getKey());
            browser.screenshot("webkit-" + page.getKey());
        }
        assertEquals(List.of(), browser.errors());
    }

    @Test
    void theLogFlowsAndACommandIsAnswered() {
        open("home");
        await().atMost(PATIENCE).until(() -> browser.count(".log-row") > 0);
        String newest = newestLine();
        await().atMost(PATIENCE).until(() -> !newestLine().equals(newest));
        browser.find("#commandText").sendKeys("TT=21.5", Keys.ENTER);
        awaitText("#commandResult", "TT=21.5 → 21.50");
        browser.find("#commandText").sendKeys("TT=0", Keys.ENTER);
        await().atMost(PATIENCE).until(() -> browser.textOf("#commandResult").startsWith("TT=0"));
    }

    @Test
    void aSettingIsSaved() throws IOException {
        open("settings");
        await().atMost(PATIENCE).until(() -> browser.count("#D_mqttuser") > 0);
        browser.find("#mqttuser").sendKeys("safari");
        browser.find("#mqttuser").sendKeys(Keys.ENTER);
        awaitText("#result_mqttuser", "Saved");
        assertTrue(gateway.get("api/v1/settings").contains("safari"));
    }

    @Test
    void theGraphDraws() {
        open("graph");
        await().atMost(PATIENCE).until(() -> browser.count("#otGraphCanvas canvas") == 5);
        await().atMost(PATIENCE)
                .until(() -> Boolean.TRUE.equals(
                        browser.run("const canvas = document.querySelector('#otGraphCanvas canvas');"
                                + "return canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)"
                                + ".data.some((value) => value > 0)")));
    }

    @Test
    void aFirmwareIsUploadedAndInstalledWhileTheLogStaysConnected(@TempDir Path folder) throws IOException {
        open("pic");
        browser.collectErrors();
        awaitText("#pic_version_display", "6.6");
        Path file = Files.writeString(folder.resolve("gateway.hex"), TestHex.gateway("6.7", 60));
        browser.find("#hexFile").sendKeys(file.toString());
        browser.find("#hexUploadForm button").click();
        awaitText("#hexUploadResult", "gateway.hex is stored.");
        browser.find("[id='firmware_gateway.hex'] button").click();
        await().atMost(PATIENCE).until(() -> browser.count("dialog[open] button.primary") > 0);
        browser.find("dialog[open] button.primary").click();
        awaitText("#flashTitle", "gateway.hex is in the chip");
        awaitText("#pic_version_display", "6.7");
        assertEquals("Connected", browser.textOf("#wsStatusText"));
        browser.screenshot("webkit-pic-done");
        assertEquals(List.of(), browser.errors());
    }

    @Test
    @Order(LAST)
    void aGatewayThatDiesIsToldAndItsReturnNeedsNoHelp() throws IOException {
        open("home");
        gateway.kill();
        awaitText("#wsStatusText", "Disconnected");
        gateway = RunningGateway.launch(
                List.of(),
                List.of(
                        "--simulate",
                        "--data",
                        data.toString(),
                        "--http-port",
                        String.valueOf(gateway.httpPort()),
                        "--ws-port",
                        "0",
                        "--bridge-port",
                        "0",
                        "--console-port",
                        "0"));
        gateway.awaitReady();
        awaitText("#wsStatusText", "Connected");
        String newest = newestLine();
        await().atMost(PATIENCE).until(() -> !newestLine().equals(newest));
    }

    private static void open(String route) {
        browser.open(URI.create("about:blank"));
        browser.open(URI.create(gateway.address() + "#" + route));
        awaitText("#wsStatusText", "Connected");
    }

    private static String newestLine() {
        return browser.textOf(".log-row:last-child");
    }

    private static void awaitText(String selector, String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(text, browser.textOf(selector)));
    }
}
