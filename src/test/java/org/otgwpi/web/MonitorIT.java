package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.otgwpi.RunningGateway;

/** Log tools, statistics, graph and overrides against the whole program with its simulated house. */
@SuppressWarnings("NullAway.Init")
final class MonitorIT {

    private static RunningGateway gateway;
    private static GatewayPage page;
    private static Browser browser;

    @TempDir
    private Path downloads;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        gateway = RunningGateway.start("--simulate", "--data", folder.toString());
        page = new GatewayPage(gateway);
        browser = page.browser;
    }

    @AfterAll
    static void stop() {
        page.close();
        gateway.close();
    }

    @BeforeEach
    void openHome() {
        page.beginAnew();
        browser.downloadInto(downloads);
        page.open("home");
        page.awaitPresent(".log-row");
    }

    @Test
    void filtersByOriginDataIdAndFlagNarrowTheLog() {
        browser.find("#logTools summary").click();
        for (String origin : List.of("T", "R", "A", "E", "#")) {
            browser.find("[data-origin-shown='" + origin + "']").click();
        }
        browser.find("#filterIds").sendKeys("0, 25-28");
        browser.choose("#filterFlag", ">");
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> browser.findAll(".log-row").size() > 2
                        && Boolean.TRUE.equals(browser.run("return [...document.querySelectorAll('.log-row')].every("
                                + "({ dataset, textContent }) => dataset.origin === 'B' && textContent[65] === '>'"
                                + " && [0, 25, 26, 27, 28].includes(Number(textContent.slice(45, 48))))")));
        browser.screenshot("log-filtered");
        browser.find("#filterIds").sendKeys("x");
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> "true".equals(browser.find("#filterIds").getDomAttribute("aria-invalid")));
    }

    @Test
    void pauseHoldsTheLogAndGoingOnBringsWhatCameMeanwhile() {
        browser.find("#btnPauseLog").click();
        page.awaitText("#btnPauseLog", "Go on");
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> browser.textOf("#logFilteredCount").matches("[1-9]\\d* waiting"));
        String count = browser.textOf("#logLineCount");
        browser.find("#btnPauseLog").click();
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> !browser.textOf("#logLineCount").equals(count));
        assertEquals("", browser.textOf("#logFilteredCount"));
    }

    @Test
    void timesAreHiddenOnRequestAndTheChoiceIsKept() {
        browser.find("#logTools summary").click();
        browser.find("#chkShowTimestamp").click();
        browser.find("#chkCaptureMode").click();
        assertEquals("none", browser.run("return getComputedStyle(document.querySelector('.log-time')).display"));
        page.awaitText("#logLimitDisplay", "of 200000 at most");
        page.open("home");
        page.awaitPresent(".log-row");
        assertEquals("none", browser.run("return getComputedStyle(document.querySelector('.log-time')).display"));
        assertEquals("of 200000 at most", browser.textOf("#logLimitDisplay"));
    }

    @Test
    void theLogIsDownloadedAsText() throws IOException {
        browser.find("#btnDownloadLog").click();
        String text = Files.readString(downloaded("otgw-log-"), StandardCharsets.UTF_8);
        assertTrue(text.startsWith("# OTGW Log Export\n# Exported: "), text);
        assertTrue(text.contains(" Boiler "), text);
    }

    @Test
    void statisticsCountWhatComes() {
        browser.find("#tab-statistics").click();
        page.awaitPresent("#otStatsTable tbody tr");
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> browser.findAll("#otStatsTable tbody tr").size() > 5);
        assertTrue(browser.textOf("#statsCount").startsWith("Unique messages: "));
        browser.find("#otStatsTable th[data-column=dec] button").click();
        assertEquals(
                "descending", browser.find("#otStatsTable th[data-column=dec]").getDomAttribute("aria-sort"));
        page.assertFitsAndIsLegible("statistics");
        browser.screenshot("statistics");
    }

    @Test
    void theGraphDrawsAndGivesPictureAndData() throws IOException {
        browser.find("#tab-graph").click();
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> browser.findAll("#otGraphCanvas canvas").size() == 5);
        page.awaitText("#graphState", "");
        browser.choose("#graphTimeWindow", "10");
        browser.find("#btnGraphExport").click();
        String data = Files.readString(downloaded("otgw-data-"), StandardCharsets.UTF_8);
        assertTrue(data.startsWith("Timestamp,Flame,DHW Mode,CH Mode,Modulation (%)"), data);
        assertTrue(data.lines().count() > 2, data);
        browser.find("#btnGraphScreenshot").click();
        byte[] picture = Files.readAllBytes(downloaded("otgw-graph-"));
        assertEquals("PNG", new String(picture, 1, 3, StandardCharsets.US_ASCII));
        page.assertFitsAndIsLegible("graph");
        browser.screenshot("graph");
    }

    @Test
    void aDayOfDataIsDrawnInATenthOfASecond() {
        browser.size(1440, 1500);
        Object millis = browser.runAsync("""
                const module = (name) => import(document.querySelector('script[type=module]').src.replace('main.js', name));
                const [{ GraphData }, { GraphPanel }, { Preferences }, { frameEntry }, { ZoneClock }] = await Promise.all(
                  ['graph-data.js', 'graph-panel.js', 'preferences.js', 'log-line.js', 'zone-clock.js'].map(module));
                const clock = new ZoneClock();
                clock.useZone('Asia/Kolkata');
                const data = new GraphData();
                const begin = Date.now() - 86_400_000;
                const ids = [['T', 16, 'TrSet'], ['B', 17, 'RelModLevel'], ['T', 24, 'Tr'], ['B', 25, 'Tboiler'], ['B', 28, 'Tret']];
                for (let second = 0; second < 86_000; second += 1) {
                  const [letter, id, label] = ids[second % ids.length];
                  const value = (20 + 15 * Math.sin(second / 500)).toFixed(2);
                  data.accept(frameEntry(`12:34:56.789012 ${'x'.padEnd(18)} ${letter}40193C80 ${String(id).padStart(3)} `
                    + `${'Read-Ack'.padEnd(16)}> ${label} = ${value} °C`), begin + second * 1000);
                }
                document.getElementById('tab-graph').click();
                await new Promise((resolve) => setTimeout(resolve, 500));
                document.getElementById('otGraphCanvas').replaceChildren();
                const panel = new GraphPanel(data, new Preferences(), clock);
                document.getElementById('graphTimeWindow').value = '1440';
                await panel.show();
                await new Promise((resolve) => setTimeout(resolve, 200));
                let best = Infinity;
                for (let round = 0; round < 5; round += 1) {
                  const began = performance.now();
                  panel.show();
                  await new Promise((resolve) => setTimeout(resolve));
                  best = Math.min(best, performance.now() - began);
                }
                return best;
                """);
        browser.screenshot("graph-day");
        assertTrue(
                millis instanceof java.util.Map<?, ?> result && result.get("value") instanceof Number,
                () -> "drawn: " + millis);
        System.out.println("a day of data is drawn in " + millis);
    }

    @Test
    void anOverrideIsToldInWords() {
        browser.find("#commandText").sendKeys("CS=41.5", Keys.ENTER);
        page.awaitContains("#commandResult", "41.50");
        page.awaitContains("#overrides", "Control Setpoint: the thermostat says");
        assertTrue(browser.textOf("#overrides").contains("the gateway tells the boiler 41.50 °C"));
        browser.screenshot("home-override");
        browser.find("#commandText").sendKeys("CS=0", Keys.ENTER);
        page.awaitText("#overrides", "");
    }

    @Test
    void aCommandIsExplainedWhileItIsTyped() {
        browser.find("#commandText").sendKeys("SB");
        page.awaitContains("#commandResult", "SB: Room temperature for the away setting");
        assertEquals(List.of(), browser.consoleErrors());
    }

    @Test
    void theConsoleHelperAnswers() {
        assertEquals("connected", browser.run("return otgwDebug.wsStatus()"));
        assertEquals(3L, browser.run("return otgwDebug.logs(3).length"));
        Object health = browser.runAsync("return (await otgwDebug.health()).health.status");
        assertEquals("{value=UP}", String.valueOf(health));
        Object answer = browser.runAsync("return otgwDebug.sendCmd('PR=A')");
        assertTrue(String.valueOf(answer).contains("OpenTherm Gateway"), String.valueOf(answer));
        browser.run("enterFlashMode()");
        page.awaitText("#wsStatusText", "Disconnected");
        browser.run("exitFlashMode()");
        page.awaitText("#wsStatusText", "Connected");
    }

    private Path downloaded(String prefix) throws IOException {
        return await().atMost(GatewayPage.PATIENCE)
                .until(
                        () -> {
                            try (Stream<Path> files = Files.list(downloads)) {
                                return files.filter(file -> String.valueOf(file.getFileName())
                                                .matches(prefix + "[^.]*\\.(txt|csv|png)"))
                                        .filter(file -> file.toFile().length() > 0)
                                        .findFirst();
                            }
                        },
                        java.util.Optional::isPresent)
                .orElseThrow();
    }
}
