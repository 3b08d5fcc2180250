package org.otgwpi.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class Port81Test {
    private final AtomicLong clock = new AtomicLong(1_000_000_000L);
    private final AtomicInteger limit = new AtomicInteger(3);
    private IoWorker worker;
    private WebSocketHub hub;
    private WebSocketListener listener;

    @BeforeEach
    void open() throws IOException {
        worker = IoWorker.start(2);
        hub = new WebSocketHub(HubOptions.GATEWAY, limit::get, HubListener.NONE, clock::get);
        listener = WebSocketListener.open(hub, worker, loopback(0), clock::get);
    }

    @AfterEach
    void close() {
        listener.close();
        worker.close();
    }

    static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private RawClient connected() throws IOException {
        long before = hub.statistics().accepted();
        RawClient client = RawClient.upgraded(listener.port());
        assertArrayEquals(new byte[] {(byte) 0x89, 0}, client.readFully(2));
        await().until(() -> hub.statistics().accepted() > before);
        return client;
    }

    private static String lines(String... lines) {
        return String.join("\r\n", lines) + "\r\n\r\n";
    }

    private void advance(long millis) {
        clock.addAndGet(millis * 1_000_000);
        hub.tick(clock.get());
        listener.tick(clock.get());
    }

    @Test
    void theHandshakeIsAnsweredByteForByteAndAPingFollows() throws IOException {
        try (RawClient client = new RawClient(listener.port())) {
            client.send(lines(
                    "GET /any/path?x=1 HTTP/1.1",
                    "Host: h",
                    "uPGRADE: WebSocket",
                    "Connection: keep-alive, Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: " + RawClient.KEY,
                    "Origin: http://elsewhere",
                    "Sec-WebSocket-Extensions: permessage-deflate"));
            String expected = lines(
                    "HTTP/1.1 101 Switching Protocols",
                    "Server: arduino-WebSocketsServer",
                    "Upgrade: websocket",
                    "Connection: Upgrade",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
            assertEquals(expected, client.readHead());
            assertArrayEquals(new byte[] {(byte) 0x89, 0}, client.readFully(2));
        }
    }

    @Test
    void anOfferedSubProtocolIsAnsweredWithArduino() throws IOException {
        try (RawClient client = new RawClient(listener.port())) {
            client.send(RawClient.request("/").replace("\r\n\r\n", "\r\nSec-WebSocket-Protocol: mine\r\n\r\n"));
            assertTrue(client.readHead()
                    .endsWith(lines(
                            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", "Sec-WebSocket-Protocol: arduino")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, websocket, Upgrade, 13, x",
        "GET, websocket, Upgrade, 12, x",
        "GET, websocket, Upgrade, '', x",
        "GET, websocket, Upgrade, 13, ''",
        "GET, websockets, Upgrade, 13, x",
        "GET, '', Upgrade, 13, x",
        "GET, websocket, close, 13, x",
        "get, websocket, Upgrade, 13, x",
        "OPTIONS, '', '', '', ''"
    })
    void aHandshakeThatBreaksARuleGetsTheBadRequestPage(
            String method, String upgrade, String connection, String version, String key) throws IOException {
        everythingElseGetsTheBadRequestPage(lines(
                method + " / HTTP/1.1",
                "Upgrade: " + upgrade,
                "Connection: " + connection,
                "Sec-WebSocket-Version: " + version,
                "Sec-WebSocket-Key: " + key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "\r\n", "nonsense\n\n"})
    void everythingElseGetsTheBadRequestPage(String request) throws IOException {
        try (RawClient client = new RawClient(listener.port())) {
            client.send(request);
            String expected = lines(
                            "HTTP/1.1 400 Bad Request",
                            "Server: arduino-WebSocket-Server",
                            "Content-Type: text/plain",
                            "Content-Length: 32",
                            "Connection: close",
                            "Sec-WebSocket-Version: 13")
                    + "This is a Websocket server only!";
            assertEquals(expected, new String(client.readAll(), ISO_8859_1));
        }
        await().until(() -> listener.pending() == 0);
    }

    @Test
    void aBareLineFeedEndsALineAndTheKeyIsNotValidated() throws IOException {
        try (RawClient client = new RawClient(listener.port())) {
            client.send(lines(
                            "GET / HTTP/1.1",
                            "Connection:upgrade",
                            "Upgrade:websocket",
                            "Sec-WebSocket-Version:13",
                            "Sec-WebSocket-Key:x")
                    .replace("\r", ""));
            assertTrue(client.readHead().startsWith("HTTP/1.1 101 "));
        }
    }

    @Test
    void aHandshakeMayComeByteByByteAndFramesMayFollowAtOnce() throws IOException {
        try (RawClient client = new RawClient(listener.port())) {
            for (byte b : RawClient.request("/").getBytes(ISO_8859_1)) {
                client.send(new byte[] {b});
            }
            client.readHead();
        }
        try (RawClient client = new RawClient(listener.port())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(RawClient.request("/").getBytes(ISO_8859_1));
            all.writeBytes(RawClient.frame(0x89, "early".getBytes(UTF_8)));
            client.send(all.toByteArray());
            client.readHead();
            assertEquals("early", client.readData().text());
        }
    }

    @Test
    void theFourthClientIsRefusedWithCode1000AndAFreedSlotIsTaken() throws IOException {
        List<RawClient> clients = new ArrayList<>(List.of(connected(), connected(), connected()));
        try (RawClient fourth = RawClient.upgraded(listener.port())) {
            assertArrayEquals(new byte[] {(byte) 0x89, 0, (byte) 0x88, 2, 3, (byte) 0xE8}, fourth.readAll());
        }
        clients.removeFirst().close();
        await().until(() -> hub.clients() == 2);
        clients.add(connected());
        assertEquals(1, hub.statistics().refused());
        assertEquals(4, hub.statistics().accepted());
        limit.set(0);
        clients.add(connected());
        for (RawClient client : clients) {
            client.close();
        }
        await().until(() -> hub.clients() == 0);
        assertEquals(5, hub.statistics().departures().get(Departure.LOST));
    }

    @Test
    void messagesArriveAsSingleTextFramesInOrder() throws IOException {
        try (RawClient one = connected();
                RawClient two = connected()) {
            hub.publish("a".getBytes(UTF_8));
            hub.publishLog(List.of("b\r\n".getBytes(UTF_8), "c".repeat(200).getBytes(UTF_8), "d".getBytes(UTF_8)));
            hub.pauseLog();
            hub.publishLog(List.of("silent".getBytes(UTF_8)));
            hub.publish("flash".getBytes(UTF_8));
            hub.resumeLog();
            hub.publishLog(List.of("e".repeat(70_000).getBytes(UTF_8)));
            for (RawClient client : List.of(one, two)) {
                assertArrayEquals(new byte[] {(byte) 0x81, 1, 'a'}, client.readFully(3));
                assertEquals("b\r\n", client.readFrame().text());
                assertEquals("c".repeat(200), client.readFrame().text());
                assertEquals("d", client.readFrame().text());
                assertEquals("flash", client.readFrame().text());
                assertEquals(70_000, client.readFrame().text().length());
            }
            assertEquals(6, hub.statistics().messagesPublished());
        }
    }

    @Test
    void aSilentClientIsDroppedSixSecondsAfterAcceptWithoutACloseFrame() throws IOException {
        try (RawClient client = connected()) {
            advance(3000);
            advance(1);
            advance(1);
            assertArrayEquals(new byte[] {(byte) 0x89, 0}, client.readFully(2));
            advance(3000);
            assertEquals(1, hub.clients());
            advance(1);
            assertEquals(0, client.readAll().length);
        }
        assertEquals(1, hub.statistics().departures().get(Departure.SILENT));
    }

    @Test
    void answersToPingsKeepAClientAndTextDoesNotCount() throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.frame(0x8A, new byte[0]));
            client.send(RawClient.frame(0x89, new byte[] {7}));
            assertArrayEquals(new byte[] {(byte) 0x8A, 1, 7}, client.readFully(3));
            for (int i = 0; i < 10; i++) {
                advance(15_001);
                RawClient.Received frame = client.readFrame();
                assertEquals(9, frame.opcode());
                client.send(RawClient.frame(0x8A, "whatever".getBytes(UTF_8)));
                client.send(RawClient.frame(0x89, new byte[] {8}));
                RawClient.Received answer = client.readFrame();
                assertTrue(answer.opcode() == 10 || answer.opcode() == 1);
                if (answer.opcode() == 1) {
                    assertEquals("{\"type\":\"keepalive\"}", answer.text());
                    assertEquals(10, client.readFrame().opcode());
                }
            }
            assertEquals(1, hub.clients());
        }
    }

    @Test
    void aConnectionWithoutAHandshakeIsClosedThreeSecondsAfterAccept() throws IOException {
        try (RawClient client = new RawClient(listener.port())) {
            client.send("GET / HTTP/1.1\r\nUpg");
            await().until(() -> listener.pending() == 1);
            advance(3000);
            assertEquals(1, listener.pending());
            advance(1);
            advance(1);
            assertEquals(0, listener.pending());
            assertEquals(0, client.readAll().length);
        }
    }

    @Test
    void theFirstClientAfterAnIdleTimeGetsAKeepaliveAtOnce() throws IOException {
        advance(29_999);
        try (RawClient early = connected()) {
            hub.publish("x".getBytes(UTF_8));
            assertEquals("x", early.readFrame().text());
            advance(1);
            assertEquals("{\"type\":\"keepalive\"}", early.readFrame().text());
        }
        await().until(() -> hub.clients() == 0);
        advance(100_000);
        try (RawClient late = connected()) {
            assertEquals("{\"type\":\"keepalive\"}", late.readFrame().text());
        }
    }

    @Test
    void everyCloseIsAnsweredWith1000() throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.close(3000));
            assertArrayEquals(new byte[] {(byte) 0x88, 2, 3, (byte) 0xE8}, client.readAll());
        }
        await().until(() -> hub.clients() == 0);
        assertEquals(1, hub.statistics().departures().get(Departure.CLOSED_BY_CLIENT));
    }

    @Test
    void aFrameOverTheLimitGets1009AsSoonAsItsHeaderIsRead() throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.frame(0x82, new byte[15_360]));
            client.send(RawClient.frame(0x81, new byte[0], 15_361));
            assertEquals(1009, client.readData().closeCode());
        }
        try (RawClient client = connected()) {
            client.send(RawClient.frame(0x81, new byte[15_361]));
            assertEquals(1009, client.readData().closeCode());
        }
        try (RawClient client = connected()) {
            client.send(RawClient.frame(0x81, new byte[0], 1L << 62));
            assertEquals(1009, client.readData().closeCode());
        }
    }

    @Test
    void floodsHurtNobodyElse() throws Exception {
        limit.set(0);
        try (RawClient good = connected();
                RawClient fragments = connected();
                RawClient pings = connected();
                RawClient huge = connected()) {
            Thread reader = Thread.ofVirtual().unstarted(() -> {
                try {
                    for (int i = 0; i < 500; i++) {
                        assertEquals("line " + i, good.readData().text());
                    }
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            List<Throwable> failures = new ArrayList<>();
            reader.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            reader.start();
            List<Thread> floods = List.of(
                    flood(fragments, RawClient.frame(0x01, new byte[0]), RawClient.frame(0x00, new byte[0]), 200_000),
                    flood(pings, new byte[0], RawClient.frame(0x89, new byte[125]), 100_000),
                    flood(huge, RawClient.frame(0x82, new byte[0], 60L << 20), new byte[64 * 1024], 960));
            for (int i = 0; i < 500; i++) {
                hub.publish(("line " + i).getBytes(UTF_8));
            }
            reader.join();
            assertEquals(List.of(), failures);
            for (Thread thread : floods) {
                thread.join();
            }
            await().untilAsserted(() -> assertTrue(hub.statistics().mostBytesQueued() <= 64 * 1024));
            assertEquals(1009, lastClose(huge));
            hub.publish("still here".getBytes(UTF_8));
            assertEquals("still here", good.readData().text());
        }
    }

    private static int lastClose(RawClient client) throws IOException {
        try {
            RawClient.Received frame = client.readData();
            while (frame.opcode() != 8) {
                frame = client.readData();
            }
            return frame.closeCode();
        } catch (SocketException e) {
            return 1009;
        }
    }

    private static Thread flood(RawClient client, byte[] first, byte[] each, int times) {
        return Thread.ofVirtual().start(() -> {
            try {
                client.socket().setSoTimeout(1);
                client.send(first);
                byte[] block = new byte[each.length * Math.max(1, 16_000 / each.length)];
                for (int i = 0; i < block.length; i += each.length) {
                    System.arraycopy(each, 0, block, i, each.length);
                }
                for (int sent = 0;
                        sent < times && !client.socket().isOutputShutdown();
                        sent += block.length / each.length) {
                    client.send(block);
                    drain(client);
                }
                client.socket().setSoTimeout(10_000);
            } catch (IOException e) {
                // the server cut it: that is what it is for
            }
        });
    }

    private static void drain(RawClient client) throws IOException {
        int waiting = client.socket().getInputStream().available();
        if (waiting > 100_000) {
            client.socket().getInputStream().skipNBytes(waiting);
        }
    }

    @Test
    void aStalledClientLosesWholeFramesAndTheOthersNone() throws IOException {
        try (RawClient stalled = RawClient.upgraded(listener.port(), "/", 4096);
                RawClient good = connected()) {
            byte[] line = "x".repeat(1000).getBytes(UTF_8);
            int sent = 0;
            while (hub.statistics().framesLost() < 200) {
                hub.publish(line);
                assertEquals(1000, good.readData().payload().length);
                sent++;
            }
            HubStatistics statistics = hub.statistics();
            assertTrue(statistics.mostBytesQueued() <= 64 * 1024, statistics.toString());
            assertTrue(statistics.bytesQueued() > 0);
            int received = 0;
            while (hub.statistics().bytesQueued() > 0
                    || received + hub.statistics().framesLost() < sent) {
                assertEquals(1000, stalled.readData().payload().length);
                received++;
            }
            assertEquals(sent, received + hub.statistics().framesLost());
            hub.publish("after".getBytes(UTF_8));
            assertEquals("after", stalled.readData().text());
        }
    }

    @Test
    void aClientThatStaysBlockedIsDroppedAfterTenSeconds() throws IOException {
        try (RawClient stalled = RawClient.upgraded(listener.port(), "/", 4096)) {
            await().until(() -> hub.clients() == 1);
            stalled.send(RawClient.frame(0x8A, new byte[0]));
            stalled.send(RawClient.frame(0x89, new byte[0]));
            assertEquals(10, stalled.readData().opcode());
            while (hub.statistics().bytesQueued() == 0) {
                hub.publish("x".repeat(10_000).getBytes(UTF_8));
            }
            advance(9_999);
            assertEquals(1, hub.clients());
            advance(1);
            assertEquals(0, hub.clients());
            assertEquals(1, hub.statistics().departures().get(Departure.BLOCKED));
        }
    }

    @Test
    void aStalledViewerOfAFlashIsDroppedMeanwhileAndTheTwoOthersSeeAllOfIt() throws IOException {
        try (RawClient stalled = RawClient.upgraded(listener.port(), "/", 4096);
                RawClient first = connected();
                RawClient second = connected()) {
            for (RawClient each : List.of(stalled, first, second)) {
                each.send(RawClient.frame(0x8A, new byte[0]));
                each.send(RawClient.frame(0x89, new byte[0]));
            }
            assertEquals(10, first.readData().opcode());
            assertEquals(10, second.readData().opcode());
            byte[] log = "x".repeat(10_000).getBytes(UTF_8);
            while (hub.statistics().bytesQueued() == 0) {
                hub.publish(log);
                assertEquals(log.length, first.readData().payload().length);
                assertEquals(log.length, second.readData().payload().length);
            }
            for (int percent = 0; percent <= 40; percent++) {
                String message = "{\"state\":\"write\",\"flash_written\":" + percent
                        + ",\"flash_total\":100,\"filename\":\"gateway.hex\"}";
                hub.publish(message.getBytes(UTF_8));
                assertEquals(message, first.readData().text());
                assertEquals(message, second.readData().text());
                advance(250);
            }
            assertEquals(2, hub.clients());
            assertEquals(1, hub.statistics().departures().get(Departure.BLOCKED));
            assertTrue(stalled.socket().isConnected());
        }
    }

    @Test
    void aFrameThatStallsForFiveSecondsGets1002() throws IOException {
        try (RawClient client = connected()) {
            client.send(RawClient.frame(0x8A, new byte[0]));
            client.send(RawClient.frame(0x89, new byte[0]));
            assertEquals(10, client.readData().opcode());
            client.send(new byte[] {(byte) 0x81});
            await().until(() -> hub.dueInNanos(clock.get()) <= 5_001_000_000L);
            advance(4_000);
            client.send(new byte[] {(byte) 0x85});
            await().until(() -> hub.dueInNanos(clock.get()) > 4_000_000_000L);
            advance(5_000);
            assertEquals(1, hub.clients());
            advance(1);
            assertArrayEquals(new byte[] {(byte) 0x88, 2, 3, (byte) 0xEA}, client.readAll());
        }
        assertEquals(1, hub.statistics().departures().get(Departure.BROKE_PROTOCOL));
    }

    @Test
    void aDeliveryOverTcpAllocatesNothing() throws IOException {
        long few = allocatedPerMessage(1);
        long many = allocatedPerMessage(20);
        assertTrue(many - few < 20, "bytes per message with 1 client: " + few + ", with 20: " + many);
    }

    private long allocatedPerMessage(int count) throws IOException {
        limit.set(0);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(connected());
        }
        List<byte[]> line = List.of("x".repeat(80).getBytes(UTF_8));
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long allocated = 0;
            for (int i = 0; i < 400; i++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                hub.publishLog(line);
                allocated += threads.getCurrentThreadAllocatedBytes() - before;
                for (RawClient client : clients) {
                    client.readFully(82);
                }
            }
            least = Math.min(least, allocated / 400);
        }
        for (RawClient client : clients) {
            client.close();
        }
        await().until(() -> hub.clients() == 0);
        return least;
    }

    @Test
    void closingTheHubSendsTheLastMessageAndTheCode() throws IOException {
        try (RawClient client = connected()) {
            Thread closer = Thread.ofVirtual()
                    .start(() -> hub.close(CloseCode.GOING_AWAY, "bye".getBytes(UTF_8), Duration.ofSeconds(20)));
            assertEquals("bye", client.readFrame().text());
            assertEquals(1001, client.readFrame().closeCode());
            assertTrue(client.ended());
            client.socket().close();
            await().until(() -> !closer.isAlive());
            try (RawClient late = RawClient.upgraded(listener.port())) {
                assertEquals(1001, late.readData().closeCode());
            }
        }
    }

    @Test
    void refusedClientsGetTheGivenCode() throws IOException {
        hub.refuseNew(CloseCode.TRY_LATER);
        try (RawClient client = RawClient.upgraded(listener.port())) {
            assertEquals(1013, client.readData().closeCode());
        }
        hub.accept();
        connected().close();
    }

    @Test
    void aPortInUseIsOneSentence() {
        IOException failure = assertThrows(
                IOException.class, () -> WebSocketListener.open(hub, worker, loopback(listener.port()), clock::get));
        assertEquals(
                "Port " + listener.port() + " is in use by another program: stop that program, or choose another port.",
                failure.getMessage());
    }

    @Test
    void randomBytesToTheLivePortLeaveItAlive() throws IOException {
        Random random = new Random(20261125);
        limit.set(0);
        try (RawClient good = connected()) {
            for (int i = 0; i < 200; i++) {
                byte[] noise = new byte[random.nextInt(400)];
                random.nextBytes(noise);
                try (RawClient client =
                        i % 2 == 0 ? new RawClient(listener.port()) : RawClient.upgraded(listener.port())) {
                    client.send(noise);
                } catch (IOException e) {
                    // the server may cut it at any time
                }
                hub.publish(("n" + i).getBytes(UTF_8));
                assertEquals("n" + i, good.readData().text());
            }
        }
        await().until(() -> hub.clients() == 0 && listener.pending() == 0);
    }

    @Test
    void realTimersRunWhenStarted() throws IOException {
        HubOptions fast = new HubOptions(
                "fast", true, new HeartbeatTiming(50, 20, 2), "k", 30, 100, false, CloseReply.NORMAL, 4, 1000, 1000);
        WebSocketHub quick = new WebSocketHub(fast, () -> 0, HubListener.NONE, System::nanoTime);
        quick.start(worker);
        try (WebSocketListener open = WebSocketListener.open(quick, worker, loopback(0), System::nanoTime);
                RawClient silent = RawClient.upgraded(open.port());
                RawClient mute = new RawClient(open.port())) {
            String seen = new String(silent.readAll(), ISO_8859_1);
            assertTrue(seen.contains("k"), seen);
            assertEquals(0, mute.readAll().length);
        }
        quick.close(1000, null, Duration.ZERO);
    }
}
