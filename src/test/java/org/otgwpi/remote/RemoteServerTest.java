package org.otgwpi.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.otgwpi.board.LineState;
import org.otgwpi.board.LineState.Direction;
import org.otgwpi.net.RawClient;
import org.otgwpi.personality.PersonalityBench;

/** The remote control over real sockets, with a simulated board (railhub-remote-echo B). */
@Timeout(60)
final class RemoteServerTest {

    private static final int LED = 26;
    private static final int BUTTON = 22;
    private static final String TOGGLE = "{\"action\":\"toggle\"}";
    private static final String UPGRADE = "Upgrade: websocket\nConnection: Upgrade\n";
    private static final String KEY = "Sec-WebSocket-Key: " + RawClient.KEY + "\n";

    @SuppressWarnings("NullAway.Init")
    private PersonalityBench bench;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        bench = new PersonalityBench(new RemoteFactory(), folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void openWith(String setting, String value) throws IOException {
        bench.settings.change(setting, value);
        bench.close();
        bench = new PersonalityBench(new RemoteFactory(), folder);
    }

    private RawClient connected() throws IOException {
        RawClient client = RawClient.upgraded(bench.httpPort, "/ws", 0);
        client.send(RawClient.frame(0x89, new byte[0]));
        assertEquals(10, client.readFrame().opcode());
        return client;
    }

    private LineState line(int number) {
        return bench.lines.states().stream()
                .filter(state -> state.line() == number)
                .findFirst()
                .orElseThrow();
    }

    private void press() {
        bench.lines.drive(BUTTON, false);
    }

    private void letGo() {
        bench.lines.drive(BUTTON, true);
    }

    @Test
    void everyoneIsToldOfAToggleInExactlyTheOriginalsBytes() throws IOException {
        try (RawClient one = connected();
                RawClient two = connected()) {
            one.send(RawClient.text(TOGGLE));
            for (RawClient client : List.of(one, two)) {
                assertArrayEquals(
                        "{\"status\":\"on\"}".getBytes(UTF_8),
                        client.readFrame().payload());
            }
            two.send(RawClient.text(TOGGLE));
            for (RawClient client : List.of(one, two)) {
                assertArrayEquals(
                        "{\"status\":\"off\"}".getBytes(UTF_8),
                        client.readFrame().payload());
            }
        }
    }

    @Test
    void theLineIsAnInputUntilTheFirstToggleThenFollows() throws IOException {
        assertEquals(Direction.NONE, line(LED).direction());
        try (RawClient client = connected()) {
            client.send(RawClient.text(TOGGLE));
            assertEquals("{\"status\":\"on\"}", client.readFrame().text());
            assertEquals(Direction.OUT, line(LED).direction());
            assertTrue(line(LED).high());
            client.send(RawClient.text(TOGGLE));
            assertEquals("{\"status\":\"off\"}", client.readFrame().text());
            assertFalse(line(LED).high());
        }
    }

    @Test
    void theButtonTogglesOncePerPressAndTellsThePages() throws IOException {
        try (RawClient client = connected()) {
            press();
            assertEquals("{\"status\":\"on\"}", client.readFrame().text());
            letGo();
            press();
            letGo();
            press();
            client.send(RawClient.text("x"));
            await().during(java.time.Duration.ofMillis(100)).until(() -> true);
            letGo();
            await().during(java.time.Duration.ofMillis(50)).until(() -> true);
            press();
            assertEquals("{\"status\":\"off\"}", client.readFrame().text());
        }
    }

    @Test
    void theOnboardLedBlinksEachSecond() {
        await().until(() -> line(17).high());
        await().until(() -> !line(17).high());
        await().until(() -> line(17).high());
    }

    @Test
    void whoSpeaksTheBareWordIsAnsweredInItAndNobodyElse() throws IOException {
        try (RawClient old = connected();
                RawClient page = connected()) {
            old.send(RawClient.text("toggle"));
            assertEquals("on", old.readFrame().text());
            assertEquals("{\"status\":\"on\"}", page.readFrame().text());
            page.send(RawClient.text(TOGGLE));
            assertEquals("off", old.readFrame().text());
            assertEquals("{\"status\":\"off\"}", page.readFrame().text());
        }
    }

    @Test
    void whatIsNoToggleIsIgnoredAndTheConnectionLives() throws IOException {
        try (RawClient client = connected()) {
            for (String text : List.of("", "{}", "[]", "{\"action\":1}", "nonsense", "[".repeat(10_000))) {
                client.send(RawClient.text(text));
            }
            client.send(RawClient.frame(0x82, TOGGLE.getBytes(UTF_8)));
            client.send(RawClient.text(TOGGLE));
            assertEquals("{\"status\":\"on\"}", client.readFrame().text());
        }
    }

    @Test
    void nothingGreetsANewClientUnlessTheUserWantsIt() throws IOException {
        try (RawClient client = RawClient.upgraded(bench.httpPort, "/ws", 0)) {
            client.send(RawClient.frame(0x89, new byte[0]));
            assertEquals(10, client.readFrame().opcode());
        }
        openWith("remotegreet", "true");
        try (RawClient client = RawClient.upgraded(bench.httpPort, "/ws", 0)) {
            assertEquals("{\"status\":\"off\"}", client.readFrame().text());
        }
    }

    @Test
    void theNinthClientMakesTheOldestLeaveWithoutACode() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            clients.add(connected());
        }
        assertArrayEquals(new byte[] {(byte) 0x88, 0}, clients.removeFirst().readAll());
        clients.getLast().send(RawClient.text(TOGGLE));
        for (RawClient client : clients) {
            assertEquals("{\"status\":\"on\"}", client.readFrame().text());
        }
        clients.add(connected());
        assertArrayEquals(new byte[] {(byte) 0x88, 0}, clients.removeFirst().readAll());
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void theLimitIsTheUsers() throws IOException {
        openWith("remotemaxclients", "1");
        try (RawClient first = connected();
                RawClient second = connected()) {
            assertArrayEquals(new byte[] {(byte) 0x88, 0}, first.readAll());
            second.send(RawClient.text(TOGGLE));
            assertEquals("{\"status\":\"on\"}", second.readFrame().text());
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 88 02 03 e8", "1001, 88 02 03 e9", "4000, 88 02 0f a0"})
    void aCloseIsAnsweredWithItsOwnCode(int code, String answer) throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.close(code));
            assertEquals(answer, java.util.HexFormat.ofDelimiter(" ").formatHex(client.readAll()));
        }
    }

    @Test
    void theSubprotocolIsEchoed() throws IOException {
        try (RawClient client = new RawClient(bench.httpPort)) {
            client.send(("GET /ws HTTP/1.1\nHost: x\n" + UPGRADE + KEY
                            + "Sec-WebSocket-Version: 13\nSec-WebSocket-Protocol: chat, arduino\n\n")
                    .replace("\n", "\r\n"));
            String head = client.readHead();
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
            assertTrue(head.contains("Sec-WebSocket-Protocol: chat, arduino\r\n"), head);
        }
    }

    @Test
    void anIncompleteHandshakeIsA400WithNothingInIt() throws IOException {
        for (String headers : List.of(UPGRADE + KEY, UPGRADE + "Sec-WebSocket-Version: 13\n")) {
            String answer = bench.answerTo("GET /ws HTTP/1.1\nHost: x\n" + headers + "\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
        String other = bench.answerTo("GET /ws HTTP/1.1\nHost: x\n" + UPGRADE + KEY + "Sec-WebSocket-Version: 8\n\n");
        assertTrue(other.startsWith("HTTP/1.1 400 "), other);
        assertTrue(other.contains("Sec-WebSocket-Version: 13\r\n"), other);
    }

    @ParameterizedTest
    @CsvSource({"GET, /ws", "GET, /ws/", "POST, /ws", "GET, /missing", "POST, /index.css", "GET, /index"})
    void whatIsNotThereIsA404WithNothingInIt(String method, String path) throws IOException {
        String answer = bench.answerTo(method + " " + path + " HTTP/1.1\nHost: x\nContent-Length: 0\n\n");
        assertTrue(answer.startsWith("HTTP/1.1 404 "), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
    }

    @ParameterizedTest
    @CsvSource({"GET", "POST", "PUT"})
    void thePageCarriesTheStateWhateverTheMethod(String method) throws IOException {
        String request = method + " / HTTP/1.1\nHost: x\nContent-Length: 0\n\n";
        String dark = bench.answerTo(request);
        assertTrue(dark.startsWith("HTTP/1.1 200 OK\r\n"), dark);
        assertTrue(dark.contains("Content-Type: text/html\r\n"), dark);
        assertTrue(dark.contains("Transfer-Encoding: chunked\r\n"), dark);
        assertTrue(dark.contains("Content-Disposition: inline; filename=\"index.html\"\r\n"), dark);
        assertTrue(dark.contains("id=\"led\" class=\"off\""), dark);
        try (RawClient client = connected()) {
            client.send(RawClient.text(TOGGLE));
            client.readFrame();
        }
        assertTrue(bench.answerTo(request).contains("id=\"led\" class=\"on\""));
    }

    @ParameterizedTest
    @CsvSource({
        "/index.html, text/html; charset=UTF-8",
        "/index.css, text/css",
        "/index.js, application/javascript",
        "/favicon.ico, image/x-icon"
    })
    void theFilesOfTheTutorialAreThere(String path, String type) throws IOException {
        String answer = bench.answerTo("GET " + path + " HTTP/1.1\nHost: x\n\n");
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.contains("Content-Type: " + type + "\r\n"), answer);
        assertEquals(path.endsWith("html"), answer.contains("class=\"%STATE%\""));
    }

    @Test
    void aClientThatNeitherReadsNorStopsHindersNobody() throws IOException {
        try (RawClient flood = RawClient.upgraded(bench.httpPort, "/ws", 2_048);
                RawClient other = connected()) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    byte[] toggle = RawClient.text(TOGGLE);
                    for (int i = 0; i < 200_000; i++) {
                        flood.send(toggle);
                    }
                } catch (IOException e) {
                    // it is cut, or closed by the test
                }
            });
            for (int i = 0; i < 50; i++) {
                assertTrue(other.readFrame().text().startsWith("{\"status\":"));
            }
            flood.socket().close();
            await().until(() -> !sender.isAlive());
        }
    }

    @Test
    void closingSaysGoingAwayAndGivesTheLinesBackDark() throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.text(TOGGLE));
            assertEquals("{\"status\":\"on\"}", client.readFrame().text());
            Thread closer = Thread.ofVirtual().start(bench.personality::close);
            assertEquals(1001, client.readFrame().closeCode());
            client.socket().close();
            await().until(() -> !closer.isAlive());
        }
        assertEquals(
                List.of(14, 15),
                bench.lines.states().stream().map(LineState::line).toList());
    }
}
