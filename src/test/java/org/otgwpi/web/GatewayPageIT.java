package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.otgwpi.RunningGateway;

/** The home page against the whole program with its simulated house. */
final class GatewayPageIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init")
    private static RunningGateway gateway;

    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        gateway = RunningGateway.start("--simulate", "--data", folder.toString());
        browser = new Browser();
    }

    @AfterAll
    static void stop() {
        browser.close();
        gateway.close();
    }

    @BeforeEach
    void beginAnew() {
        browser.open(URI.create("about:blank"));
        browser.forget(page());
        browser.size(1440, 900);
        browser.preferScheme("light");
    }

    @Test
    void liveLinesStandOnThePageWithinTwoSeconds() {
        browser.open(page());
        await().atMost(Duration.ofSeconds(2)).until(() -> rowsInSight() > 0);
        assertEquals("Connected", browser.textOf("#wsStatusText"));
    }

    @Test
    void linesKeepComingAndValuesMove() {
        openAndConnect();
        String newest = newestLine();
        await().atMost(PATIENCE).until(() -> !newestLine().equals(newest));
        await().atMost(PATIENCE).until(() -> !browser.textOf("#readings").isEmpty());
        String readings = browser.textOf("#readings");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !browser.textOf("#readings").equals(readings));
        assertNotEquals("–", browser.textOf("[data-value=roomtemperature]"));
    }

    @Test
    void aCommandShowsItsAnswerAndMovesTheSetPointOnTheBus() {
        openAndConnect();
        send("TT=21.5");
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals("TT=21.5 → 21.50", browser.textOf("#commandResult")));
        browser.find("#searchLog").sendKeys("TrSet = 21.50");
        await().atMost(PATIENCE).until(() -> newestLine().contains("TrSet = 21.50"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertEquals("21.50 °C", browser.textOf("#otmon_roomsetpoint td")));
        assertEquals("21.5", browser.textOf("[data-value=roomsetpoint]"));
    }

    @Test
    void commandAndAnswerStandInTheLogAndComeBackWithTheArrowKey() {
        openAndConnect();
        browser.find("#searchLog").sendKeys("PR");
        send("PR=A");
        await().atMost(PATIENCE).until(() -> rowsOfKind("command") > 0 && rowsOfKind("answer") > 0);
        WebElement field = browser.find("#commandText");
        field.sendKeys(Keys.ARROW_UP);
        assertEquals("PR=A", field.getDomProperty("value"));
    }

    @Test
    void aRefusedCommandIsShownWithTheReason() {
        openAndConnect();
        send("nonsense");
        await().atMost(PATIENCE)
                .until(() -> "refused".equals(browser.find("#commandResult").getDomAttribute("data-state")));
        String reason = browser.textOf("#commandResult");
        assertTrue(reason.contains("two letters"), reason);
    }

    @Test
    void aGatewayThatDiesIsToldAndItsReturnNeedsNoHelp() throws IOException {
        RunningGateway mortal = RunningGateway.start("--simulate");
        try {
            browser.open(URI.create(mortal.address()));
            awaitState("Connected");
            mortal.kill();
            awaitState("Disconnected");
            assertFalse(browser.textOf("#message").isEmpty());
            browser.screenshot("home-disconnected");
        } finally {
            mortal.close();
        }
        try (RunningGateway risen = restart(mortal.httpPort())) {
            assertEquals(mortal.address(), risen.address());
            awaitState("Connected");
            String newest = newestLine();
            await().atMost(PATIENCE).until(() -> !newestLine().equals(newest));
            browser.find("#searchLog").sendKeys("Connection to the gateway lost");
            await().atMost(PATIENCE).until(() -> rowsInSight() == 1 && rowsOfKind("connection") == 1);
        }
    }

    @Test
    void aPageLeftAndComeBackToIsConnectedByOneSocket() {
        openAndConnect();
        browser.open(page().resolve("_pi/status"));
        await().atMost(PATIENCE).until(() -> viewers() == 0);
        browser.back();
        awaitState("Connected");
        await().atMost(PATIENCE).until(() -> viewers() == 1);
    }

    @Test
    void thePageAsksNobodyElseAndTheConsoleStaysQuiet() {
        openAndConnect();
        send("PR=A");
        await().atMost(PATIENCE).until(() -> browser.textOf("#commandResult").contains("→"));
        await().atMost(PATIENCE).until(() -> !browser.textOf("#readings").isEmpty());
        assertEquals(List.of(), browser.consoleErrors());
        assertEquals(Set.of(page().getAuthority()), browser.requestedHosts());
    }

    @ParameterizedTest
    @CsvSource({"1440, 900, light", "1440, 900, dark", "768, 1024, light", "360, 740, light", "360, 740, dark"})
    void thePageFitsIsLegibleAndIsKeptAsAPicture(int width, int height, String scheme) {
        browser.size(width, height);
        browser.preferScheme(scheme);
        openAndConnect();
        await().atMost(PATIENCE)
                .until(() -> !browser.textOf("[data-value=roomtemperature]").equals("–"));
        assertEquals((long) width, browser.run("return innerWidth"));
        assertEquals(
                browser.run("return document.documentElement.clientWidth"),
                browser.run("return document.documentElement.scrollWidth"),
                "nothing is wider than the page");
        assertEquals(List.of(), browser.run(script("contrast.js") + "return textsTooFaint()"));
        assertEquals(List.of(), browser.accessibilityViolations());
        browser.screenshot("home-" + width + "-" + scheme);
    }

    @Test
    void theKeyboardReachesEveryControlAndShowsWhereItIs() {
        openAndConnect();
        browser.run("document.activeElement.blur()");
        Set<Object> reached = new HashSet<>();
        for (int presses = 0; presses < 40; presses++) {
            browser.press(Keys.TAB);
            reached.add(String.valueOf(browser.run("return document.activeElement.id")));
            if (!"BODY".equals(browser.run("return document.activeElement.tagName"))) {
                assertEquals("solid", browser.run("return getComputedStyle(document.activeElement).outlineStyle"));
            }
        }
        for (String id : List.of(
                "language",
                "btnTheme",
                "tab-log",
                "searchLog",
                "chkAutoScroll",
                "btnPauseLog",
                "btnClearLog",
                "btnDownloadLog",
                "otLogContainer",
                "commandText")) {
            assertTrue(reached.contains(id), id + " is reached by the keyboard, not only " + reached);
        }
    }

    @Test
    void scrollingUpPausesTheLogAndClearEmptiesIt() {
        openAndConnect();
        await().atMost(Duration.ofMinutes(2))
                .until(() -> Boolean.TRUE.equals(browser.run("const log = document.getElementById('otLogContainer');"
                        + "return log.scrollHeight > log.clientHeight + 100")));
        browser.run("document.getElementById('otLogContainer').scrollTop = 0");
        await().atMost(PATIENCE).until(() -> !browser.find("#chkAutoScroll").isSelected());
        browser.find("#btnNewest").click();
        await().atMost(PATIENCE).until(() -> browser.find("#chkAutoScroll").isSelected());
        browser.find("#searchLog").sendKeys("no line holds this");
        browser.find("#btnClearLog").click();
        browser.find("dialog[open] button.primary").click();
        await().atMost(PATIENCE).until(() -> rowsInSight() == 0);
    }

    private static URI page() {
        return URI.create(gateway.address());
    }

    private static RunningGateway restart(int httpPort) throws IOException {
        RunningGateway risen = RunningGateway.launch(
                List.of(),
                List.of(
                        "--simulate",
                        "--http-port",
                        String.valueOf(httpPort),
                        "--ws-port",
                        "0",
                        "--bridge-port",
                        "0",
                        "--console-port",
                        "0"));
        risen.awaitReady();
        return risen;
    }

    private void openAndConnect() {
        browser.open(page());
        awaitState("Connected");
        await().atMost(PATIENCE).until(() -> rowsInSight() > 0);
    }

    private void awaitState(String words) {
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(words, browser.textOf("#wsStatusText")));
    }

    private void send(String command) {
        browser.find("#commandText").sendKeys(command, Keys.ENTER);
    }

    private int rowsInSight() {
        return browser.findAll(".log-row").size();
    }

    private int rowsOfKind(String kind) {
        return browser.findAll(".log-row[data-kind=" + kind + "]").size();
    }

    private String newestLine() {
        return browser.textOf(".log-row:last-child");
    }

    /** How many pages the gateway counts, asked by nobody who is one. */
    private static int viewers() throws IOException {
        return new ObjectMapper()
                .readTree(gateway.get("_pi/status"))
                .path("viewers")
                .asInt();
    }

    private static String script(String name) {
        try (InputStream stream = GatewayPageIT.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("The test resource " + name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("export function", "function");
        } catch (IOException problem) {
            throw new IllegalStateException("The test resource " + name + " cannot be read", problem);
        }
    }
}
