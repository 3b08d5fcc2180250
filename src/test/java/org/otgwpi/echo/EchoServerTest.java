package org.otgwpi.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.otgwpi.board.SimulatedMachine;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.RawClient;
import org.otgwpi.net.WebTree;
import org.otgwpi.personality.HostNames;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

/** The echo server over real sockets (railhub-remote-echo D). */
@Timeout(60)
final class EchoServerTest {

    private static final int PING = 9;
    private static final int PONG = 10;

    @SuppressWarnings("NullAway.Init")
    private IoWorker worker;

    @SuppressWarnings("NullAway.Init")
    private EchoPersonality personality;

    @SuppressWarnings("NullAway.Init")
    private HttpServer server;

    private int port;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void open() throws IOException {
        open(EchoRules.CURRENT);
    }

    private void open(EchoRules rules) throws IOException {
        worker = IoWorker.start(1);
        personality = new EchoPersonality(
                rules,
                new WebTree(new TreeMap<>()),
                "1",
                new HostNames(SettingsStore.open(folder, SettingsTable.load("001122334455")), new SimulatedMachine()),
                worker,
                System::nanoTime);
        personality.start();
        server = new HttpServer(worker, personality.http());
        port = server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void close() {
        server.stop();
        personality.close();
        worker.close();
    }

    private RawClient connected() throws IOException {
        return RawClient.upgraded(port, "/ws", 0);
    }

    private String answerTo(String request) throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(request.replace("\n", "\r\n"));
            client.socket().shutdownOutput();
            return new String(client.readAll(), UTF_8);
        }
    }

    private static void assertEchoes(RawClient client) throws IOException {
        client.send(RawClient.text("still there?"));
        assertEquals("still there?", client.readData().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ws", "/ws/"})
    void bothPathsEchoTextBinaryAndNothing(String path) throws IOException {
        try (RawClient client = RawClient.upgraded(port, path, 0)) {
            client.send(RawClient.text("hello"));
            RawClient.Received text = client.readFrame();
            assertEquals(1, text.opcode());
            assertEquals("hello", text.text());
            client.send(RawClient.frame(0x82, new byte[] {0, (byte) 0xFF, 7}));
            RawClient.Received binary = client.readFrame();
            assertEquals(2, binary.opcode());
            assertArrayEquals(new byte[] {0, (byte) 0xFF, 7}, binary.payload());
            client.send(RawClient.text(""));
            assertEquals("", client.readFrame().text());
        }
    }

    @Test
    void theHandshakeIsAnsweredWithNothingButItsOwnHeaders() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send(RawClient.request("/ws"));
            String head = client.readHead();
            assertTrue(head.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), head);
            assertTrue(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), head);
            assertTrue(!head.contains("Sec-WebSocket-Protocol"), head);
        }
    }

    @Test
    void triggerAsyncAnswersTheAskerAlone() throws IOException {
        try (RawClient asker = connected();
                RawClient other = connected()) {
            asker.send(RawClient.text("Trigger async"));
            assertEquals("Async data", asker.readFrame().text());
            assertEchoes(other);
        }
    }

    @Test
    void eachClientSeesItsOwnEchoOnly() throws IOException {
        try (RawClient one = connected();
                RawClient two = connected()) {
            one.send(RawClient.text("one"));
            two.send(RawClient.text("two"));
            assertEquals("one", one.readFrame().text());
            assertEquals("two", two.readFrame().text());
        }
    }

    @Test
    void theWordPingBringsAPingFrameAndAPongComesBack() throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.text("Ping"));
            RawClient.Received ping = client.readFrame();
            assertEquals(PING, ping.opcode());
            assertEquals(0, ping.payload().length);
            client.send(RawClient.frame(0x8A, new byte[] {1, 2}));
            RawClient.Received pong = client.readFrame();
            assertEquals(PONG, pong.opcode());
            assertArrayEquals(new byte[] {1, 2}, pong.payload());
            client.send(RawClient.frame(0x89, "life".getBytes(UTF_8)));
            assertEquals("life", client.readFrame().text());
        }
    }

    @Test
    void fragmentsComeBackAsOneMessage() throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.frame(0x01, "he".getBytes(UTF_8)));
            client.send(RawClient.frame(0x00, "ll".getBytes(UTF_8)));
            client.send(RawClient.frame(0x80, "o".getBytes(UTF_8)));
            assertEquals("hello", client.readFrame().text());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {125, 126, 65_535, 65_536, EchoPersonality.LARGEST_MESSAGE})
    void messagesOfEverySizeComeBackWhole(int size) throws IOException {
        byte[] sent = new byte[size];
        new Random(size).nextBytes(sent);
        try (RawClient client = connected()) {
            client.send(RawClient.frame(0x82, sent));
            assertArrayEquals(sent, client.readFrame().payload());
        }
    }

    @Test
    void oneMegabyteIsRefusedByItsHeaderAlone() throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.frame(0x82, new byte[0], 1 << 20));
            assertEquals(1009, client.readFrame().closeCode());
        }
    }

    @ParameterizedTest
    @CsvSource({"1000", "1001", "4999"})
    void aCloseIsAnsweredWithAnEmptyClose(int code) throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.close(code));
            assertArrayEquals(new byte[] {(byte) 0x88, 0}, client.readAll());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c1 80 00 00 00 00 | 1002",
                "83 80 00 00 00 00 | 1002",
                "81 00 | 1002",
                "80 80 00 00 00 00 | 1002",
                "81 81 00 00 00 00 ff | 1007",
                "81 82 00 00 00 00 c0 80 | 1007",
                "88 81 00 00 00 00 00 | 1002",
                "82 ff 7f ff ff ff ff ff ff ff | 1009",
            })
    void framesAgainstTheProtocolEndTheConnection(String hex, int code) throws IOException {
        try (RawClient client = connected();
                RawClient other = connected()) {
            client.send(java.util.HexFormat.ofDelimiter(" ").parseHex(hex.strip()));
            assertEquals(code, client.readFrame().closeCode());
            assertEchoes(other);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /ws | Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ== | 400 | Missing Sec-WebSocket-Version header",
                "GET /ws/ | X: y | 400 | Missing Sec-WebSocket-Version header",
                "GET /ws | Sec-WebSocket-Version: 12 | 426 | WebSocket version not supported",
                "GET /ws | Sec-WebSocket-Version: 13 | 400 | Missing Sec-WebSocket-Key header",
                "POST /ws | Content-Length: 0 | 405 | Specified method is invalid for this resource",
                "GET /ws/x | X: y | 404 | Nothing matches the given URI",
                "GET /other | X: y | 404 | Nothing matches the given URI",
            })
    void whatIsNoHandshakeGetsTheOriginalsWords(String line, String header, int status, String body)
            throws IOException {
        String answer =
                answerTo(line + " HTTP/1.1\nHost: x\nUpgrade: websocket\nConnection: Upgrade\n" + header + "\n\n");
        assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
        assertTrue(answer.endsWith("\r\n\r\n" + body), answer);
        assertEquals(status == 426, answer.contains("Sec-WebSocket-Version: 13\r\n"), answer);
    }

    @Test
    void theServerOf2020SaysNothingToWhatIsNoHandshake() throws IOException {
        close();
        open(EchoRules.IDF_4_2);
        assertEquals("", answerTo("GET /ws HTTP/1.1\nHost: x\n\n"));
        try (RawClient client = connected()) {
            client.send(RawClient.text("Ping"));
            assertEquals("Ping", client.readFrame().text());
            client.send(RawClient.text("x".repeat(129)));
            assertArrayEquals(new byte[] {(byte) 0x88, 0}, client.readAll());
        }
    }

    /** Sends without reading until the server stops taking, then reads: nothing may be lost or out of order. */
    @Test
    void aClientThatReadsLateMissesNothing() throws Exception {
        int messages = 3_000;
        byte[] filler = new byte[4_000];
        try (RawClient client = RawClient.upgraded(port, "/ws", 8_192)) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < messages; i++) {
                        client.send(RawClient.text(i + " " + new String(filler, UTF_8)));
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            try (RawClient other = connected()) {
                assertEchoes(other);
            }
            for (int i = 0; i < messages; i++) {
                RawClient.Received echo = client.readData();
                assertTrue(echo.text().startsWith(i + " "), "message " + i);
            }
            sender.join();
        }
    }

    @Test
    void aBurstOfTinyMessagesIsAnsweredWhole() throws Exception {
        int messages = 20_000;
        byte[] one = RawClient.text("");
        byte[] all = new byte[one.length * messages];
        for (int i = 0; i < messages; i++) {
            System.arraycopy(one, 0, all, i * one.length, one.length);
        }
        try (RawClient client = RawClient.upgraded(port, "/ws", 2_048)) {
            Thread sender = Thread.ofVirtual().start(() -> {
                try {
                    client.send(all);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            for (int i = 0; i < messages; i++) {
                assertEquals(0, client.readData().payload().length);
            }
            sender.join();
        }
    }

    @Test
    void beyondSixteenClientsThereIsNoRoomUntilOneLeaves() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            clients.add(connected());
        }
        try (RawClient late = new RawClient(port)) {
            late.send(RawClient.request("/ws"));
            assertTrue(late.readHead().startsWith("HTTP/1.1 503 "));
        }
        clients.removeFirst().close();
        await().until(() -> personality.status().toString().contains("clients=15"));
        connected().close();
        for (RawClient client : clients) {
            client.close();
        }
    }

    @Test
    void closingSaysGoingAway() throws IOException {
        try (RawClient client = connected()) {
            Thread closer = Thread.ofVirtual().start(personality::close);
            assertEquals(1001, client.readData().closeCode());
            client.socket().close();
            await().until(() -> !closer.isAlive());
        }
    }
}
