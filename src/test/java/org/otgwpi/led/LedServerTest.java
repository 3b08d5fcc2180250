package org.otgwpi.led;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
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

/** The LED on port 81 over real sockets, with a simulated board (railhub-remote-echo C, A.15). */
@Timeout(60)
final class LedServerTest {

    private static final int LED = 26;

    @SuppressWarnings("NullAway.Init")
    private PersonalityBench bench;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        bench = new PersonalityBench(new LedFactory(), folder);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private void openWith(String setting, String value) throws IOException {
        bench.settings.change(setting, value);
        bench.close();
        bench = new PersonalityBench(new LedFactory(), folder);
    }

    /** Connected, the ping behind the handshake read. */
    private RawClient connected() throws IOException {
        RawClient client = RawClient.upgraded(bench.otherPort());
        RawClient.Received ping = client.readFrame();
        assertEquals(9, ping.opcode());
        assertEquals(0, ping.payload().length);
        return client;
    }

    private LineState led() {
        return bench.lines.states().stream()
                .filter(state -> state.line() == LED)
                .findFirst()
                .orElseThrow();
    }

    private static void assertHearsNothing(RawClient client) throws IOException {
        client.send(RawClient.frame(0x89, "x".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertEquals(10, client.readFrame().opcode());
    }

    @Test
    void theDialogueOfTheDocument() throws IOException {
        try (RawClient client = connected()) {
            assertEquals(Direction.NONE, led().direction());
            client.send(RawClient.text("LED ON"));
            assertEquals("LED is now ON", client.readFrame().text());
            assertTrue(led().high());
            client.send(RawClient.text("led off\r\n"));
            assertEquals("LED is now OFF", client.readFrame().text());
            assertEquals(Direction.OUT, led().direction());
            assertFalse(led().high());
        }
    }

    @Test
    void theSameCommandAgainIsAnsweredAgain() throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.text("LED ON"));
            client.send(RawClient.text("LED ON"));
            assertEquals("LED is now ON", client.readFrame().text());
            assertEquals("LED is now ON", client.readFrame().text());
        }
    }

    @Test
    void theAnswerIsTheAskersAlone() throws IOException {
        try (RawClient asker = connected();
                RawClient other = connected()) {
            asker.send(RawClient.text("LED ON"));
            assertEquals("LED is now ON", asker.readFrame().text());
            assertHearsNothing(other);
        }
    }

    @ParameterizedTest
    @CsvSource({"HELLO", "CHAT hello", "LOG ON", "PWM 50", "PWM?", "''"})
    void whatIsUnknownOrAnExtensionIsNotAnswered(String text) throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.text(text));
            client.send(RawClient.frame(0x82, new byte[] {1, 2, 3}));
            assertHearsNothing(client);
        }
    }

    @Test
    void theUserCanLetEveryoneHearTheAnswer() throws IOException {
        openWith("ledbroadcast", "true");
        try (RawClient asker = connected();
                RawClient other = connected()) {
            asker.send(RawClient.text("LED ON"));
            assertEquals("LED is now ON", asker.readFrame().text());
            assertEquals("LED is now ON", other.readFrame().text());
        }
    }

    @Test
    void theUserCanAllowChatAndLog() throws IOException {
        openWith("ledextensions", "true");
        try (RawClient one = connected();
                RawClient two = connected()) {
            two.send(RawClient.text("CHAT hello"));
            assertEquals("CHAT #1 hello", one.readFrame().text());
            assertEquals("CHAT #1 hello", two.readFrame().text());
            one.send(RawClient.text("LOG ON"));
            assertHearsNothing(one);
            two.send(RawClient.text("LED ON"));
            assertEquals("LOG client #1: LED is now ON", one.readFrame().text());
            assertEquals("LED is now ON", two.readFrame().text());
        }
    }

    @Test
    void plainHttpOnPort81IsToldSo() throws IOException {
        try (RawClient client = new RawClient(bench.otherPort())) {
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            client.socket().shutdownOutput();
            assertEquals(
                    """
                    HTTP/1.1 400 Bad Request
                    Server: arduino-WebSocket-Server
                    Content-Type: text/plain
                    Content-Length: 32
                    Connection: close
                    Sec-WebSocket-Version: 13

                    This is a Websocket server only!""".replace("\n", "\r\n"), new String(client.readAll(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource({"1000", "1001", "4321"})
    void aCloseIsAnsweredWith1000(int code) throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.close(code));
            assertEquals(1000, client.readFrame().closeCode());
        }
    }

    @Test
    void oneMegabyteIsRefusedByItsHeaderAlone() throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.frame(0x81, new byte[0], 1 << 20));
            assertEquals(1009, client.readFrame().closeCode());
        }
        try (RawClient client = connected()) {
            client.send(RawClient.text("LED ON" + " ".repeat(15_000)));
            assertEquals("LED is now ON", client.readFrame().text());
        }
    }

    @Test
    void ourPageSpeaksWithTheSameClients() throws IOException {
        try (RawClient page = RawClient.upgraded(bench.httpPort, "/_pi/live", 0)) {
            page.send(RawClient.text("LED ON"));
            assertEquals("LED is now ON", page.readData().text());
        }
        assertTrue(bench.answerTo("GET / HTTP/1.1\nHost: x\n\n").startsWith("HTTP/1.1 200 "));
        assertTrue(bench.answerTo("GET /x HTTP/1.1\nHost: x\n\n").startsWith("HTTP/1.1 404 "));
    }

    @Test
    void closingSaysGoingAwayAndGivesTheLineBack() throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.text("LED ON"));
            assertEquals("LED is now ON", client.readFrame().text());
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
