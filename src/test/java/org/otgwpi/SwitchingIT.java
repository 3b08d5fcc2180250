package org.otgwpi;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From one personality to the next with clients attached, round and round: nothing may be left behind. */
final class SwitchingIT {

    /** {@code -Dswitch.rounds=100} for the long run. */
    private static final int ROUNDS = Integer.getInteger("switch.rounds", 6);

    /** Rounds after which everything has been loaded once and no thread is started late any more. */
    private static final int WARM = 3;

    private static final Set<String> WITH_PORT = Set.of("otgw", "railhub32", "railhub8266", "led");
    private static final Set<String> WITH_LIVE = Set.of("otgw", "railhub32", "railhub8266");
    private static final Set<String> WITH_WS = Set.of("remote", "echo");
    private static final Set<String> WITHOUT_LINES = Set.of("echo");

    @TempDir
    private Path data;

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void nothingIsLeftBehindAndThePortsAnswerAgainWithinTwoSeconds() throws IOException {
        int httpPort = freePort();
        int webSocketPort = freePort();
        RunningGateway program = RunningGateway.launch(
                List.of(),
                List.of(
                        "--simulate",
                        "--data",
                        data.toString(),
                        "--http-port",
                        Integer.toString(httpPort),
                        "--ws-port",
                        Integer.toString(webSocketPort),
                        "--bridge-port",
                        "0",
                        "--console-port",
                        "0"));
        try (program) {
            program.awaitReady();
            List<String> names = names(program);
            assertTrue(names.size() >= 3, names::toString);
            Left warm = new Left(0, 0);
            long slowestMillis = 0;
            for (int round = 0; round < ROUNDS + WARM; round++) {
                if (round == WARM) {
                    warm = left(program, names);
                }
                for (int i = 0; i < names.size(); i++) {
                    String name = names.get((i + 1) % names.size());
                    long millis = change(program, name, webSocketPort);
                    slowestMillis = round < WARM ? 0 : Math.max(slowestMillis, millis);
                }
            }
            Left now = left(program, names);
            System.out.println("%d rounds through %s: slowest change %d ms; %s, after the first %d rounds %s"
                    .formatted(ROUNDS, names, slowestMillis, now, WARM, warm));
            assertTrue(slowestMillis < 2000, "slowest change " + slowestMillis + " ms");
            assertTrue(now.files <= warm.files, now + " instead of " + warm);
            assertTrue(now.threads <= warm.threads, now + " instead of " + warm);
        }
    }

    /** What a process holds. */
    private record Left(long files, long threads) {}

    /** Waits until closed connections are gone, then counts. */
    private static Left left(RunningGateway program, List<String> names) throws IOException {
        Path process = Path.of("/proc", Long.toString(program.process().pid()));
        long[] before = {-1, -1};
        await().pollInterval(Duration.ofSeconds(1))
                .atMost(Duration.ofSeconds(60))
                .until(() -> {
                    long[] now = {count(process.resolve("fd")), count(process.resolve("task"))};
                    boolean still = now[0] == before[0] && now[1] == before[1];
                    before[0] = now[0];
                    before[1] = now[1];
                    return still;
                });
        return new Left(before[0], before[1]);
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    /** Attaches clients, changes, and sees that they were told; the milliseconds until all ports answer again. */
    private long change(RunningGateway program, String name, int webSocketPort) throws IOException {
        List<Client> clients = attach(program, webSocketPort);
        long began = System.nanoTime();
        String answer = program.post("_pi/personality", "{\"name\":\"%s\",\"confirm\":true}".formatted(name));
        assertEquals("{\"current\":\"" + name + "\"}", answer);
        program.get("");
        if (WITH_PORT.contains(name)) {
            try (Socket port = new Socket("127.0.0.1", webSocketPort)) {
                assertTrue(port.isConnected());
            }
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
        for (Client client : clients) {
            assertEquals(1001, client.closed.join(), "close code before " + name);
            client.abort();
        }
        List<Integer> lines = new ArrayList<>();
        json.readTree(program.get("_pi/board"))
                .path("lines")
                .forEach(line -> lines.add(line.path("line").asInt()));
        if (WITHOUT_LINES.contains(name)) {
            assertEquals(List.of(14, 15), lines);
        }
        return millis;
    }

    private List<Client> attach(RunningGateway program, int webSocketPort) throws IOException {
        String name =
                json.readTree(program.get("_pi/personality")).path("current").asText();
        List<Client> clients = new ArrayList<>();
        if (WITH_PORT.contains(name)) {
            clients.add(connect("ws://127.0.0.1:" + webSocketPort + "/"));
            clients.add(connect("ws://127.0.0.1:" + webSocketPort + "/"));
        }
        if (WITH_LIVE.contains(name)) {
            clients.add(connect("ws://127.0.0.1:" + program.httpPort() + "/_pi/live"));
        }
        if (WITH_WS.contains(name)) {
            clients.add(connect("ws://127.0.0.1:" + program.httpPort() + "/ws"));
        }
        if (name.startsWith("railhub")) {
            assertEquals(
                    "{\"status\":\"ok\"}",
                    program.post("api/control", "{\"pin\":4,\"active\":true,\"brightness\":30}"));
        }
        return clients;
    }

    private Client connect(String address) {
        Client client = new Client();
        client.socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(address), client)
                .join();
        return client;
    }

    private List<String> names(RunningGateway program) throws IOException {
        List<String> names = new ArrayList<>();
        for (JsonNode choice : json.readTree(program.get("_pi/personality")).path("choices")) {
            names.add(choice.path("name").asText());
        }
        return names;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static final class Client implements WebSocket.Listener {
        private final CompletableFuture<Integer> closed = new CompletableFuture<>();
        private @Nullable WebSocket socket;

        Client() {
            var unused = closed.completeOnTimeout(0, 20, TimeUnit.SECONDS);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closed.complete(code);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            closed.complete(-1);
        }

        void abort() {
            if (socket != null) {
                socket.abort();
            }
        }
    }
}
