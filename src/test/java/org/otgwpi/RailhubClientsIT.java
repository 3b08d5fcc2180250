package org.otgwpi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The clients that RailHub's document prints, run as they stand there, and what lasts when the plug is pulled. */
final class RailhubClientsIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Path PEERS = Path.of("target", "bench", "node", "node_modules");

    @TempDir
    private Path folder;

    private final ObjectMapper json = new ObjectMapper();
    private int webSocketPort;

    @BeforeEach
    void findPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            webSocketPort = socket.getLocalPort();
        }
    }

    @Test
    void thePythonClientReadsEachStatusAndComesBackAfterAChange() throws IOException {
        assumeRuns("/usr/bin/python3", "-c", "import websocket");
        String driver = """
                import sys, time
                exec(open(sys.argv[1]).read())
                client = RailHubClient("127.0.0.1", int(sys.argv[2]))
                client.connect()
                time.sleep(120)
                """;
        try (RunningGateway board = start("railhub32");
                Client client = client(
                        "Status update: ",
                        "WebSocket connected",
                        List.of(
                                "/usr/bin/python3",
                                "-u",
                                "-c",
                                driver,
                                resource("client.py"),
                                Integer.toString(webSocketPort)))) {
            watch(board, client);
        }
    }

    @Test
    void theNodeClientReadsEachStatusAndComesBackAfterAChange() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(PEERS.resolve("ws")), "scripts/bench has not installed ws for Node");
        String driver = """
                const source = require('fs').readFileSync(process.argv[1], 'utf8');
                const RailHubClient = new Function('require', source + '; return RailHubClient;')(require);
                const client = new RailHubClient('127.0.0.1', Number(process.argv[2]));
                client.onStatus = (data) => console.log('Status: ' + JSON.stringify(data));
                client.connect();
                """;
        try (RunningGateway board = start("railhub32");
                Client client = client(
                        "Status: ",
                        "[RailHub] Connected",
                        List.of("node", "-e", driver, resource("client.js"), Integer.toString(webSocketPort)))) {
            watch(board, client);
        }
    }

    /** Two a second; a change is seen; a change of the board cuts the client off, and it comes back. */
    private void watch(RunningGateway board, Client client) throws IOException {
        await().atMost(PATIENCE).until(() -> client.statuses() >= 6);
        assertEquals("{\"status\":\"ok\"}", board.post("api/control", "{\"pin\":4,\"active\":true,\"brightness\":37}"));
        await().atMost(PATIENCE).until(() -> client.output().contains("37"));
        assertFalse(client.output().contains("rror"), "a client met an error");
        assertEquals(
                "{\"current\":\"railhub8266\"}",
                board.post("_pi/personality", "{\"name\":\"railhub8266\",\"confirm\":true}"));
        await().atMost(PATIENCE).until(() -> client.connects() == 2);
        int before = client.statuses();
        await().atMost(PATIENCE).until(() -> client.statuses() >= before + 4);
        assertTrue(client.output().contains("chasingGroups"), "no status of the other board");
    }

    @Test
    void afterKillMinusNineTheStateIsTheLastAcknowledgedOne() throws IOException {
        List<Integer> acknowledged = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            RunningGateway board = start("railhub8266");
            try (board) {
                for (int percent : acknowledged) {
                    assertEquals(percent, output(board, 5).path("brightness").asInt());
                    assertTrue(output(board, 5).path("active").asBoolean());
                }
                acknowledged.clear();
                for (int i = 1; i <= 20; i++) {
                    int percent = 20 * round + i;
                    String body = "{\"pin\":5,\"active\":true,\"brightness\":%d}".formatted(percent);
                    assertEquals("{\"status\":\"ok\"}", board.post("api/control", body));
                    acknowledged.clear();
                    acknowledged.add(percent);
                }
                board.kill();
            }
        }
    }

    @Test
    void aKillInTheMidstOfChangesLosesNothingThatWasAnswered() throws IOException {
        Random chance = new Random(8266);
        for (int round = 0; round < 5; round++) {
            AtomicInteger answered = new AtomicInteger();
            RunningGateway board = start("railhub8266");
            try (board) {
                Thread changes = Thread.ofVirtual().start(() -> changeUntilItDies(board, answered));
                int enough = 20 + chance.nextInt(200);
                await().atMost(PATIENCE).until(() -> answered.get() >= enough);
                board.kill();
                await().atMost(PATIENCE).until(() -> !changes.isAlive());
            }
            try (RunningGateway again = start("railhub8266")) {
                int kept = output(again, 5).path("interval").asInt();
                assertTrue(
                        kept == answered.get() || kept == answered.get() + 1,
                        "interval %d is kept, %d was answered last".formatted(kept, answered.get()));
            }
        }
    }

    private static void changeUntilItDies(RunningGateway board, AtomicInteger answered) {
        try {
            while (true) {
                int next = answered.get() + 1;
                String answer = board.post("api/interval", "{\"pin\":5,\"interval\":%d}".formatted(next));
                if (!answer.equals("{\"success\":true}")) {
                    return;
                }
                answered.set(next);
            }
        } catch (IOException e) {
            // It was killed: that is what this is about.
        }
    }

    private JsonNode output(RunningGateway board, int pin) throws IOException {
        for (JsonNode output : json.readTree(board.get("api/status")).path("outputs")) {
            if (output.path("pin").asInt() == pin) {
                return output;
            }
        }
        throw new IOException("no output " + pin);
    }

    private RunningGateway start(String personality) throws IOException {
        RunningGateway board = RunningGateway.launch(
                List.of(),
                List.of(
                        "--simulate",
                        "--personality",
                        personality,
                        "--data",
                        folder.resolve("data").toString(),
                        "--http-port",
                        "0",
                        "--ws-port",
                        Integer.toString(webSocketPort),
                        "--bridge-port",
                        "0",
                        "--console-port",
                        "0"));
        board.awaitReady();
        return board;
    }

    private static void assumeRuns(String... command) throws IOException {
        try {
            int result = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
            Assumptions.assumeTrue(result == 0, () -> String.join(" ", command) + " fails here");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** A client of the document as a file. */
    private String resource(String name) throws IOException {
        Path file = folder.resolve(name);
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("railhub/" + name), name)) {
            Files.write(file, in.readAllBytes());
        }
        return file.toString();
    }

    private Client client(String status, String connected, List<String> command) throws IOException {
        Path output = folder.resolve("client.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("NODE_PATH", PEERS.toAbsolutePath().toString());
        return new Client(builder.start(), output, status, connected);
    }

    private record Client(Process process, Path log, String status, String connected) implements AutoCloseable {

        String output() throws IOException {
            return Files.readString(log, UTF_8);
        }

        int statuses() throws IOException {
            return count(status);
        }

        int connects() throws IOException {
            return count(connected);
        }

        private int count(String what) throws IOException {
            return output().split(Pattern.quote(what), -1).length - 1;
        }

        @Override
        public void close() {
            process.destroyForcibly();
            process.onExit().join();
        }
    }
}
