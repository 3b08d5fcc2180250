package org.otgwpi.railhub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

final class RequestsTest {

    @TempDir
    private Path data;

    private int boards;

    @TestFactory
    Stream<DynamicTest> everyRequestIsAnsweredAsTheTableSays() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("requests.txt"))) {
            List<String> rows = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
            return rows.stream().map(row -> DynamicTest.dynamicTest(row, () -> check(row.split("\\|", -1))));
        }
    }

    private void check(String[] cells) throws IOException {
        Variant variant = cells[0].strip().equals("32") ? Variant.RAILHUB32 : Variant.RAILHUB8266;
        String[] request = cells[1].strip().split(" ", -1);
        try (DeskBoard board = board(variant)) {
            JsonNode before = board.output(4);
            DeskBoard.Answer answer =
                    board.send(request[0], request[1], cells[2].strip().getBytes(StandardCharsets.UTF_8));
            assertEquals(cells[4].strip(), answer.body());
            assertEquals(Integer.parseInt(cells[3].strip()), answer.status());
            JsonNode after = board.output(4);
            if (cells[5].strip().equals("-")) {
                assertEquals(before, after);
            } else {
                for (String member : cells[5].strip().split(" ", -1)) {
                    int equals = member.indexOf('=');
                    String value = after.path(member.substring(0, equals)).asText();
                    assertEquals(member.substring(equals + 1).replace('_', ' '), value, member);
                }
            }
        }
    }

    @Test
    void aBodyOfAMegabyteIsRefusedOnEveryRouteAndTheBoardGoesOn() throws IOException {
        for (Variant variant : Variant.values()) {
            try (DeskBoard board = board(variant)) {
                byte[] large =
                        ("{\"pin\":4,\"name\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
                for (String path : jsonRoutes(variant)) {
                    assertEquals(
                            new DeskBoard.Answer(413, "{\"error\":\"Body too large\"}"),
                            board.send("POST", path, large),
                            path);
                }
                assertEquals("", board.output(4).path("name").asText());
            }
        }
    }

    @Test
    void aThousandNestedArraysAreNoJsonOnAnyRoute() throws IOException {
        for (Variant variant : Variant.values()) {
            try (DeskBoard board = board(variant)) {
                JsonNode before = board.output(4);
                for (String path : jsonRoutes(variant)) {
                    for (String nested : List.of(
                            "[".repeat(1000) + "]".repeat(1000),
                            "{\"a\":".repeat(1000),
                            "{\"pin\":4,\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}")) {
                        assertEquals(
                                new DeskBoard.Answer(400, "{\"error\":\"Invalid JSON\"}"),
                                board.post(path, nested),
                                path);
                    }
                }
                assertEquals(before, board.output(4));
            }
        }
    }

    private static List<String> jsonRoutes(Variant variant) {
        List<String> paths = new ArrayList<>(List.of("/api/control", "/api/name", "/api/interval"));
        if (variant.chases()) {
            paths.addAll(List.of("/api/chasing/create", "/api/chasing/delete", "/api/chasing/name"));
        }
        return paths;
    }

    @Test
    void whatCannotBeKeptIsAnsweredWithAnError() throws IOException {
        try (DeskBoard board = board(Variant.RAILHUB32)) {
            Files.createDirectories(data.resolve("board0/board/outputs.json/in the way"));
            assertEquals(new DeskBoard.Answer(500, "{\"error\":\"Reset failed\"}"), board.post("/api/reset", ""));
            assertEquals(
                    new DeskBoard.Answer(500, "{\"error\":\"The change is made, but could not be saved\"}"),
                    board.post("/api/control", "{\"pin\":4,\"active\":true}"));
        }
    }

    @Test
    void theGroupToNameOrToDeleteIsReadAsTheOriginalReadsIt() throws IOException {
        try (DeskBoard board = board(Variant.RAILHUB8266)) {
            for (String id : List.of("5", "\"5\"", "5.9", "5e0")) {
                board.post("/api/chasing/create", "{\"groupId\":5,\"interval\":50,\"outputs\":[4]}");
                String wanted = "{\"groupId\":" + id + ",\"name\":\"Run\"}";
                assertEquals(200, board.post("/api/chasing/name", wanted).status(), id);
                assertEquals("Run", board.status().at("/chasingGroups/0/name").asText());
                assertEquals(200, board.post("/api/chasing/delete", wanted).status());
                assertEquals(0, board.status().path("chasingGroups").size(), id);
            }
            board.post("/api/chasing/create", "{\"groupId\":1,\"interval\":50,\"outputs\":[4]}");
            for (String id : List.of("null", "\"one\"", "{}", "[]", "256", "-255", "false", "1e9")) {
                String wanted = "{\"groupId\":" + id + ",\"name\":\"Run\"}";
                assertEquals(
                        new DeskBoard.Answer(404, "{\"error\":\"Group not found\"}"),
                        board.post("/api/chasing/name", wanted),
                        id);
                assertEquals(200, board.post("/api/chasing/delete", wanted).status(), id);
            }
            assertEquals("Group 1", board.status().at("/chasingGroups/0/name").asText());
            assertEquals(
                    200, board.post("/api/chasing/delete", "{\"groupId\":true}").status());
            assertEquals(0, board.status().path("chasingGroups").size());
        }
    }

    @Test
    void aVeryLongNameIsLeftOut() throws IOException {
        try (DeskBoard board = board(Variant.RAILHUB32)) {
            board.post("/api/name", "{\"pin\":4,\"name\":\"Yard\"}");
            DeskBoard.Answer answer = board.post("/api/name", "{\"pin\":4,\"name\":\"" + "x".repeat(4001) + "\"}");
            assertEquals(200, answer.status());
            assertEquals("Yard", board.output(4).path("name").asText());
        }
    }

    @Test
    void whateverIsSentIsAnsweredAndTheStatusStaysWhole() throws IOException {
        Random chance = new Random(8266);
        List<String> paths = List.of(
                "/api/control",
                "/api/name",
                "/api/interval",
                "/api/chasing/create",
                "/api/chasing/delete",
                "/api/chasing/name");
        List<String> values = List.of(
                "4",
                "-1",
                "1e999",
                "true",
                "null",
                "\"\"",
                "\"\\u0000\"",
                "[]",
                "{}",
                "[4,5]",
                "0.1",
                "\"12\"",
                "99999999999999999999999",
                "\"\\ud800\"",
                "NaN",
                "'");
        try (DeskBoard board = board(Variant.RAILHUB8266)) {
            for (int i = 0; i < 500; i++) {
                StringBuilder body = new StringBuilder("{");
                for (String member : List.of("pin", "active", "brightness", "name", "interval", "groupId", "outputs")) {
                    if (chance.nextInt(3) > 0) {
                        body.append('"')
                                .append(member)
                                .append("\":")
                                .append(values.get(chance.nextInt(values.size())))
                                .append(',');
                    }
                }
                body.append("\"z\":0}");
                if (chance.nextInt(10) == 0) {
                    body.setCharAt(chance.nextInt(body.length()), (char) chance.nextInt(256));
                }
                DeskBoard.Answer answer = board.post(paths.get(chance.nextInt(paths.size())), body.toString());
                assertEquals(true, List.of(200, 400, 404).contains(answer.status()), body + " -> " + answer);
            }
            assertEquals(7, board.status().path("outputs").size());
        }
    }

    private DeskBoard board(Variant variant) throws IOException {
        return new DeskBoard(variant, data.resolve("board" + boards++));
    }
}
