package org.otgwpi;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole program, started and ended as a user would, and what it says when something is in its way. */
final class ProcessIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Where the chip keeps its setback temperature (otgw-core 1.12). */
    private static final int SETBACK_CELL = 2;

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void startsWithTheSimulatorAndAnswersACommand() throws IOException {
        try (RunningGateway gateway = RunningGateway.start("--simulate", "--data", folder.toString())) {
            await().atMost(PATIENCE)
                    .until(() -> status(gateway).get("pic").get("available").asBoolean());
            JsonNode answer = JSON.readTree(gateway.post("_pi/command", "{\"command\":\"TT=21.5\"}"));
            assertEquals("21.50", answer.path("answer").asText(), answer.toString());
            await().atMost(PATIENCE)
                    .until(() -> monitor(gateway, "roomsetpoint").equals("21.500"));
        }
    }

    @Test
    void aQueuedCommandReachesTheSimulatedChip() throws IOException {
        try (RunningGateway gateway = RunningGateway.start("--simulate", "--data", folder.toString())) {
            assertEquals("OK", gateway.post("api/v1/otgw/command/TT=19.5", ""));
            await().atMost(PATIENCE)
                    .until(() -> monitor(gateway, "roomsetpoint").equals("19.500"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus-frames.log", "bus-overrides.log", "bus-recording-20min.log"})
    void playsARecordingAndStillAnswersCommands(String name) throws IOException {
        Path recording = Path.of("src/test/resources/recordings").resolve(name);
        try (RunningGateway gateway =
                RunningGateway.start("--replay", recording.toString(), "--speed", "20", "--data", folder.toString())) {
            await().atMost(PATIENCE)
                    .until(() -> status(gateway).get("line").get("frames").asInt() > 100);
            JsonNode answer = JSON.readTree(gateway.post("_pi/command", "{\"command\":\"PR=A\"}"));
            assertEquals("A=OpenTherm Gateway 6.6", answer.path("answer").asText(), answer.toString());
        }
    }

    @Test
    void startsAgainAfterItWasKilled() throws IOException {
        try (RunningGateway first = RunningGateway.start("--simulate", "--data", folder.toString())) {
            await().atMost(PATIENCE)
                    .until(() -> status(first).get("pic").get("available").asBoolean());
            assertEquals(
                    "20.00",
                    JSON.readTree(first.post("_pi/command", "{\"command\":\"SB=20\"}"))
                            .path("answer")
                            .asText());
            await().atMost(PATIENCE)
                    .until(() -> Files.readAllBytes(folder.resolve("simulated-pic.eeprom"))[SETBACK_CELL] == 20);
            first.kill();
        }
        try (RunningGateway second = RunningGateway.start("--simulate", "--data", folder.toString())) {
            await().atMost(PATIENCE)
                    .until(() -> status(second).get("pic").get("available").asBoolean());
            JsonNode answer = JSON.readTree(second.post("_pi/command", "{\"command\":\"PR=S\"}"));
            assertEquals("S=20.00", answer.path("answer").asText(), "the chip's EEPROM was kept");
        }
    }

    @Test
    void aMissingSerialPortDoesNotKeepTheRestDown() throws IOException {
        try (RunningGateway gateway =
                RunningGateway.start("--serial", "/dev/ttyNOWHERE", "--data", folder.toString())) {
            await().atMost(PATIENCE)
                    .until(() -> !status(gateway).get("port").get("problem").isNull());
            String problem = status(gateway).get("port").get("problem").asText();
            assertTrue(problem.contains("/dev/ttyNOWHERE"), problem);
            assertEquals(1, gateway.output().split("ttyNOWHERE", -1).length - 1, gateway.output());
            JsonNode answer = JSON.readTree(gateway.post("_pi/command", "{\"command\":\"TT=21.5\"}"));
            assertTrue(answer.path("error").asText().contains("/dev/ttyNOWHERE"), answer.toString());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --nonsense                    | --nonsense
                    --http-port abc               | abc
                    --http-port 70000             | --http-port must be between 0 and 65535
                    --speed 0                     | --speed must be between 0.1 and 1000
                    --personality toaster         | There is no personality 'toaster'
                    --simulate --serial /dev/null | --serial cannot go with --simulate
                    --replay /no/such/file        | /no/such/file
                    """)
    void aWrongCommandLineGetsOneSentenceAndExitCode2(String options, String expected) throws IOException {
        assertEndsWithOneSentence(List.of(options.split(" ")), expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "1.0 T123", "T80000200\nB4000020Z"})
    void aBrokenRecordingGetsOneSentence(String content) throws IOException {
        Path recording = Files.writeString(folder.resolve("broken.log"), content);
        assertEndsWithOneSentence(List.of("--replay", recording.toString()), "broken.log");
    }

    @Test
    void aPortThatIsTakenGetsOneSentence() throws IOException {
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = Integer.toString(taken.getLocalPort());
            List<String> ports = List.of("--http-port", "--ws-port", "--bridge-port", "--console-port");
            for (String each : ports) {
                List<String> options = new ArrayList<>(List.of("--simulate"));
                ports.forEach(option -> options.addAll(List.of(option, option.equals(each) ? port : "0")));
                assertEndsWithOneSentence(options, port);
            }
        }
    }

    @Test
    void anOrdinaryUserIsToldWhyPort80CannotBeHad() throws IOException {
        assertEndsWithOneSentence(
                OrdinaryUser.COMMAND,
                List.of(
                        "--simulate",
                        "--data",
                        OrdinaryUser.folder(folder).toString(),
                        "--ws-port",
                        "0",
                        "--bridge-port",
                        "0",
                        "--console-port",
                        "0"),
                "80");
    }

    @Test
    void helpAndVersionEndWithSuccess() throws IOException {
        RunningGateway help = RunningGateway.launch(List.of(), List.of("--help"));
        assertEquals(0, help.awaitExit());
        assertTrue(help.output().contains("--replay"), help.output());
        RunningGateway version = RunningGateway.launch(List.of(), List.of("--version"));
        assertEquals(0, version.awaitExit());
        assertTrue(version.output().matches("otgw-pi \\d+\\.\\d+\\.\\d+\\S*\\+[0-9a-f]{7}"), version.output());
    }

    private void assertEndsWithOneSentence(List<String> options, String expected) throws IOException {
        assertEndsWithOneSentence(List.of(), options, expected);
    }

    private void assertEndsWithOneSentence(List<String> before, List<String> options, String expected)
            throws IOException {
        List<String> all = new java.util.ArrayList<>(options);
        if (!all.contains("--data")) {
            all.addAll(List.of("--data", folder.toString()));
        }
        RunningGateway gateway = RunningGateway.launch(before, all);
        assertEquals(2, gateway.awaitExit(), gateway.output());
        List<String> sentences = gateway.output()
                .lines()
                .filter(line -> !line.matches("\\d{4}-\\d\\d-\\d\\d .* (INFO|WARN) .*"))
                .toList();
        assertEquals(1, sentences.size(), gateway.output());
        assertTrue(sentences.getFirst().contains(expected), gateway.output());
    }

    private static JsonNode status(RunningGateway gateway) throws IOException {
        return JSON.readTree(gateway.get("_pi/status"));
    }

    private static String monitor(RunningGateway gateway, String name) throws IOException {
        String all = gateway.get("api/v2/otgw/otmonitor");
        int start = all.indexOf("\"" + name + "\": {\"value\": ") + name.length() + 14;
        return all.substring(start, all.indexOf(',', start));
    }
}
