package org.otgwpi.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.RunningGateway;
import org.otgwpi.otgw.mqtt.MosquittoBroker;
import org.otgwpi.otgw.mqtt.Watcher;
import org.otgwpi.update.SimulatedBundle;
import org.otgwpi.update.SimulatedKeys;

/**
 * An update while everybody is there: two Chromiums and a WebKit with our page, other viewers of both streams, one that
 * has stopped reading, five clients of the serial bridge, a broker. Nobody holds it up, and if it fails all go on.
 */
@SuppressWarnings("NullAway.Init")
final class QuiesceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int BRIDGE_CLIENTS = 5;
    private static final Pattern TIME = Pattern.compile("(\\d\\d:\\d\\d:\\d\\d\\.\\d+)");

    /** A viewer of a stream, and all that it was told. */
    private static final class Viewer implements WebSocket.Listener {

        private final List<String> texts = new CopyOnWriteArrayList<>();
        private final StringBuilder part = new StringBuilder();
        private volatile int closeCode;

        private Viewer(int port, String path) {
            WebSocket unused = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(URI.create("ws://127.0.0.1:" + port + path), this)
                    .join();
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                texts.add(part.toString());
                part.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closeCode = code;
            return null;
        }

        private long logLines() {
            return texts.stream().filter(text -> !text.startsWith("{")).count();
        }

        private boolean heard(String part) {
            return texts.stream().anyMatch(text -> text.contains(part));
        }
    }

    private static final String WATCH = """
            window.rowTimes = [];
            window.stateTimes = [];
            const status = document.getElementById('wsStatus');
            new MutationObserver(() => rowTimes.push(Date.now()))
              .observe(document.querySelector('.log-rows'), { childList: true });
            new MutationObserver(() => stateTimes.push([status.dataset.state, Date.now()]))
              .observe(status, { attributes: true, attributeFilter: ['data-state'] });
            """;

    private static Browser first;
    private static Browser second;
    private static WebKitBrowser webKit;

    @TempDir
    private Path folder;

    @BeforeAll
    static void openBrowsers() throws IOException {
        first = new Browser();
        second = new Browser();
        webKit = new WebKitBrowser();
    }

    @AfterAll
    static void closeBrowsers() {
        first.close();
        second.close();
        webKit.close();
    }

    /** Something with our page in it. */
    private interface Page {
        @Nullable
        Object run(String script, Object... arguments);
    }

    private static final List<String> BROWSERS = List.of("Chromium 1", "Chromium 2", "WebKit");

    private static Page page(int which) {
        return switch (which) {
            case 0 -> first::run;
            case 1 -> second::run;
            default -> webKit::run;
        };
    }

    private static boolean is(int which, String script, Object... arguments) {
        return Boolean.TRUE.equals(page(which).run("return " + script, arguments));
    }

    private void openPages() {
        URI home = URI.create("http://localhost:" + httpPort + "/#home");
        first.open(home);
        second.open(home);
        webKit.open(home);
        for (int i = 0; i < BROWSERS.size(); i++) {
            int which = i;
            await(BROWSERS.get(i))
                    .atMost(PATIENCE)
                    .until(() -> is(which, "document.querySelector('.log-row') !== null"));
            page(i).run(WATCH);
            await(BROWSERS.get(i)).atMost(PATIENCE).until(() -> is(which, "rowTimes.length > 2"));
        }
    }

    private static void closePages() {
        URI blank = URI.create("about:blank");
        first.open(blank);
        second.open(blank);
        webKit.open(blank);
    }

    private final List<Socket> bridgeClients = new ArrayList<>();
    private final List<Viewer> viewers = new ArrayList<>();
    private Path data;
    private int httpPort;
    private int wsPort;
    private int bridgePort;
    private MosquittoBroker broker;
    private Watcher watcher;
    private RunningGateway gateway;
    private Socket deaf;

    @BeforeEach
    void start() throws Exception {
        data = Files.createDirectories(folder.resolve("data"));
        broker = new MosquittoBroker(folder);
        watcher = new Watcher(broker.port());
        Files.writeString(data.resolve("settings.ini"), """
                {"MQTTenable": true, "MQTTbroker": "127.0.0.1", "MQTTbrokerPort": %d, "MQTTuniqueid": "cellar",
                 "MQTTtoptopic": "OTGW", "wsmaxclients": 20}
                """.formatted(broker.port()));
        httpPort = freePort();
        wsPort = freePort();
        bridgePort = freePort();
        gateway = RunningGateway.launch(
                List.of(),
                List.of(
                        "--simulate",
                        "--speed",
                        "10",
                        "--data",
                        data.toString(),
                        "--http-port",
                        Integer.toString(httpPort),
                        "--ws-port",
                        Integer.toString(wsPort),
                        "--bridge-port",
                        Integer.toString(bridgePort),
                        "--console-port",
                        Integer.toString(freePort())));
        gateway.awaitReady();
        for (int i = 0; i < 3; i++) {
            viewers.add(new Viewer(httpPort, "/_pi/live"));
            viewers.add(new Viewer(wsPort, "/"));
        }
        deaf = new Socket();
        deaf.setReceiveBufferSize(2048);
        deaf.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), wsPort));
        deaf.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n")
                        .getBytes(UTF_8));
        for (int i = 0; i < BRIDGE_CLIENTS; i++) {
            bridgeClients.add(new Socket(InetAddress.getLoopbackAddress(), bridgePort));
        }
        for (Viewer viewer : viewers) {
            await().atMost(PATIENCE).until(() -> viewer.logLines() > 3);
        }
        watcher.await("OTGW/value/cellar", "online");
        openPages();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws Exception {
        closePages();
        gateway.close();
        watcher.close();
        broker.close();
        deaf.close();
        for (Socket client : bridgeClients) {
            client.close();
        }
    }

    private byte[] bundle(String version, String fails) throws IOException {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        SimulatedBundle.write(
                bundle,
                new SimulatedBundle(SimulatedBundle.COMPATIBLE, version, "", 0, "", fails),
                new byte[1 << 20],
                SimulatedKeys.in(data.resolve("update/simulated")));
        return bundle.toByteArray();
    }

    private String install(String version, String fails) throws Exception {
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"firmware\"; filename=\"u.raucb\"\r\n\r\n")
                .getBytes(UTF_8));
        form.writeBytes(bundle(version, fails));
        form.writeBytes("\r\n--b--\r\n".getBytes(UTF_8));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + httpPort + "/update?cmd=0&size=" + (1 << 20)))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofByteArray(form.toByteArray()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    private long millisBetween(String earlier, String later) {
        return TimeUnit.NANOSECONDS.toMillis(
                timeOf(later).toNanoOfDay() - timeOf(earlier).toNanoOfDay());
    }

    private long epochMillis(String part) {
        return timeOf(part)
                .atDate(LocalDate.now(ZoneId.systemDefault()))
                .atZone(ZoneId.systemDefault())
                .toInstant()
                .toEpochMilli();
    }

    /** How long after {@code epochMillis} this page showed a new line of the log. */
    private static long nextLineAfter(int which, long epochMillis) {
        await(BROWSERS.get(which))
                .atMost(PATIENCE)
                .until(() -> is(which, "rowTimes.some((t) => t > arguments[0])", epochMillis));
        Object first = page(which).run("return rowTimes.find((t) => t > arguments[0]) - arguments[0]", epochMillis);
        return ((Number) java.util.Objects.requireNonNull(first)).longValue();
    }

    private LocalTime timeOf(String part) {
        String line = gateway.output()
                .lines()
                .filter(each -> each.contains(part))
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError(part + " is not in " + gateway.output()));
        Matcher time = TIME.matcher(line);
        assertTrue(time.find(), line);
        return LocalTime.parse(time.group(1));
    }

    private void assertInOrder(String... steps) {
        int at = 0;
        String log = gateway.output();
        for (String step : steps) {
            int found = log.indexOf(step, at);
            assertTrue(found >= 0, () -> step + " is not where it belongs in\n" + log);
            at = found;
        }
    }

    private void assertSilencedInOrder() {
        assertInOrder(
                "a system update: everything falls silent",
                "a system update, announced",
                "a system update, viewers held",
                "a system update, MQTT paused",
                "a system update, serial bridge paused",
                "a system update, command queue and serial writes paused",
                "Installing version");
        long silence = millisBetween("everything falls silent", "Installing version");
        System.out.println("Silent, and the installation begins, after " + silence + " ms");
        assertTrue(silence < 5000, () -> silence + " ms");
    }

    private static void assertEnded(Socket client) throws IOException {
        client.setSoTimeout(10_000);
        try {
            InputStream in = client.getInputStream();
            while (in.read(new byte[4096]) >= 0) {
                // what had come before its end
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("a client of the bridge is still connected", e);
        }
    }

    @Test
    void withEverybodyThereTheStepsGoByInOrderAndNobodyHangs() throws Exception {
        String answer = install("2.0.0", "");
        assertTrue(answer.contains("Flashing successful!"), answer);
        for (Socket client : bridgeClients) {
            assertEnded(client);
        }
        for (Viewer viewer : viewers) {
            await().atMost(PATIENCE).until(() -> viewer.closeCode == 1012);
            assertTrue(viewer.heard("{\"state\":\"start\",\"flash_written\":0,"), "start");
            assertTrue(viewer.heard("\"state\":\"write\""), "progress");
            assertTrue(viewer.heard("\"state\":\"end\""), "end");
        }
        await().atMost(PATIENCE).until(() -> gateway.output().contains("the machine restarts"));
        assertSilencedInOrder();
        assertInOrder(
                "Installing version 2.0.0",
                "flushed",
                "a system update, answered",
                "a system update, viewers gone",
                "a system update, ports and serial line closed",
                "a system update: the machine restarts");
        System.out.println("From the answer to the restart: "
                + millisBetween("a system update, answered", "the machine restarts") + " ms");
        assertTrue(
                watcher.messages().contains("OTGW/value/cellar = offline"),
                () -> watcher.messages().toString());
        watcher.await("OTGW/value/cellar", "online");
        for (int i = 0; i < BROWSERS.size(); i++) {
            int which = i;
            await(BROWSERS.get(i))
                    .atMost(PATIENCE)
                    .until(() -> is(which, "document.getElementById('wsStatus').dataset.state === 'connected'"));
        }
    }

    @Test
    void withAFailingInstallationAllGoOnWithinTwoSeconds() throws Exception {
        assertTrue(gateway.post("api/v1/otgw/command/TT=21.5", "").contains("OK"));
        String answer = install("2.0.0", "install");
        long failed = System.nanoTime();
        assertTrue(answer.contains("Flash error: The installation failed"), answer);
        long failedMillis = epochMillis("Everything goes on as before");
        List<Long> lines = viewers.stream().map(Viewer::logLines).toList();
        for (int i = 0; i < viewers.size(); i++) {
            int which = i;
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> viewers.get(which).logLines() > lines.get(which));
        }
        System.out.println("The streams go on " + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - failed)
                + " ms after the answer; undone after " + millisBetween("Everything goes on as before", "MQTT resumed")
                + " ms");
        for (int i = 0; i < BROWSERS.size(); i++) {
            long millis = nextLineAfter(i, failedMillis);
            System.out.println(BROWSERS.get(i) + ": the log goes on " + millis + " ms after the failure");
            assertTrue(millis < 2000, BROWSERS.get(i) + ": " + millis + " ms");
        }
        assertTrue(millisBetween("Everything goes on as before", "viewers released") < 2000);
        assertTrue(millisBetween("Everything goes on as before", "MQTT resumed") < 2000);
        assertSilencedInOrder();
        for (Viewer viewer : viewers) {
            assertEquals(0, viewer.closeCode);
            assertTrue(viewer.heard("\"state\":\"error\""));
        }
        watcher.await("OTGW/value/cellar", "online");
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), bridgePort)) {
            client.getOutputStream().write("PR=A\r\n".getBytes(UTF_8));
            client.setSoTimeout(10_000);
            StringBuilder heard = new StringBuilder();
            byte[] piece = new byte[256];
            while (heard.indexOf("PR: A=") < 0) {
                heard.append(new String(piece, 0, client.getInputStream().read(piece), UTF_8));
            }
        }
        assertTrue(gateway.get("api/v1/health").contains("\"status\": \"UP\""));
        assertEquals("A", gateway.get("_pi/slots").replaceAll(".*\"name\":\"(.)\"[^}]*\"booted\":true.*", "$1"));
    }

    @Test
    void withAFailingInstallationThroughThePageItSaysWhatFailedAndAllPagesGoOn() throws Exception {
        Path file = folder.resolve("otgw-pi-2.0.0.raucb");
        Files.write(file, bundle("2.0.0", "install"));
        first.run("location.hash = 'update'");
        await().atMost(PATIENCE).until(() -> !first.findAll("#slotRows tr").isEmpty());
        first.find("#updateFile").sendKeys(file.toString());
        first.find("#updateForm button").click();
        await().atMost(PATIENCE).until(() -> first.find("#btnInstall").isDisplayed());
        first.find("#btnInstall").click();
        await().atMost(PATIENCE).until(() -> gateway.output().contains("Everything goes on as before"));
        long failed = epochMillis("Everything goes on as before");
        for (int i = 1; i < BROWSERS.size(); i++) {
            long millis = nextLineAfter(i, failed);
            System.out.println(BROWSERS.get(i) + ": the log goes on " + millis + " ms after the failure");
            assertTrue(millis < 2000, BROWSERS.get(i) + ": " + millis + " ms");
        }
        await().atMost(PATIENCE)
                .until(() ->
                        is(0, "stateTimes.some(([state, t]) => state === 'connected' && t > arguments[0])", failed));
        Object connected = first.run(
                "return stateTimes.find(([state, t]) => state === 'connected' && t > arguments[0])[1] - arguments[0]",
                failed);
        System.out.println("Chromium 1, which installed: connected again " + connected + " ms after the failure");
        assertTrue(((Number) java.util.Objects.requireNonNull(connected)).longValue() < 2000);
        await().atMost(PATIENCE)
                .until(() -> first.textOf("#updateResult")
                        .equals("It was not done: The installation failed, as this update wants it to."
                                + " The running system is untouched."));
        assertEquals(List.of("Upload: done", "Check: done", "Install: failed", "Restart: ", "Back again: "), steps());
        first.screenshot("quiesce-failed");
        assertSilencedInOrder();
        assertTrue(millisBetween("Everything goes on as before", "MQTT resumed") < 2000);
    }

    private static List<String> steps() {
        Object steps = first.run("return [...document.querySelectorAll('#updateSteps li')]"
                + ".map((step) => `${step.textContent}: ${step.dataset.state ?? ''}`)");
        return steps instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    @Test
    void aHangingBrokerDelaysNoStepBeyondItsBound() throws Exception {
        broker.freeze();
        String answer = install("2.0.0", "");
        assertTrue(answer.contains("Flashing successful!"), answer);
        await().atMost(PATIENCE).until(() -> gateway.output().contains("the machine restarts"));
        assertSilencedInOrder();
    }
}
