package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.RunningGateway;

/** The page and its one socket through silence, cuts, sleep and crowds; what is minutes for the page is none for the test. */
@SuppressWarnings("NullAway.Init")
final class ConnectionIT {

    private static final int VIEWERS = 50;
    private static final int LINES = 300;

    private static RunningGateway gateway;
    private static Browser browser;

    @TempDir
    private Path downloads;

    private UnreliableNetwork network;
    private GatewayPage page;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        gateway = RunningGateway.start("--simulate", "--speed", "4", "--data", data.toString());
        browser = new Browser();
        browser.runBeforeEachPage(GatewayPage.script("moved-clock.js"));
    }

    @AfterAll
    static void stop() {
        browser.close();
        gateway.close();
    }

    @BeforeEach
    void openThroughTheNetwork() throws IOException {
        network = new UnreliableNetwork(gateway.httpPort());
        page = new GatewayPage(URI.create("http://localhost:" + network.port() + "/"), browser);
        page.beginAnew();
        page.open("home");
        page.awaitPresent(".log-row");
    }

    @AfterEach
    void cutTheNetwork() {
        browser.open(URI.create("about:blank"));
        network.close();
    }

    @Test
    void fiftyViewersAndThePageGetEveryLineInOrder() throws IOException {
        List<LiveViewer> viewers = new ArrayList<>();
        try {
            for (int i = 0; i < VIEWERS; i++) {
                viewers.add(new LiveViewer(gateway.httpPort()));
            }
            int have = viewers.getLast().lines().size();
            await().atMost(GatewayPage.PATIENCE.multipliedBy(4))
                    .until(() -> viewers.stream().allMatch(each -> each.lines().size() >= have + LINES));
            List<String> reference = viewers.getFirst().lines();
            for (LiveViewer viewer : viewers) {
                assertGapless(reference, viewer.lines().subList(0, have + LINES), "a viewer");
            }
            String last = reference.get(have + LINES - 1);
            await().atMost(GatewayPage.PATIENCE).until(() -> shownLines().contains(last));
            assertGapless(shownLines(), reference.subList(0, have + LINES), "the page");
            assertEquals("Connected", browser.textOf("#wsStatusText"));
            await().atMost(GatewayPage.PATIENCE).untilAsserted(() -> assertEquals(VIEWERS + 1, viewersCounted()));
            System.out.println(VIEWERS + " viewers and the page got " + LINES + " new lines each without a gap");
        } finally {
            viewers.forEach(LiveViewer::close);
        }
        await().atMost(GatewayPage.PATIENCE).until(() -> viewersCounted() == 1);
    }

    /** From where both begin they are the same, for enough lines. */
    private static void assertGapless(List<String> some, List<String> others, String who) {
        int begin = Math.max(0, some.indexOf(others.getFirst()));
        int otherBegin = Math.max(0, others.indexOf(some.getFirst()));
        int count = Math.min(some.size() - begin, others.size() - otherBegin);
        assertEquals(some.subList(begin, begin + count), others.subList(otherBegin, otherBegin + count), who);
        assertTrue(count >= LINES, () -> who + " is compared over enough lines, not " + count);
    }

    @Test
    void silenceIsToldAfterThirtySecondsAndEndsTheSocketAfterFortyFive() {
        network.silent(true);
        pass(31);
        page.awaitText("#wsStatusText", "No data");
        page.awaitContains("#message", "for 30 seconds");
        browser.screenshot("home-stale");
        pass(15);
        page.awaitText("#wsStatusText", "Disconnected");
        page.awaitContains("#message", "No connection to the gateway");
        network.silent(false);
        pass(5);
        assertComesBackByOneSocket();
    }

    @Test
    void aNetworkThatIsCutIsToldAndItsReturnNeedsNoHelp() {
        network.cut(true);
        page.awaitText("#wsStatusText", "Disconnected");
        for (int tries = 0; tries < 5; tries++) {
            int made = made();
            pass(5);
            await().atMost(GatewayPage.PATIENCE).until(() -> made() > made);
        }
        network.cut(false);
        pass(5);
        assertComesBackByOneSocket();
        assertFalse(
                String.valueOf(browser.run("return otgwDebug.logs(100000).join()"))
                        .contains("may be missing"),
                "the snapshot fills the gap");
    }

    @Test
    void aTabHiddenForMinutesFetchesNothingAndIsUpToDateWhenSeenAgain() {
        browser.run("bench.hide(true)");
        browser.run("performance.clearResourceTimings()");
        int before = shownLines().size();
        pass(200);
        await().atMost(GatewayPage.PATIENCE).until(() -> shownLines().size() > before + 20);
        assertEquals(
                0L,
                browser.run("return performance.getEntriesByType('resource')"
                        + ".filter(({ name }) => name.includes('/api/')).length"));
        browser.run("bench.hide(false)");
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> Boolean.TRUE.equals(browser.run("return performance.getEntriesByType('resource')"
                        + ".some(({ name }) => name.includes('/api/v2/otgw/otmonitor'))")));
        assertComesBackByOneSocket();
    }

    @Test
    void aFrozenTabWhoseConnectionDiesMeanwhileComesBackByOneSocket() {
        browser.run("bench.passWhileFrozen(600)");
        browser.lifecycle("frozen");
        network.cut(true);
        network.cut(false);
        browser.lifecycle("active");
        assertComesBackByOneSocket();
        String newest = shownLines().getLast();
        await().atMost(GatewayPage.PATIENCE).until(() -> !shownLines().getLast().equals(newest));
        assertFalse(
                String.valueOf(browser.run("return otgwDebug.logs(100000).join()"))
                        .contains("may be missing"),
                "the snapshot fills the gap");
    }

    @Test
    void thePageComesBackFromTheBackForwardCacheWithOneSocket() throws IOException {
        browser.run("window.remembered = true;"
                + "addEventListener('pageshow', ({ persisted }) => (window.persisted = persisted))");
        browser.open(URI.create(page.address + "_pi/status"));
        await().atMost(GatewayPage.PATIENCE).until(() -> viewersCounted() == 0);
        browser.back();
        page.awaitText("#wsStatusText", "Connected");
        System.out.println("came back from the back-forward cache: "
                + browser.run("return window.remembered === true && window.persisted === true"));
        assertComesBackByOneSocket();
    }

    @Test
    void theLogIsStreamedIntoAFileOfTheDay() {
        browser.find("#logTools summary").click();
        browser.find("#chkStreamToFile").click();
        page.awaitContains("#currentLogFile", "ot-monitor-");
        String today = browser.textOf("#currentLogFile");
        await().atMost(GatewayPage.PATIENCE).until(() -> file(today).equals("\n# Start of logging\n"));
        int before = shownLines().size();
        await().atMost(GatewayPage.PATIENCE).until(() -> shownLines().size() > before + 5);
        pass(10);
        await().atMost(GatewayPage.PATIENCE).until(() -> file(today).lines().count() > 7);
        assertTrue(file(today).contains(" Boiler "), () -> file(today));
        pass(86_400);
        await().atMost(GatewayPage.PATIENCE).until(() -> file(today).contains("# End of log for "));
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> !browser.textOf("#currentLogFile").equals(today));
        browser.find("#chkStreamToFile").click();
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> !browser.find("#logFileDisplay").isDisplayed());
        assertEquals("", browser.textOf("#streamProblem"));
        assertEquals(List.of(), browser.consoleErrors());
    }

    @Test
    void logPictureAndDataAreSavedEveryFifteenMinutesOnRequest() {
        browser.downloadInto(downloads);
        browser.find("#logTools summary").click();
        browser.find("#chkAutoDownloadLog").click();
        browser.find("#tab-graph").click();
        page.awaitPresent("#otGraphCanvas canvas");
        browser.find("#chkAutoScreenshot").click();
        browser.find("#chkAutoExport").click();
        assertEquals(List.of(), downloaded());
        pass(15 * 60);
        await().atMost(GatewayPage.PATIENCE)
                .untilAsserted(() ->
                        assertEquals(List.of("otgw-data-auto-", "otgw-graph-auto-", "otgw-log-auto-"), downloaded()));
    }

    private List<String> downloaded() {
        try (Stream<Path> files = Files.list(downloads)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.matches(".*\\.(txt|csv|png)"))
                    .map(name -> name.replaceFirst("\\d.*", ""))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void assertComesBackByOneSocket() {
        page.awaitText("#wsStatusText", "Connected");
        await().atMost(GatewayPage.PATIENCE).until(() -> viewersCounted() == 1);
        assertEquals(1L, browser.run("return bench.sockets.open()"));
        assertEquals(1L, browser.run("return bench.sockets.most()"), "never two sockets at a time");
        assertFalse(browser.textOf("#message").contains("No connection"));
    }

    private static void pass(int seconds) {
        browser.run("bench.pass(arguments[0])", seconds);
    }

    private static int made() {
        return ((Number) java.util.Objects.requireNonNull(browser.run("return bench.sockets.made()"))).intValue();
    }

    private static String file(String name) {
        return String.valueOf(browser.run("return bench.files[arguments[0]] ?? ''", name));
    }

    private static List<String> shownLines() {
        return String.valueOf(browser.run("return otgwDebug.logs(200000).join('\\n')"))
                .lines()
                .map(String::stripTrailing)
                .filter(LiveViewer::isFrame)
                .toList();
    }

    /** How many pages the gateway counts, asked by nobody who is one. */
    private static int viewersCounted() throws IOException {
        return new ObjectMapper()
                .readTree(gateway.get("_pi/status"))
                .path("viewers")
                .asInt();
    }
}
