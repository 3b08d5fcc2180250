package org.otgwpi.personality;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.board.LineUse;
import org.otgwpi.board.OutputLine;
import org.otgwpi.board.SimulatedLines;
import org.otgwpi.board.SimulatedMachine;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.Replies;
import org.otgwpi.net.WebTree;
import org.otgwpi.settings.Settings;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

final class PersonalitySwitchTest {

    private final MaintenanceLock maintenance = new MaintenanceLock();
    private final SimulatedLines lines = new SimulatedLines(System::nanoTime);
    private final List<String> acts = new ArrayList<>();
    private final List<String> remembered = new ArrayList<>();
    private final Map<String, PersonalityFactory> factories = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private IoWorker worker;
    private PersonalitySwitch personalities;
    private HttpServer server;
    private int port;

    @TempDir
    private Path data;

    @BeforeEach
    void startServer() throws IOException {
        factories.put("one", new Sample("one", true, new LineUse(5, "lamp of one", true)));
        factories.put("two", new Sample("two", true, new LineUse(5, "lamp of two", true)));
        factories.put("broken", new Sample("broken", false, new LineUse(6, "lamp", true)));
        factories.put("torn", new Sample("torn", true, new LineUse(7, "a", true), new LineUse(7, "b", true)));
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
        personalities = new PersonalitySwitch(factories, context, remembered::add);
        server = new HttpServer(worker, personalities);
        port = server.start(new InetSocketAddress("127.0.0.1", 0));
    }

    @AfterEach
    void stopServer() {
        server.stop();
        personalities.close();
        worker.close();
    }

    @Test
    void theOtherAnswersAfterTheSwitchAndTheChoiceIsKept() throws Exception {
        personalities.start("one");
        assertEquals("one", get());
        personalities.switchTo("two");
        assertEquals("two", get());
        assertEquals(List.of("two"), remembered);
        assertEquals(List.of("one starts", "one closes", "two starts"), acts);
        assertEquals(data.resolve("two"), ((Running) personalities.current().orElseThrow()).folder);
    }

    @Test
    void eachChoiceTellsWhatTheDeviceWillBeCalled() throws Exception {
        personalities.start("one");
        assertEquals(
                List.of("OTGW", "two-of-us", "OTGW", "OTGW"),
                personalities.choices().stream()
                        .map(PersonalitySwitch.Choice::hostName)
                        .toList());
    }

    @Test
    void aChosenOneThatDoesNotStartIsReplacedAndTheReasonIsKept() throws Exception {
        personalities.startOrElse("broken", "one");
        assertEquals("one", get());
        assertEquals("The personality broken did not start: port 81 is taken.", personalities.lastFailure());
        assertEquals(List.of(), remembered);
        personalities.switchTo("two");
        assertEquals("", personalities.lastFailure());
    }

    @Test
    void aChosenOneThatDoesNotStartAndIsItsOwnReplacementSaysWhy() {
        IOException failure = assertThrows(IOException.class, () -> personalities.startOrElse("broken", "broken"));
        assertEquals("port 81 is taken", failure.getMessage());
    }

    @Test
    void theFormerComesBackIfTheNewOneDoesNotStart() throws Exception {
        personalities.start("one");
        IOException failure = assertThrows(IOException.class, () -> personalities.switchTo("broken"));
        assertEquals(
                "The personality broken did not start: port 81 is taken. The personality one runs again.",
                failure.getMessage());
        assertEquals("one", get());
        assertEquals(List.of(), remembered);
        assertEquals("The personality broken did not start: port 81 is taken.", personalities.lastFailure());
        assertEquals(List.of("one starts", "one closes", "broken starts", "broken closes", "one starts"), acts);
    }

    @Test
    void nothingIsTouchedIfALineIsWantedTwice() throws Exception {
        personalities.start("one");
        RefusedSwitchException refusal =
                assertThrows(RefusedSwitchException.class, () -> personalities.switchTo("torn"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("wanted by a and by b"), refusal::toString);
        assertEquals(List.of("one starts"), acts);
    }

    @Test
    void nothingIsTouchedIfALineHasAnotherUser() throws Exception {
        personalities.start("one");
        try (OutputLine fan = lines.output(6, "the fan", false)) {
            assertThrows(RefusedSwitchException.class, () -> personalities.switchTo("broken"));
        }
        assertEquals(List.of("one starts"), acts);
    }

    @Test
    void itWaitsForNobodyWhoHasTheSystemForHimself() throws Exception {
        personalities.start("one");
        try (MaintenanceLock.Hold update = maintenance.take(Activity.SYSTEM_UPDATE)) {
            assertThrows(BusyException.class, () -> personalities.switchTo("two"));
        }
        assertEquals(List.of("one starts"), acts);
        personalities.switchTo("two");
        assertFalse(maintenance.current().isPresent());
    }

    @Test
    void withoutAPersonalityPort80SaysSo() throws Exception {
        HttpResponse<String> answer = http.send(request(), HttpResponse.BodyHandlers.ofString());
        assertEquals(503, answer.statusCode());
        assertEquals("The personality is being changed; try again in a moment.\n", answer.body());
    }

    @Test
    void theChoicesTellTheirLinesAndWhatStandsAgainstThem() throws Exception {
        personalities.start("one");
        List<PersonalitySwitch.Choice> choices = personalities.choices();
        assertEquals(
                List.of("one", "two", "broken", "torn"),
                choices.stream().map(PersonalitySwitch.Choice::name).toList());
        assertEquals(
                List.of(new LineUse(5, "lamp of two", true)), choices.get(1).lines());
        assertEquals(List.of(), choices.get(1).problems());
        assertEquals(1, choices.get(3).problems().size());
    }

    private String get() throws Exception {
        return http.send(request(), HttpResponse.BodyHandlers.ofString()).body().strip();
    }

    private HttpRequest request() {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                .build();
    }

    private final class Sample implements PersonalityFactory {
        private final String name;
        private final boolean starts;
        private final List<LineUse> uses;

        Sample(String name, boolean starts, LineUse... uses) {
            this.name = name;
            this.starts = starts;
            this.uses = List.of(uses);
        }

        @Override
        public String description() {
            return "a sample";
        }

        @Override
        public String hostName(Settings settings) {
            return name.equals("two") ? "two of us" : settings.text("hostname");
        }

        @Override
        public List<LineUse> lines(PersonalityContext context, Settings settings) {
            return uses;
        }

        @Override
        public Personality create(PersonalityContext context) {
            return new Running(name, starts, context.dataFolder());
        }
    }

    private final class Running implements Personality {
        private final String name;
        private final boolean starts;
        private final Path folder;

        Running(String name, boolean starts, Path folder) {
            this.name = name;
            this.starts = starts;
            this.folder = folder;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public HttpHandler http() {
            return exchange -> Replies.text(exchange, 200, name);
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
        public void start() throws IOException {
            acts.add(name + " starts");
            if (!starts) {
                throw new IOException("port 81 is taken");
            }
        }

        @Override
        public void close() {
            acts.add(name + " closes");
        }
    }
}
