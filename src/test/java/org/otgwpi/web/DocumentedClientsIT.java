package org.otgwpi.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.RunningGateway;

/**
 * The clients that the documents of the originals print, as they are printed: only the name of the host leads here. Each
 * one gets what it waits for, and comes back by itself after the device was away.
 */
@Timeout(240)
final class DocumentedClientsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static final String RAILHUB_PAGE = """
            <!doctype html><title>x</title><p id="uptime"></p><p id="freeHeap"></p>
            <script>
              const seen = [];
              const formatUptime = (millis) => `${millis} ms`;
              const formatBytes = (bytes) => `${bytes} B`;
              const updateOutputUI = (output) => { seen[output.pin] = output; };
              const updateChasingGroupsUI = () => {};
              const updateUI = (data) => data.outputs.forEach(updateOutputUI);
            </script><script src="script.js"></script>
            <script>
              if (typeof RailHubWebSocket !== 'undefined') {
                const railHub = new RailHubWebSocket(window.location.hostname);
                railHub.onStatus(updateUI);
                railHub.connect();
              }
            </script>
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private RunningGateway program;

    @AfterEach
    void end() {
        program.close();
    }

    private void start(String personality) throws IOException {
        program = RunningGateway.start(
                "--simulate", "--data", folder.resolve("data").toString(), "--personality", personality);
    }

    /** As if the plug had been pulled and put back. */
    private void replug(String personality) throws IOException {
        int http = program.httpPort();
        int webSocket = program.webSocketPort();
        program.kill();
        program = RunningGateway.launch(
                List.of(),
                List.of(
                        "--simulate",
                        "--data",
                        folder.resolve("data").toString(),
                        "--personality",
                        personality,
                        "--http-port",
                        Integer.toString(http),
                        "--ws-port",
                        Integer.toString(webSocket)));
        program.awaitReady();
    }

    private static String printed(String name) throws IOException {
        try (InputStream in = DocumentedClientsIT.class.getResourceAsStream("/org/otgwpi/" + name)) {
            if (in == null) {
                throw new IllegalStateException("the client " + name + " is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    /** Serves one page and the script it loads. */
    private static HttpServer pageServer(String page, String script) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            boolean wantsScript = exchange.getRequestURI().getPath().equals("/script.js");
            byte[] body = (wantsScript ? script : page).getBytes(UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", (wantsScript ? "text/javascript" : "text/html") + "; charset=utf-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static String map(String host, int port, int to) {
        return "MAP " + host + ":" + port + " 127.0.0.1:" + to;
    }

    private static long logged(Browser browser, String text) {
        return browser.consoleLines().stream()
                .filter(line -> line.contains(text))
                .count();
    }

    private static boolean isActive(Browser browser, int pin) {
        return Boolean.TRUE.equals(browser.run("return seen[arguments[0]]?.active ?? false", pin));
    }

    private void railHubInABrowser(String script, String connected, String gone) throws IOException {
        start("railhub32");
        HttpServer pages = pageServer(RAILHUB_PAGE, printed(script));
        String rules = map("railhub32.local", 80, pages.getAddress().getPort()) + ","
                + map("railhub32.local", 81, program.webSocketPort());
        try (Browser browser = new Browser("--host-resolver-rules=" + rules)) {
            browser.open(URI.create("http://railhub32.local/"));
            await().atMost(PATIENCE).until(() -> logged(browser, connected) == 1);
            await().atMost(PATIENCE).until(() -> Long.valueOf(16).equals(browser.run("return seen.flat().length")));
            program.post("api/control", "{\"pin\":5,\"active\":true,\"brightness\":50}");
            await().atMost(PATIENCE).until(() -> isActive(browser, 5));
            replug("railhub32");
            await().atMost(PATIENCE).until(() -> logged(browser, connected) == 2);
            assertTrue(logged(browser, gone) >= 1, browser.consoleLines().toString());
            program.post("api/control", "{\"pin\":5,\"active\":false}");
            await().atMost(PATIENCE).until(() -> !isActive(browser, 5));
            program.post("api/control", "{\"pin\":2,\"active\":true}");
            await().atMost(PATIENCE).until(() -> isActive(browser, 2));
        } finally {
            pages.stop(0);
        }
    }

    @Test
    void railHubsPageScriptRunsInABrowserAndReconnects() throws IOException {
        railHubInABrowser("railhub/page-script.js", "[WS] Connected to WebSocket server", "Reconnecting in 3 seconds");
    }

    @Test
    void railHubsVanillaClassRunsInABrowserAndReconnects() throws IOException {
        railHubInABrowser("railhub/browser-class.js", "[RailHub] WebSocket connected", "[RailHub] WebSocket closed");
    }

    @Test
    void theRemoteControlsPageScriptRunsInABrowserAndReconnects() throws IOException {
        start("remote");
        HttpServer pages = pageServer(
                "<!doctype html><title>x</title><script src=\"script.js\"></script>", printed("remote/page-script.js"));
        String rules = map("esp32.local", 8000, pages.getAddress().getPort()) + ","
                + map("esp32.local", 80, program.httpPort());
        try (Browser browser = new Browser("--host-resolver-rules=" + rules)) {
            browser.open(URI.create("http://esp32.local:8000/"));
            await().atMost(PATIENCE).until(() -> logged(browser, "Connection opened") == 1);
            await().atMost(PATIENCE)
                    .until(() -> program.output().contains("WebSocket client #1 connected from 127.0.0.1"));
            browser.run("location.reload()");
            await().atMost(PATIENCE)
                    .until(() -> program.output().contains("WebSocket client #1 disconnected")
                            && program.output().contains("WebSocket client #2 connected from 127.0.0.1"));
            long before = logged(browser, "Connection opened");
            replug("remote");
            await().atMost(PATIENCE).until(() -> logged(browser, "Connection opened") > before);
            assertTrue(
                    logged(browser, "Connection closed") >= 1,
                    browser.consoleLines().toString());
        } finally {
            pages.stop(0);
        }
    }

    @Test
    void ledAndEchoSpeakWithPythonsLibrary() throws IOException {
        assumePython();
        start("led");
        String dialogue = """
                import sys, websocket
                ws = websocket.create_connection(sys.argv[1])
                for text in sys.argv[2:]:
                    ws.send(text)
                    print(ws.recv())
                ws.close()
                print("code", ws.sock)
                """;
        assertEquals(
                List.of("LED is now ON", "LED is now OFF", "code None"),
                python(dialogue, "ws://127.0.0.1:" + program.webSocketPort(), "LED ON", "LED OFF"));
        become("echo");
        for (String path : List.of("ws", "ws/")) {
            assertEquals(
                    List.of("hello", "Async data", "code None"),
                    python(dialogue, "ws://127.0.0.1:" + program.httpPort() + "/" + path, "hello", "Trigger async"));
        }
        become("remote");
        assertEquals(
                List.of("{\"status\":\"on\"}", "off", "code None"),
                python(dialogue, "ws://127.0.0.1:" + program.httpPort() + "/ws", "{\"action\":\"toggle\"}", "toggle"));
    }

    @Test
    void ledEchoAndRemoteSpeakWithNodesLibrary() throws IOException {
        Path modules = nodeModules();
        start("led");
        String dialogue = """
                const WebSocket = require('ws');
                const [address, ...texts] = process.argv.slice(1);
                const ws = new WebSocket(address);
                const next = () => texts.length > 0 ? ws.send(texts.shift()) : ws.close(1000);
                ws.on('open', next);
                ws.on('message', (data) => { console.log(String(data)); next(); });
                ws.on('close', (code) => console.log('code', code));
                """;
        assertEquals(
                List.of("LED is now ON", "LED is now OFF", "code 1000"),
                node(modules, dialogue, "ws://127.0.0.1:" + program.webSocketPort(), "LED ON", "LED OFF"));
        become("echo");
        assertEquals(
                List.of("hello", "Async data", "code 1005"),
                node(modules, dialogue, "ws://127.0.0.1:" + program.httpPort() + "/ws/", "hello", "Trigger async"));
        become("remote");
        assertEquals(
                List.of("{\"status\":\"on\"}", "off", "code 1000"),
                node(
                        modules,
                        dialogue,
                        "ws://127.0.0.1:" + program.httpPort() + "/ws",
                        "{\"action\":\"toggle\"}",
                        "toggle"));
    }

    private void become(String personality) throws IOException {
        String answer = program.post("_pi/personality", "{\"name\":\"" + personality + "\",\"confirm\":true}");
        assertEquals("{\"current\":\"" + personality + "\"}", answer);
    }

    private static void assumePython() throws IOException {
        assumeTrue(
                exitCode(List.of("/usr/bin/python3", "-c", "import websocket"), Path.of(".")) == 0,
                "Debian's python3-websocket is not installed");
    }

    private static List<String> python(String script, String... arguments) throws IOException {
        return said(List.of("/usr/bin/python3", "-c", script), arguments);
    }

    private static List<String> node(Path modules, String script, String... arguments) throws IOException {
        return said(List.of("env", "NODE_PATH=" + modules, "node", "-e", script), arguments);
    }

    private static List<String> said(List<String> command, String... arguments) throws IOException {
        List<String> whole = new java.util.ArrayList<>(command);
        whole.addAll(List.of(arguments));
        try (ClientProcess client = new ClientProcess(whole)) {
            client.awaitEnd();
            return client.lines();
        }
    }

    /** Where npm has put the library {@code ws}, in the version of the benchmarks. */
    private static Path nodeModules() throws IOException {
        Path home = Files.createDirectories(Path.of("target", "node-clients"));
        Path modules = home.resolve("node_modules").toAbsolutePath();
        if (!Files.isDirectory(modules.resolve("ws"))) {
            for (String name : List.of("package.json", "package-lock.json")) {
                Files.copy(
                        Path.of("src", "bench", "node", name), home.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            assumeTrue(
                    exitCode(List.of("npm", "ci", "--no-audit", "--no-fund"), home) == 0,
                    "npm cannot fetch the library ws");
        }
        return modules;
    }

    private static int exitCode(List<String> command, Path directory) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Another program, and what it has said so far. */
    private static final class ClientProcess implements AutoCloseable {

        private final Process process;
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private final Thread reader;

        ClientProcess(List<String> command) throws IOException {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
            reader = Thread.ofPlatform().daemon().start(() -> {
                try (BufferedReader output =
                        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
                    output.lines().forEach(lines::add);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
        }

        List<String> lines() {
            return List.copyOf(lines);
        }

        void awaitEnd() throws IOException {
            try {
                if (!process.waitFor(30, TimeUnit.SECONDS)) {
                    throw new IOException("the client did not end: " + lines);
                }
                reader.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
