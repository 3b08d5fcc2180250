package org.otgwpi.system.setup;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.otgwpi.board.SimulatedNetwork;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.Replies;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;
import org.otgwpi.system.setup.AccessPointPolicy.Phase;

/** The routes of the network, and where the captive probes lead, over real connections. */
@SuppressWarnings("NullAway.Init")
final class NetworkPagesTest {

    @TempDir
    private Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicLong nanos = new AtomicLong();
    private final SimulatedNetwork network = new SimulatedNetwork(nanos::get);
    private IoWorker worker;
    private boolean byAccessPoint = true;
    private SettingsStore settings;
    private NetworkSetup setup;
    private HttpServer server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        worker = IoWorker.start(2);
        settings = SettingsStore.open(folder, SettingsTable.load("020000000001"));
        SetupFiles files = new SetupFiles(folder);
        setup = new NetworkSetup(network, files, nanos::get);
        NetworkPages pages = new NetworkPages(
                setup, files, settings, () -> "abcdef", () -> false, exchange -> Replies.text(exchange, 404, "next"));
        server = new HttpServer(worker, new CaptiveRedirect(setup::accessPointOpen, exchange -> byAccessPoint, pages));
        port = server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        server.stop();
        setup.close();
        worker.close();
    }

    private String ask(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    private String get(String host, String path) throws IOException {
        return ask("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host));
    }

    private String post(String path, String body, String... headers) throws IOException {
        return ask("POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n%s\r\n%s"
                .formatted(path, body.getBytes(StandardCharsets.UTF_8).length, String.join("", headers), body));
    }

    private static int status(String answer) {
        return Integer.parseInt(answer.substring(9, 12));
    }

    private JsonNode body(String answer) throws IOException {
        return json.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
    }

    private JsonNode state() throws IOException {
        return body(get("x", "/_pi/network"));
    }

    private void openAccessPoint() {
        setup.ask();
        await().until(() -> setup.phase() == Phase.SCANNING);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(21));
        setup.lookSoon();
        await().until(setup::accessPointOpen);
    }

    @Test
    void theStateNamesAdaptersNetworksAndNoPassword() throws IOException {
        assertEquals(
                200,
                status(post("/_pi/network", "{\"action\":\"join\",\"name\":\"Home\",\"password\":\"correct horse\"}")));
        String answer = get("x", "/_pi/network");
        assertFalse(answer.contains("correct horse"));
        JsonNode state = body(answer);
        assertEquals("eth0", state.at("/adapters/0/name").asText());
        assertEquals("connecting", state.at("/adapters/1/state").asText());
        assertEquals("Home", state.at("/inReach/0/name").asText());
        assertEquals("wpa", state.at("/inReach/0/security").asText());
        assertEquals("closed", state.at("/accessPoint/state").asText());
        assertEquals(60, state.at("/waiting/secondsLeft").asInt());
        assertTrue(state.path("simulated").asBoolean());
    }

    @Test
    void aChangeIsConfirmedOrTakenBack() throws IOException {
        String fixed = "{\"action\":\"address\",\"adapter\":\"eth0\",\"manual\":true,\"address\":\"10.0.0.2/8\"}";
        assertTrue(body(post("/_pi/network", fixed)).path("confirm").asBoolean());
        assertEquals(409, status(post("/_pi/network", fixed)));
        assertEquals(200, status(post("/_pi/network/confirm", "")));
        assertEquals(409, status(post("/_pi/network/confirm", "")));
        assertEquals(200, status(post("/_pi/network", "{\"action\":\"address\",\"adapter\":\"eth0\"}")));
        assertEquals(200, status(post("/_pi/network/undo", "")));
        assertEquals("10.0.0.2/8", state().at("/adapters/0/address").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "[]",
                "{}",
                "{\"action\":\"destroy\"}",
                "{\"action\":\"join\"}",
                "{\"action\":\"join\",\"name\":\"a name that is longer than a Wi-Fi name\"}",
                "{\"action\":\"join\",\"name\":\"x\",\"password\":\"short\"}",
                "{\"action\":\"join\",\"name\":\"x\",\"country\":\"Germany\"}",
                "{\"action\":\"address\",\"adapter\":\"eth0\",\"manual\":true,\"address\":\"x\"}"
            })
    void whatCannotBeIsRefusedWithASentenceAndChangesNothing(String wish) throws IOException {
        JsonNode before = state();
        String answer = post("/_pi/network", wish);
        assertEquals(400, status(answer), answer);
        assertFalse(body(answer).path("error").asText().isEmpty());
        assertEquals(before, state());
    }

    @Test
    void whatTheSystemRefusesIsToldAsItsRefusal() throws IOException {
        assertEquals(502, status(post("/_pi/network", "{\"action\":\"forget\",\"id\":\"none\"}")));
        assertEquals(502, status(post("/_pi/network", "{\"action\":\"address\",\"adapter\":\"eth9\"}")));
    }

    @Test
    void anotherSiteCannotChangeTheNetwork() throws IOException {
        assertEquals(
                403, status(post("/_pi/network", "{\"action\":\"accesspoint\"}", "Sec-Fetch-Site: cross-site\r\n")));
    }

    @Test
    void aBrowserThatGoesThereGetsThePageOfTheNextHandler() throws IOException {
        String answer =
                ask("GET /_pi/network HTTP/1.1\r\nHost: x\r\nAccept: text/html,*/*\r\nConnection: close\r\n\r\n");
        assertTrue(answer.endsWith("next\n"), answer);
        assertEquals(405, status(ask("PUT /_pi/network HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")));
    }

    @ParameterizedTest
    @CsvSource({
        "connectivitycheck.gstatic.com, /generate_204",
        "captive.apple.com, /hotspot-detect.html",
        "www.msftconnecttest.com, /connecttest.txt",
        "www.msftncsi.com, /ncsi.txt",
        "detectportal.firefox.com, /canonical.html",
        "192.168.4.1, /generate_204",
        "192.168.4.1, /",
        "example.org, /some/page"
    })
    void onlyWhileTheAccessPointIsOpenAndOnlyThroughItAreProbesLedToThePage(String host, String path)
            throws IOException {
        assertEquals(404, status(get(host, path)), "closed");
        openAccessPoint();
        String answer = get(host, path);
        assertEquals(302, status(answer), answer);
        assertTrue(answer.contains("Location: http://192.168.4.1/_pi/network\r\n"), answer);
        byAccessPoint = false;
        assertEquals(404, status(get(host, path)), "from elsewhere");
    }

    @Test
    void otherPathsOfTheDeviceAreAnsweredAsEverWhileTheAccessPointIsOpen() throws IOException {
        openAccessPoint();
        assertEquals(200, status(get("192.168.4.1", "/_pi/network")));
        assertEquals(404, status(get("otgw.local", "/api/v1/health")));
        assertEquals(404, status(get("192.168.4.1", "/index.html")));
    }

    @Test
    void fromTheAccessPointTheNameIsSetAndNothingHasToBeConfirmed() throws IOException {
        openAccessPoint();
        JsonNode answer = body(
                post(
                        "/_pi/network",
                        "{\"action\":\"join\",\"name\":\"Guests\",\"password\":\"\",\"hostName\":\"heating\",\"country\":\"de\"}"));
        assertFalse(answer.path("confirm").asBoolean());
        assertEquals("http://heating.local/", answer.path("address").asText());
        assertEquals("heating", settings.current().text("hostname"));
        await().until(() -> setup.phase() == Phase.JOINING);
    }
}
