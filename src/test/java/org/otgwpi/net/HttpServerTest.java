package org.otgwpi.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.ResponseCodeHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xnio.management.XnioServerMXBean;

@Timeout(60)
final class HttpServerTest {
    private static final String SENTENCE = "The gateway could not answer this request; its log says why.\n";

    private final AtomicBoolean allowCrossSite = new AtomicBoolean();
    private final TreeMap<String, byte[]> files = new TreeMap<>();
    private IoWorker worker;
    private HttpServer server;
    private StaticFiles pages;
    private WebSocketHub hub;
    private int port;

    @BeforeEach
    void open() throws IOException {
        worker = IoWorker.start(2);
        files.put("otgw/index.html", "<script src=\"{{assets}}/otgw/a.js\"></script>".getBytes(UTF_8));
        files.put("otgw/a.js", "let a = 1;\n".repeat(500).getBytes(UTF_8));
        files.put("shared/tiny.css", "a{}".getBytes(UTF_8));
        hub = new WebSocketHub(HubOptions.LIVE, () -> 1, HubListener.NONE, System::nanoTime);
        RequestBody bodies = new RequestBody(1000, 300);
        HttpHandler fallback = exchange -> Replies.fixed(exchange, 404, "text/plain", "FileNotFound\r\n");
        WebSocketUpgrade live = new WebSocketUpgrade(hub, worker, true);
        HttpHandler routes = exchange -> {
            switch (exchange.getRequestURI()) {
                case "/fixed" -> Replies.fixed(exchange, 200, "application/json", "{}");
                case "/streamed" -> Replies.streamed(exchange, 200, "application/json", " {}\r\n");
                case "/body" ->
                    bodies.read(
                            exchange,
                            (whole, body) -> Replies.fixed(
                                    whole,
                                    200,
                                    "text/plain",
                                    whole.getRequestMethod() + ":" + new String(body, UTF_8)));
                case "/throws" -> throw new IllegalStateException("secret detail");
                case "/throwsLater" ->
                    exchange.dispatch((HttpHandler) later -> {
                        throw new IllegalStateException("secret detail");
                    });
                case "/throwsInBody" ->
                    bodies.read(exchange, (whole, body) -> {
                        throw new IOException("secret detail");
                    });
                case "/live" -> live.handleRequest(exchange);
                case "/414" -> Replies.fixed(exchange, 414, "text/plain", "414: URI too long\r\n");
                default -> fallback.handleRequest(exchange);
            }
        };
        pages = new StaticFiles(new WebTree(files), "otgw/index.html", "1.0.0+abcdef0", new OriginalTransport(routes));
        HttpHandler keptAlive = exchange -> {
            if (exchange.getRequestURI().equals("/live")) {
                live.handleRequest(exchange);
            } else {
                pages.handleRequest(exchange);
            }
        };
        server = new HttpServer(
                worker,
                new CrossSiteGuard(
                        keptAlive, exchange -> exchange.getRequestURI().equals("/ReBoot"), allowCrossSite::get),
                300,
                600);
        port = server.start(Port81Test.loopback(0));
    }

    @AfterEach
    void close() {
        server.stop();
        worker.close();
    }

    private String ask(String request) throws IOException {
        return ask(port, request);
    }

    private static String ask(int port, String request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(request);
            return new String(client.readAll(), ISO_8859_1);
        }
    }

    private static String get(String path, String... headers) {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: x\r\n");
        for (String header : headers) {
            request.append(header).append("\r\n");
        }
        return request.append("\r\n").toString();
    }

    @Test
    void moreConnectionsThanTheLimitWaitUntilOthersGo() throws IOException {
        HttpServer patient = new HttpServer(worker, exchange -> Replies.text(exchange, 200, "here"));
        int itsPort = patient.start(Port81Test.loopback(0));
        List<RawClient> idle = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            idle.add(new RawClient(itsPort));
        }
        await().until(() -> connections() >= 512);
        assertEquals(512, connections());
        for (RawClient each : idle) {
            each.close();
        }
        try (RawClient client = new RawClient(itsPort)) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            assertTrue(client.readHead().startsWith("HTTP/1.1 200 "));
        }
        patient.stop();
    }

    private int connections() {
        return worker.xnio().getMXBean().getServerMXBeans().stream()
                .mapToInt(XnioServerMXBean::getConnectionCount)
                .sum();
    }

    @Test
    void aReproducedRouteClosesAndAddsNoHeaderOfItsOwn() throws IOException {
        String answer = ask("GET /fixed HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("Content-Type: application/json\r\n"), answer);
        assertTrue(answer.contains("Content-Length: 2\r\n"), answer);
        assertTrue(answer.contains("Connection: close\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n{}"), answer);
        assertEquals(5, answer.split("\r\n", -1).length - 1, answer);
    }

    @Test
    void aStreamedReplyIsChunkedForHttp11AndRawForHttp10() throws IOException {
        String chunked = ask(get("/streamed"));
        assertTrue(chunked.contains("Transfer-Encoding: chunked\r\n"), chunked);
        assertFalse(chunked.contains("Content-Length"), chunked);
        assertTrue(chunked.matches("(?s).*\r\n\r\n0*5\r\n \\{}\r\n\r\n0\r\n\r\n"), chunked);
        String raw = ask("GET /streamed HTTP/1.0\r\n\r\n");
        assertTrue(raw.startsWith("HTTP/1.0 200 OK\r\n"), raw);
        assertFalse(raw.contains("Transfer-Encoding"), raw);
        assertFalse(raw.contains("Content-Length"), raw);
        assertTrue(raw.contains("Connection: close\r\n"), raw);
        assertTrue(raw.endsWith("\r\n\r\n {}\r\n"), raw);
    }

    @Test
    void headHasTheHeadersAndNoBody() throws IOException {
        String answer = ask("HEAD /fixed HTTP/1.1\r\nHost: x\r\n\r\n");
        assertTrue(answer.contains("Content-Length: 2\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
        assertTrue(ask("HEAD /streamed HTTP/1.1\r\nHost: x\r\n\r\n").endsWith("\r\n\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BREW", "OPTIONS", "PATCH", "PROPFIND", "get"})
    void anyMethodReachesTheHandler(String method) throws IOException {
        assertTrue(ask(method + " /fixed HTTP/1.1\r\nHost: x\r\n\r\n").endsWith("{}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/ui/../pom.xml",
                "/../../etc/passwd",
                "/ui/HASH/../../etc/passwd",
                "/ui/HASH/otgw/%2e%2e/shared/tiny.css",
                "/ui/HASH/otgw/..%2fshared/tiny.css",
                "//etc/passwd",
                "/ui/HASH/",
                "/ui/HASH",
                "/ui/0000000000000000/otgw/a.js",
                "/%00",
                "/a|b{c}\"<>"
            })
    void whatIsNoAssetGoesToTheNextHandler(String path) throws IOException {
        String answer = ask(get(path.replace("HASH", pages.hash())));
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        assertTrue(answer.endsWith("FileNotFound\r\n"), answer);
    }

    @Test
    void theIndexNamesItsAssetsAndIsAskedForAgain() throws IOException {
        for (String path : new String[] {"/", "/index", "/index.html", "/index.html?v=1"}) {
            String answer = ask(get(path, "Connection: close"));
            assertTrue(answer.contains("Cache-Control: no-cache\r\n"), answer);
            assertTrue(answer.contains("Content-Type: text/html; charset=UTF-8\r\n"), answer);
            assertTrue(answer.contains("Content-Security-Policy: default-src 'none';"), answer);
            assertTrue(answer.contains("X-Content-Type-Options: nosniff\r\n"), answer);
            assertTrue(answer.endsWith("<script src=\"ui/" + pages.hash() + "/otgw/a.js\"></script>"), answer);
        }
        String tag = ask(get("/", "Connection: close")).split("ETag: ", -1)[1].split("\r", -1)[0];
        assertTrue(tag.startsWith("W/\"" + pages.hash()), tag);
        String unchanged = ask(get("/", "Connection: close", "If-None-Match: " + tag));
        assertTrue(unchanged.startsWith("HTTP/1.1 304 Not Modified\r\n"), unchanged);
        assertTrue(unchanged.endsWith("\r\n\r\n"), unchanged);
    }

    @Test
    void aPageIsNotTakenForAnotherThatStoodAtTheSameAddress() throws IOException {
        TreeMap<String, byte[]> files = new TreeMap<>();
        files.put("led/index.html", "led".getBytes(UTF_8));
        files.put("echo/index.html", "echo".getBytes(UTF_8));
        WebTree tree = new WebTree(files);
        AtomicReference<HttpHandler> now =
                new AtomicReference<>(new StaticFiles(tree, "led/index.html", "1", ResponseCodeHandler.HANDLE_404));
        HttpServer other = new HttpServer(worker, exchange -> now.get().handleRequest(exchange));
        try {
            int at = other.start(Port81Test.loopback(0));
            String before = ask(at, get("/", "Connection: close"));
            assertTrue(before.endsWith("led"), before);
            String tag = before.split("ETag: ", -1)[1].split("\r", -1)[0];
            now.set(new StaticFiles(tree, "echo/index.html", "1", ResponseCodeHandler.HANDLE_404));
            String after = ask(at, get("/", "Connection: close", "If-None-Match: " + tag));
            assertTrue(after.endsWith("echo"), after);
        } finally {
            other.stop();
        }
    }

    @Test
    void anAssetIsCompressedForWhoTakesItAndKeptForEver() throws IOException {
        String path = "/ui/" + pages.hash() + "/otgw/a.js";
        String plain = ask(get(path, "Connection: close"));
        assertTrue(plain.contains("Cache-Control: public, max-age=31536000, immutable\r\n"), plain);
        assertTrue(plain.contains("Content-Type: text/javascript; charset=UTF-8\r\n"), plain);
        assertTrue(plain.contains("Content-Length: 5500\r\n"), plain);
        String refused = ask(get(path, "Connection: close", "Accept-Encoding: br, gzip;q=0"));
        assertFalse(refused.contains("Content-Encoding"), refused);
        String small = ask(get(path, "Connection: close", "Accept-Encoding: br, gzip"));
        assertTrue(small.contains("Content-Encoding: gzip\r\n"), small);
        byte[] body = small.substring(small.indexOf("\r\n\r\n") + 4).getBytes(ISO_8859_1);
        try (GZIPInputStream unzipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
            assertEquals(5500, unzipped.readAllBytes().length);
        }
        String tiny =
                ask(get("/ui/" + pages.hash() + "/shared/tiny.css", "Connection: close", "Accept-Encoding: gzip"));
        assertFalse(tiny.contains("Content-Encoding"), tiny);
    }

    @Test
    void ourOwnAssetsKeepTheConnection() throws IOException {
        try (RawClient client = new RawClient(port)) {
            for (int i = 0; i < 3; i++) {
                client.send(get("/ui/" + pages.hash() + "/shared/tiny.css"));
                assertTrue(client.readHead().startsWith("HTTP/1.1 200 OK\r\n"));
                assertEquals("a{}", new String(client.readFully(3), UTF_8));
            }
        }
    }

    @Test
    void bodiesAreReadByTheirLengthForTheMethodsThatHaveOne() throws IOException {
        for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
            assertTrue(ask(method + " /body HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
                    .endsWith(method + ":abc"));
        }
        assertTrue(ask("GET /body HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc")
                .endsWith("GET:"));
        assertTrue(ask("POST /body HTTP/1.1\r\nHost: x\r\n\r\n").endsWith("POST:"));
        assertTrue(ask("POST /body HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
                .endsWith("POST:"));
    }

    @Test
    void aBodyShorterThanAnnouncedEndsTheConnectionWithoutAnAnswer() throws IOException {
        assertEquals("", ask("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nabc"));
        assertEquals("", ask("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\n"));
    }

    @Test
    void aBodyOverTheLimitIsRefused() throws IOException {
        String answer = ask("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 1001\r\n\r\n" + "x".repeat(1001));
        assertTrue(answer.startsWith("HTTP/1.1 413 Request Entity Too Large\r\n"), answer);
        assertTrue(ask(get("/414")).startsWith("HTTP/1.1 414 URI Too Long\r\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/throws", "/throwsLater", "/throwsInBody"})
    void aHandlerThatThrowsIsAnsweredWithOneSentence(String path) throws IOException {
        String answer = ask("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");
        assertTrue(answer.startsWith("HTTP/1.1 500 Internal Server Error\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n" + SENTENCE), answer);
    }

    @Test
    void halfRequestsAndSilenceAreClosed() throws IOException {
        assertEquals("", ask("GET /fixed HT"));
        assertEquals("", ask("GET /fixed HTTP/1.1\r\nHost: x\r\n"));
        assertEquals("", ask(""));
    }

    @Test
    void aHeaderOf100KilobytesIsNotRead() throws IOException {
        String answer;
        try {
            answer = ask(get("/fixed", "X-Long: " + "x".repeat(100_000)));
        } catch (IOException e) {
            answer = "";
        }
        assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
        assertTrue(ask(get("/fixed")).endsWith("{}"));
    }

    @Test
    void randomBytesLeaveTheServerAlive() throws IOException {
        Random random = new Random(81);
        for (int i = 0; i < 100; i++) {
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            try (RawClient client = new RawClient(port)) {
                client.send(i % 2 == 0 ? "GET /" : "");
                client.send(noise);
            } catch (IOException e) {
                // the server may cut it at any time
            }
        }
        assertTrue(ask(get("/fixed")).endsWith("{}"));
    }

    @Test
    void aChangeAskedForByAnotherSiteIsRefusedUnlessAllowed() throws IOException {
        String post = "POST /fixed HTTP/1.1\r\nHost: x\r\nConnection: close\r\nSec-Fetch-Site: cross-site\r\n\r\n";
        String answer = ask(post);
        assertTrue(answer.startsWith("HTTP/1.1 403 "), answer);
        assertTrue(ask(get("/ReBoot", "Connection: close", "Sec-Fetch-Site: cross-site"))
                .startsWith("HTTP/1.1 403 "));
        assertTrue(ask(get("/fixed", "Sec-Fetch-Site: cross-site")).endsWith("{}"));
        assertTrue(ask(post.replace("cross-site", "same-site")).endsWith("{}"));
        allowCrossSite.set(true);
        assertTrue(ask(post).endsWith("{}"));
    }

    @Test
    void anUpgradedConnectionJoinsTheHubAndOutlivesTheRequestTimeouts() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.request("/live"));
            String head = client.readHead();
            assertTrue(head.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), head);
            assertTrue(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), head);
            client.socket().setSoTimeout(900);
            assertThrows(java.net.SocketTimeoutException.class, client::readFrame);
            client.socket().setSoTimeout(10_000);
            hub.publish("line".getBytes(UTF_8));
            assertEquals("line", client.readFrame().text());
            assertTrue(ask(RawClient.request("/live").replace("Upgrade\r\n", "Upgrade, close\r\n"))
                    .startsWith("HTTP/1.1 503 "));
            client.send(RawClient.close(3000));
            assertEquals(3000, client.readFrame().closeCode());
            assertTrue(client.ended());
        }
    }

    @Test
    void framesBehindTheUpgradeRequestAreNotLost() throws IOException {
        try (RawClient client = new RawClient(port)) {
            byte[] request = RawClient.request("/live").getBytes(ISO_8859_1);
            byte[] ping = RawClient.frame(0x89, "early".getBytes(UTF_8));
            byte[] both = java.util.Arrays.copyOf(request, request.length + ping.length);
            System.arraycopy(ping, 0, both, request.length, ping.length);
            client.send(both);
            client.readHead();
            assertEquals("early", client.readFrame().text());
        }
    }

    @Test
    void upgradesAreRefusedByTheRules() throws IOException {
        String good = RawClient.request("/live").replace("Upgrade\r\n", "Upgrade, close\r\n");
        assertTrue(ask(get("/live", "Connection: close")).startsWith("HTTP/1.1 426 "));
        assertTrue(ask(good.replace("GET", "POST")).startsWith("HTTP/1.1 400 "));
        assertTrue(ask(good.replace("HTTP/1.1", "HTTP/1.0")).startsWith("HTTP/1.0 400 "));
        assertTrue(ask(good.replace(RawClient.KEY, "short")).startsWith("HTTP/1.1 400 "));
        String version = ask(good.replace("Version: 13", "Version: 8"));
        assertTrue(version.startsWith("HTTP/1.1 426 ") && version.contains("Sec-WebSocket-Version: 13\r\n"), version);
        assertTrue(ask(withHeaders(good, "Origin: http://evil.example")).startsWith("HTTP/1.1 403 "));
        assertTrue(ask(withHeaders(good, "Origin: null")).startsWith("HTTP/1.1 403 "));
        for (String headers : new String[] {
            "Origin: http://x",
            "Origin: https://X:8443",
            "Origin: https://home.example\r\nX-Forwarded-Host: home.example"
        }) {
            try (RawClient client = new RawClient(port)) {
                client.send(withHeaders(good, headers));
                assertTrue(client.readHead().startsWith("HTTP/1.1 101 "), headers);
                client.send(RawClient.close(1000));
                assertEquals(1000, client.readFrame().closeCode());
                assertTrue(client.ended());
            }
        }
    }

    private static String withHeaders(String request, String headers) {
        return request.substring(0, request.length() - 2) + headers + "\r\n\r\n";
    }

    @Test
    void aRequestOfHttp11WithoutAHostIsMalformed() throws IOException {
        assertTrue(ask("GET /fixed HTTP/1.1\r\n\r\n").startsWith("HTTP/1.1 400 "));
        assertTrue(ask("GET /fixed HTTP/1.0\r\n\r\n").startsWith("HTTP/1.0 200 "));
    }

    @Test
    void aBodyThatNobodyReadsDoesNotHoldTheConnectionForEver() throws IOException {
        assertTrue(ask("POST /fixed HTTP/1.1\r\nHost: x\r\nContent-Length: 30\r\n\r\nabc")
                .endsWith("{}"));
    }

    @Test
    void aPortInUseIsOneSentence() {
        IOException failure = assertThrows(
                IOException.class, () -> new HttpServer(worker, exchange -> {}).start(Port81Test.loopback(port)));
        assertEquals(
                "Port " + port + " is in use by another program: stop that program, or choose another port.",
                failure.getMessage());
    }
}
