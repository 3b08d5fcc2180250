package org.otgwpi.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.board.InputLine;
import org.otgwpi.board.LineUse;
import org.otgwpi.board.OutputLine;
import org.otgwpi.board.Pull;
import org.otgwpi.board.SimulatedLines;
import org.otgwpi.board.SimulatedMachine;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.Replies;
import org.otgwpi.net.WebTree;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.personality.PersonalityFactory;
import org.otgwpi.personality.PersonalitySwitch;
import org.otgwpi.personality.Quiescent;
import org.otgwpi.settings.Settings;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

/** What {@code /_pi/personality} and {@code /_pi/board} answer. */
final class PersonalityRoutesTest {

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = HttpClient.newHttpClient();
    private final SimulatedLines lines = new SimulatedLines(System::nanoTime);
    private final MaintenanceLock maintenance = new MaintenanceLock();
    private final AtomicInteger starts = new AtomicInteger();
    private IoWorker worker;
    private PersonalitySwitch personalities;
    private HttpServer server;
    private int port;

    @TempDir
    private Path data;

    private record Answer(int status, JsonNode body) {}

    @BeforeEach
    void start() throws IOException {
        worker = IoWorker.start(2);
        PersonalityContext context = new PersonalityContext(
                "1",
                Instant.EPOCH,
                1,
                new SimulatedMachine(),
                lines,
                SettingsStore.open(data, SettingsTable.load("020000000001")),
                data,
                new WebTree(new TreeMap<>()),
                worker,
                0,
                Map::of,
                maintenance,
                System::nanoTime,
                InstantSource.system());
        Map<String, PersonalityFactory> factories = new LinkedHashMap<>();
        factories.put("quiet", new Sample("quiet", List.of()));
        factories.put("lamp", new Sample("lamp", List.of(new LineUse(5, "the lamp", true))));
        personalities = new PersonalitySwitch(factories, context, name -> {});
        personalities.start("quiet");
        PersonalityRoutes routes = new PersonalityRoutes(
                new PersonalityPage(personalities),
                new BoardPage(lines, personalities::dutyPercent),
                () -> false,
                personalities);
        server = new HttpServer(worker, routes);
        port = server.start(new InetSocketAddress("127.0.0.1", 0));
    }

    @AfterEach
    void stop() {
        server.stop();
        personalities.close();
        worker.close();
        lines.close();
    }

    @Test
    void itListsWhatThereIs() throws Exception {
        Answer answer = get("/_pi/personality");
        assertEquals("quiet", answer.body.path("current").asText());
        assertEquals(
                "{\"name\":\"lamp\",\"description\":\"a sample\",\"hostName\":\"OTGW\",\"lines\":[{\"line\":5,\"user\":\"the lamp\","
                        + "\"output\":true}],\"problems\":[]}",
                answer.body.at("/choices/1").toString());
    }

    @Test
    void withoutConfirmationNothingIsTouchedAndTheLinesAreNamed() throws Exception {
        for (String body : List.of("{\"name\":\"lamp\"}", "{\"name\":\"lamp\",\"confirm\":\"true\"}")) {
            Answer answer = post("/_pi/personality", body);
            assertEquals(409, answer.status);
            assertEquals(5, answer.body.at("/lines/0/line").asInt());
            assertTrue(answer.body.path("error").asText().contains("will drive 1 GPIO lines"), answer::toString);
        }
        assertEquals(1, starts.get());
    }

    @Test
    void withConfirmationItChanges() throws Exception {
        assertEquals(
                new Answer(200, json.readTree("{\"current\":\"lamp\"}")),
                post("/_pi/personality", "{\"name\":\"lamp\",\"confirm\":true}"));
        assertEquals("lamp", get("/anything").body.path("name").asText());
    }

    @Test
    void whatMakesNoSenseIsRefusedWithASentence() throws Exception {
        assertEquals(400, post("/_pi/personality", "lamp").status);
        assertEquals(
                "There is no personality 'x'.",
                post("/_pi/personality", "{\"name\":\"x\",\"confirm\":true}")
                        .body
                        .path("error")
                        .asText());
        assertEquals(400, post("/_pi/personality", "").status);
        assertEquals(1, starts.get());
    }

    @Test
    void itDoesNotChangeUnderAnUpdateOrOntoTakenLines() throws Exception {
        String wanted = "{\"name\":\"lamp\",\"confirm\":true}";
        try (MaintenanceLock.Hold update = maintenance.take(Activity.SYSTEM_UPDATE)) {
            assertEquals(409, post("/_pi/personality", wanted).status);
        }
        try (OutputLine fan = lines.output(5, "the fan", false)) {
            Answer answer = post("/_pi/personality", wanted);
            assertEquals(409, answer.status);
            assertTrue(answer.body.path("error").asText().contains("used by the fan"), answer::toString);
        }
        assertEquals(1, starts.get());
    }

    @Test
    void anotherSiteMayNotChangeIt() throws Exception {
        HttpRequest request = request("/_pi/personality")
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"lamp\",\"confirm\":true}"))
                .build();
        assertEquals(
                403, http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode());
        assertEquals(1, starts.get());
    }

    @Test
    void theBoardShowsItsLinesAndAHandCanPressAButton() throws Exception {
        AtomicInteger edges = new AtomicInteger();
        try (InputLine button = lines.input(22, "button", Pull.UP, 0, edge -> edges.incrementAndGet());
                OutputLine lamp = lines.output(6, "lamp", true)) {
            assertEquals(
                    json.readTree("{\"line\":22,\"owner\":\"button\",\"direction\":\"in\",\"level\":1,\"duty\":0,"
                            + "\"press\":true}"),
                    line(22));
            assertEquals(
                    json.readTree("{\"line\":6,\"owner\":\"lamp\",\"direction\":\"out\",\"level\":1,\"duty\":100,"
                            + "\"press\":false}"),
                    line(6));
            assertEquals(200, post("/_pi/board", "{\"line\":22,\"level\":0}").status);
            assertEquals(0, line(22).path("level").asInt());
            assertEquals(1, edges.get());
            assertEquals(409, post("/_pi/board", "{\"line\":6,\"level\":0}").status);
            assertEquals(400, post("/_pi/board", "{\"line\":22,\"level\":2}").status);
            assertEquals(400, post("/_pi/board", "[").status);
        }
    }

    private JsonNode line(int number) throws Exception {
        for (JsonNode line : get("/_pi/board").body.path("lines")) {
            if (line.path("line").asInt() == number) {
                return line;
            }
        }
        throw new IOException("no line " + number);
    }

    private Answer get(String path) throws Exception {
        return send(request(path).build());
    }

    private Answer post(String path, String body) throws Exception {
        return send(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private Answer send(HttpRequest request) throws Exception {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), json.readTree(answer.body()));
    }

    private final class Sample implements PersonalityFactory {
        private final String name;
        private final List<LineUse> uses;

        Sample(String name, List<LineUse> uses) {
            this.name = name;
            this.uses = uses;
        }

        @Override
        public String description() {
            return "a sample";
        }

        @Override
        public List<LineUse> lines(PersonalityContext context, Settings settings) {
            return uses;
        }

        @Override
        public Personality create(PersonalityContext context) {
            return new Started(name);
        }
    }

    private final class Started implements Personality {
        private final String name;

        Started(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public HttpHandler http() {
            return exchange -> Replies.fixed(exchange, 200, "application/json", "{\"name\":\"" + name + "\"}");
        }

        @Override
        public Map<String, Object> status() {
            return Map.of();
        }

        @Override
        public List<Quiescent> quiescents() {
            return List.of();
        }

        @Override
        public void start() {
            starts.incrementAndGet();
        }

        @Override
        public void close() {}
    }
}
