package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.RunningGateway;
import org.otgwpi.board.Pty;
import org.otgwpi.simulator.TestHex;

/** The page of the gateway chip: its library, and writing the simulated chip. The images are made by the test. */
@SuppressWarnings("NullAway.Init")
final class PicPageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static Browser browser;

    @TempDir
    private Path data;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openBrowser() {
        browser = new Browser();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void forgetWhatWasAsked() {
        browser.preferScheme("light");
        browser.size(1440, 900);
    }

    @Test
    void aFileIsUploadedInstalledWatchedRememberedThroughAReloadAndDeleted() throws IOException {
        try (RunningGateway gateway = RunningGateway.start("--simulate", "--data", data.toString())) {
            GatewayPage page = new GatewayPage(gateway, browser);
            page.beginAnew();
            page.open("pic");
            page.awaitText("#pic_version_display", "6.6");
            page.awaitContains("#picState", "no firmware file for this chip yet");
            screenshots(page, "pic-empty");

            upload("gateway.hex", TestHex.gateway("6.8", 240));
            page.awaitText("#hexUploadResult", "gateway.hex is stored.");
            upload("gateway-6.5.hex", TestHex.gateway("6.5", 30));
            page.awaitContains("#hexFiles", "gateway-6.5.hex");
            upload("diagnose.hex", TestHex.diagnose("2.1"));
            page.awaitContains("#hexFiles", "diagnose.hex");
            upload("wrong.hex", TestHex.forTheOtherChip());
            page.awaitContains("#hexUploadResult", "Cannot be installed");
            upload("notes.txt", "no firmware");
            page.awaitContains("#hexUploadResult", "does not end in .hex");
            assertEquals("Upgrade: gateway.hex", label("gateway.hex", 1));
            assertEquals("Downgrade: gateway-6.5.hex", label("gateway-6.5.hex", 1));
            assertFalse(button("wrong.hex", 1).isEnabled(), "a file for the other chip is not offered");
            screenshots(page, "pic-library");

            browser.run("window.seen = []; new MutationObserver(() => window.seen.push("
                    + "[document.getElementById('flashPercentageText').textContent,"
                    + " document.querySelector('#flashSteps [data-state=now]')?.textContent ?? '']))"
                    + ".observe(document.getElementById('flashProgressSection'),"
                    + " { subtree: true, childList: true, characterData: true, attributes: true })");
            button("gateway.hex", 1).click();
            page.awaitContains("dialog[open]", "The heating keeps running");
            screenshots(page, "pic-ask");
            page.sayYes();
            awaitDone(page, "gateway.hex is in the chip");
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals("6.8", browser.textOf("#pic_version_display")));
            String seen = String.valueOf(browser.run("return JSON.stringify(window.seen)"));
            long percents = ((Number) java.util.Objects.requireNonNull(
                            browser.run("return new Set(window.seen.map(([percent]) => percent)).size")))
                    .longValue();
            System.out.println("the bar of the flash stood at " + percents + " different places");
            assertTrue(percents > 10, () -> "the bar moved: " + seen);
            assertTrue(seen.contains("Write the program"), seen);
            assertEquals("Connected", browser.textOf("#wsStatusText"));
            screenshots(page, "pic-done");

            page.open("pic");
            page.awaitText("#flashTitle", "gateway.hex is in the chip");
            assertEquals("Install again: gateway.hex", label("gateway.hex", 1));

            button("gateway-6.5.hex", 1).click();
            page.awaitContains("dialog[open]", "older than 6.8");
            page.sayYes();
            awaitDone(page, "gateway-6.5.hex is in the chip");
            await().atMost(PATIENCE).untilAsserted(() -> assertEquals("6.5", browser.textOf("#pic_version_display")));

            await().atMost(PATIENCE)
                    .ignoreExceptions()
                    .until(() -> button("gateway-6.5.hex", 2).isEnabled());
            button("gateway-6.5.hex", 2).click();
            page.sayYes();
            await().atMost(PATIENCE).until(() -> !browser.textOf("#hexFiles").contains("gateway-6.5.hex"));
            assertFalse(Files.exists(data.resolve("files/pic16f1847/gateway-6.5.hex")));
            assertEquals(List.of(), browser.consoleErrors());
        }
    }

    @Test
    void aSiteThatDoesNotAnswerIsNamed() throws IOException {
        try (RunningGateway gateway = RunningGateway.start("--simulate", "--data", data.toString())) {
            gateway.post(
                    "api/v1/settings", "{\"name\": \"picfirmwareurl\", \"value\": \"http://127.0.0.1:1/download\"}");
            GatewayPage page = new GatewayPage(gateway, browser);
            page.beginAnew();
            page.open("pic");
            page.awaitText("#pic_version_display", "6.6");
            browser.find("#btnLookForFirmware").click();
            page.awaitContains("#newerFirmware", "gateway.hex: The latest version is not known");
            assertEquals(3, browser.findAll("#newerFirmware li").size());
        }
    }

    @Test
    void aFlashThatWasBrokenOffAsksForTheButtonAndCountsDownThroughAReload() throws IOException {
        Path journal = Files.createDirectories(data.resolve("flash"));
        Files.writeString(journal.resolve("image.hex"), TestHex.gateway("6.8", 30));
        Files.writeString(
                journal.resolve("interrupted.json"),
                "{\"device\":\"pic16f1847\",\"name\":\"gateway.hex\",\"version\":\"6.6\",\"eeprom\":\""
                        + "FF".repeat(256) + "\"}");
        try (Pty silent = Pty.open();
                RunningGateway gateway =
                        RunningGateway.start("--serial", silent.slavePath(), "--data", data.toString())) {
            GatewayPage page = new GatewayPage(gateway, browser);
            page.beginAnew();
            page.open("pic");
            page.awaitText("#flashTitle", "Writing gateway.hex into the chip");
            page.awaitContains("#flashAdvice", "was broken off");
            page.awaitContains("#message", "the heating keeps running");
            await().atMost(PATIENCE).until(() -> browser.find("#flashButton").isDisplayed());
            await().atMost(PATIENCE).until(() -> secondsToPress() < 58);
            screenshots(page, "pic-press-reset");
            int before = secondsToPress();
            page.open("pic");
            await().atMost(PATIENCE).until(() -> browser.find("#flashButton").isDisplayed());
            assertTrue(secondsToPress() <= before, "the count goes on where it was: " + secondsToPress());
            page.open("home");
            page.awaitContains("#message", "the heating keeps running");
            screenshots(page, "home-flashing");
        }
    }

    private static int secondsToPress() {
        return Integer.parseInt(browser.textOf("#flashSecondsToPress").replaceAll("\\D", ""));
    }

    private static void awaitDone(GatewayPage page, String title) {
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(title, browser.textOf("#flashTitle")));
        page.awaitContains("#flashAdvice", "nothing more to do");
    }

    private void upload(String name, String content) throws IOException {
        browser.find("#hexFile")
                .sendKeys(Files.writeString(folder.resolve(name), content).toString());
        browser.find("#hexUploadForm button").click();
    }

    private static org.openqa.selenium.WebElement button(String file, int number) {
        return browser.find("[id='firmware_" + file + "'] button:nth-of-type(" + number + ")");
    }

    private static String label(String file, int number) {
        return String.valueOf(button(file, number).getDomAttribute("aria-label"));
    }

    private static void screenshots(GatewayPage page, String name) {
        for (String look : List.of("1440 light", "360 dark")) {
            String[] parts = look.split(" ", -1);
            browser.size(Integer.parseInt(parts[0]), 900);
            browser.preferScheme(parts[1]);
            page.assertFitsAndIsLegible(name + " " + look);
            browser.screenshot(name + "-" + parts[0] + "-" + parts[1]);
        }
        browser.size(1440, 900);
        browser.preferScheme("light");
    }
}
