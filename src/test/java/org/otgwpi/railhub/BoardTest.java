package org.otgwpi.railhub;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.board.LineState;

final class BoardTest {

    @TempDir
    private Path data;

    @Test
    void theStatusOfTheEsp32HasAllItsKeysInOrder() throws IOException {
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB32, data)) {
            JsonNode status = board.status();
            assertEquals(
                    List.of(
                            "macAddress",
                            "name",
                            "wifiMode",
                            "ip",
                            "ssid",
                            "apClients",
                            "wsClients",
                            "freeHeap",
                            "uptime",
                            "buildDate",
                            "flashUsed",
                            "flashFree",
                            "flashPartition",
                            "cpuLoad0",
                            "cpuLoad1",
                            "outputs"),
                    names(status));
            assertEquals("ESP32-Controller-01", status.path("name").asText());
            assertEquals("STA", status.path("wifiMode").asText());
            assertEquals("02:00:00:00:00:01", status.path("macAddress").asText());
            assertEquals("Jan  5 2026 09:08:07", status.path("buildDate").asText());
            assertEquals(
                    1_310_720,
                    status.path("flashUsed").asLong() + status.path("flashFree").asLong());
            assertTrue(status.path("freeHeap").asLong() > 0
                    && status.path("freeHeap").asLong() <= 327_680);
            assertEquals(
                    List.of("pin", "active", "brightness", "name", "interval"),
                    names(status.path("outputs").get(0)));
            assertEquals(
                    List.of(2, 4, 5, 18, 19, 21, 22, 23, 25, 26, 27, 32, 33, 12, 13, 14), pins(status.path("outputs")));
        }
    }

    @Test
    void theStatusOfTheEsp8266HasItsGroupsWithTheKeysOfCodeAndDocument() throws IOException {
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB8266, data)) {
            board.post("/api/chasing/create", "{\"groupId\":7,\"interval\":60000,\"outputs\":[4,5]}");
            JsonNode status = board.status();
            assertEquals(
                    List.of(
                            "macAddress",
                            "name",
                            "wifiMode",
                            "ip",
                            "ssid",
                            "apClients",
                            "freeHeap",
                            "uptime",
                            "buildDate",
                            "flashUsed",
                            "flashFree",
                            "flashPartition",
                            "outputs",
                            "chasingGroups",
                            "flashTotal"),
                    names(status));
            assertEquals(List.of(4, 5, 12, 13, 14, 16, 2), pins(status.path("outputs")));
            assertEquals(
                    "[{\"groupId\":7,\"name\":\"Group 7\",\"interval\":60000,\"outputCount\":2,\"outputs\":[4,5],"
                            + "\"id\":7,\"active\":true,\"currentStep\":0}]",
                    status.path("chasingGroups").toString());
        }
    }

    @Test
    void aNewViewerGetsTheStatusAtOnceAndAllOthersToo() throws IOException {
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB32, data);
                DeskBoard.Viewer first = board.view()) {
            assertEquals(1, first.next().path("wsClients").asInt());
            try (DeskBoard.Viewer second = board.view()) {
                assertEquals(2, second.next().path("wsClients").asInt());
                await().until(() -> first.next().path("wsClients").asInt() == 2);
            }
        }
    }

    @Test
    void everyViewerGetsEachChangeBeforeItIsAnswered() throws IOException {
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB8266, data);
                DeskBoard.Viewer viewer = board.view()) {
            viewer.next();
            board.post("/api/control", "{\"pin\":5,\"active\":true,\"brightness\":42}");
            await().until(() -> viewer.next().at("/outputs/1/brightness").asInt() == 42);
            board.post("/api/chasing/create", "{\"groupId\":1,\"interval\":50,\"outputs\":[4,5]}");
            await().until(() -> viewer.next().path("chasingGroups").size() == 1);
            board.post("/api/chasing/delete", "{\"groupId\":1}");
            await().until(() -> viewer.next().path("chasingGroups").isEmpty());
        }
    }

    @Test
    void whatViewersSayIsIgnored() throws IOException {
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB32, data);
                DeskBoard.Viewer viewer = board.view()) {
            viewer.next();
            viewer.send("{\"pin\":4,\"active\":true}");
            viewer.send("nonsense");
            viewer.next();
            viewer.next();
            assertFalse(board.output(4).path("active").asBoolean());
        }
    }

    @Test
    void viewersAreToldWithCode1001WhenTheBoardGoes() throws IOException {
        DeskBoard board = new DeskBoard(Variant.RAILHUB32, data);
        try (DeskBoard.Viewer viewer = board.view()) {
            viewer.next();
            board.close();
            assertEquals(1001, viewer.closeCode());
        }
    }

    @Test
    void whatWasAnsweredIsThereAfterTheNextStart() throws IOException {
        JsonNode before;
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB8266, data)) {
            board.post("/api/control", "{\"pin\":4,\"active\":true,\"brightness\":33}");
            board.post("/api/interval", "{\"pin\":4,\"interval\":70000}");
            board.post("/api/name", "{\"pin\":5,\"name\":\"灯 und mehr als zwanzig Zeichen\"}");
            board.post(
                    "/api/chasing/create", "{\"groupId\":9,\"interval\":60000,\"outputs\":[13,12],\"name\":\"Run\"}");
            before = board.status();
        }
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB8266, data)) {
            assertEquals(before.path("outputs"), board.status().path("outputs"));
            assertEquals(before.path("chasingGroups"), board.status().path("chasingGroups"));
            await().until(() -> level(board, 17) == 1 || level(board, 13) == 1);
        }
    }

    @Test
    void aResetForgetsAtTheNextStartAndKeepsWhatIsChangedAfterwards() throws IOException {
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB32, data)) {
            board.post("/api/control", "{\"pin\":4,\"active\":true,\"brightness\":33}");
            board.post("/api/control", "{\"pin\":5,\"active\":true,\"brightness\":44}");
            board.post("/api/reset", "");
            assertEquals(33, board.output(4).path("brightness").asInt());
            board.post("/api/name", "{\"pin\":5,\"name\":\"Yard\"}");
        }
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB32, data)) {
            assertFalse(board.output(4).path("active").asBoolean());
            assertEquals(44, board.output(5).path("brightness").asInt());
        }
    }

    @Test
    void aBrokenFileIsSetAsideAndTheBoardStartsDark() throws IOException {
        Files.createDirectories(data.resolve("board"));
        Files.writeString(data.resolve("board/outputs.json"), "{\"outputs\":[{\"pin\":4,");
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB32, data)) {
            assertFalse(board.output(4).path("active").asBoolean());
        }
        assertTrue(Files.exists(data.resolve("board/outputs.json.broken")));
    }

    @Test
    void aDeletedGroupLeavesItsOutputsDarkAndFree() throws IOException {
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB8266, data)) {
            board.post("/api/chasing/create", "{\"groupId\":1,\"interval\":60000,\"outputs\":[4,5]}");
            await().until(() -> level(board, 17) == 1);
            board.post("/api/chasing/create", "{\"groupId\":1,\"interval\":60000,\"outputs\":[5]}");
            await().until(() -> level(board, 17) == 0 && level(board, 5) == 1);
            board.post("/api/chasing/delete", "{\"groupId\":1}");
            await().until(() -> level(board, 5) == 0);
            assertEquals(-1, board.output(5).path("chasingGroup").asInt());
            assertFalse(board.output(5).path("active").asBoolean());
        }
    }

    @Test
    void aFifthGroupIsNoErrorAndIsNotMade() throws IOException {
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB8266, data)) {
            for (int id = 1; id <= 5; id++) {
                assertEquals(
                        new DeskBoard.Answer(200, "{\"success\":true}"),
                        board.post(
                                "/api/chasing/create",
                                "{\"groupId\":%d,\"interval\":50,\"outputs\":[4]}".formatted(id)));
            }
            assertEquals(4, board.status().path("chasingGroups").size());
            board.post("/api/chasing/name", "{\"groupId\":2,\"name\":\"ÄÄÄÄÄÄÄÄÄÄÄÄ\"}");
            assertEquals(
                    "ÄÄÄÄÄÄÄÄÄÄ", board.status().at("/chasingGroups/1/name").asText());
            board.post("/api/chasing/name", "{\"groupId\":2,\"name\":5}");
            assertEquals("Group 2", board.status().at("/chasingGroups/1/name").asText());
        }
    }

    @Test
    void theBoardPageSeesHowBrightEachLineIs() throws IOException {
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB32, data)) {
            board.post("/api/control", "{\"pin\":32,\"active\":true,\"brightness\":20}");
            board.post("/api/control", "{\"pin\":4,\"active\":false,\"brightness\":20}");
            assertEquals(Map.of(20, 20, 16, 0), board.personality().dutyPercent());
        }
    }

    @Test
    void theDeviceNameIsTheUsers() throws IOException {
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB32, data)) {
            board.settings.change("railhubname", "Anlage \"Süd\"");
            assertEquals("Anlage \"Süd\"", board.status().path("name").asText());
        }
    }

    @Test
    void itIsFoundUnderTheNameOfTheDocumentsAndUnderThatOfTheBoard() throws IOException {
        try (DeskBoard board = new DeskBoard(Variant.RAILHUB32, data)) {
            await().until(() -> board.machine.hostName().equals("railhub32"));
            await().until(() -> board.machine.alsoKnownAs().equals(List.of("esp32-controller-01")));
            board.settings.change("railhubname", "Anlage \"Süd\"");
            await().until(() -> board.machine.alsoKnownAs().equals(List.of("anlage-sud")));
            board.settings.change("railhubname", "RailHub32");
            await().until(() -> board.machine.alsoKnownAs().isEmpty());
        }
    }

    @Test
    void buildDatesStandAsACompilerWritesThem() {
        assertEquals("Nov 25 2026 18:00:00", BoardFacts.buildDate(Instant.parse("2026-11-25T18:00:00Z")));
        assertEquals("Jan  5 2026 09:08:07", BoardFacts.buildDate(Instant.parse("2026-01-05T09:08:07Z")));
    }

    private static int level(DeskBoard board, int line) {
        return board.lines.states().stream()
                .filter(state -> state.line() == line && state.direction() == LineState.Direction.OUT)
                .mapToInt(state -> state.high() ? 1 : 0)
                .findFirst()
                .orElse(-1);
    }

    private static List<String> names(JsonNode object) {
        return new ArrayList<>(new ObjectMapper()
                .convertValue(object, new TypeReference<Map<String, Object>>() {})
                .keySet());
    }

    private static List<Integer> pins(JsonNode outputs) {
        List<Integer> pins = new ArrayList<>();
        outputs.forEach(output -> pins.add(output.path("pin").asInt()));
        return pins;
    }
}
