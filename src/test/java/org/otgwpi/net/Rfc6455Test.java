package org.otgwpi.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
final class Rfc6455Test {
    private static IoWorker worker;
    private static WebSocketHub hub;
    private static WebSocketListener listener;

    @BeforeAll
    static void open() throws IOException {
        worker = IoWorker.start(1);
        hub = new WebSocketHub(HubOptions.GATEWAY, () -> 0, HubListener.NONE, () -> 0L);
        listener = WebSocketListener.open(hub, worker, Port81Test.loopback(0), () -> 0L);
    }

    @AfterAll
    static void close() {
        listener.close();
        worker.close();
    }

    static List<Rfc6455Cases.Case> cases() {
        return Rfc6455Cases.all();
    }

    private static final class Events implements FrameSink {
        final List<String> seen = new ArrayList<>();

        @Override
        public void message(boolean text, byte[] payload) {
            seen.add((text ? "text:" : "binary:") + payload.length);
        }

        @Override
        public void ping(byte[] payload) {
            seen.add("ping:" + payload.length);
        }

        @Override
        public void pong(byte[] payload) {
            seen.add("pong:" + payload.length);
        }

        @Override
        public void close(int code) {
            seen.add("close:" + code);
        }

        @Override
        public void fail(int code) {
            seen.add("fail:" + code);
        }
    }

    private static List<String> parse(byte[] bytes, int limit, @Nullable Random pieces) {
        Events events = new Events();
        FrameParser parser = new FrameParser(limit, true, events);
        int at = 0;
        while (at < bytes.length) {
            int n = pieces == null ? bytes.length : 1 + pieces.nextInt(Math.min(7, bytes.length - at));
            parser.feed(ByteBuffer.wrap(bytes, at, n));
            at += n;
        }
        return events.seen;
    }

    @Test
    void thereAreAtLeast80Cases() {
        assertTrue(cases().size() >= 80, "only " + cases().size());
        assertEquals(
                cases().size(),
                cases().stream().map(Rfc6455Cases.Case::name).distinct().count());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theParserSeesTheSameHoweverTheBytesAreSplit(Rfc6455Cases.Case each) {
        assertEquals(each.expected(), parse(each.bytes(), each.limit(), null));
        for (int seed = 0; seed < 5; seed++) {
            assertEquals(each.expected(), parse(each.bytes(), each.limit(), new Random(seed)));
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theLivePortAnswers(Rfc6455Cases.Case each) throws IOException {
        if (each.limit() != Rfc6455Cases.LIMIT) {
            return;
        }
        try (RawClient client = RawClient.upgraded(listener.port())) {
            client.send(each.bytes());
            boolean ends = each.expected().getLast().matches("(fail|close):.*");
            if (!ends) {
                client.send(RawClient.close(4000));
            }
            assertArrayEquals(new byte[] {(byte) 0x89, 0}, client.readFully(2));
            for (String event : each.expected()) {
                int number = Integer.parseInt(event.substring(event.indexOf(':') + 1));
                if (event.startsWith("ping:")) {
                    RawClient.Received pong = client.readFrame();
                    assertEquals(10, pong.opcode());
                    assertEquals(number, pong.payload().length);
                } else if (event.startsWith("fail:")) {
                    RawClient.Received close = client.readFrame();
                    assertEquals(8, close.opcode());
                    assertEquals(number, close.closeCode());
                    assertEquals(2, close.payload().length);
                }
            }
            if (!each.expected().getLast().startsWith("fail:")) {
                assertEquals(1000, client.readFrame().closeCode());
            }
            assertEquals(0, client.readAll().length);
        }
    }

    @Test
    void section7AHalfClosedPeerIsForgotten() throws IOException {
        try (RawClient client = RawClient.upgraded(listener.port())) {
            client.socket().shutdownOutput();
            assertArrayEquals(new byte[] {(byte) 0x89, 0}, client.readAll());
        }
        await().until(() -> hub.clients() == 0);
    }

    @Test
    void section7APeerThatStopsInsideAFrameHoldsNobodyUp() throws IOException {
        try (RawClient slow = RawClient.upgraded(listener.port());
                RawClient other = RawClient.upgraded(listener.port())) {
            slow.send(RawClient.frame(0x81, new byte[10], 100));
            await().until(() -> hub.clients() >= 2);
            hub.publish("line".getBytes(UTF_8));
            assertEquals("line", other.readData().text());
            assertEquals("line", slow.readData().text());
        }
    }

    @Test
    void section5APeerThatSendsByteByByteIsUnderstood() throws IOException {
        try (RawClient client = RawClient.upgraded(listener.port())) {
            client.readFully(2);
            for (byte b : RawClient.frame(0x89, "slowly".getBytes(UTF_8))) {
                client.send(new byte[] {b});
            }
            assertEquals("slowly", client.readFrame().text());
        }
    }

    @Test
    void randomBytesGiveTheSameEventsHoweverTheyAreSplit() {
        Random random = new Random(6455);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            for (int i = 0; i + 1 < bytes.length && random.nextInt(4) > 0; i += 2 + random.nextInt(20)) {
                bytes[i] = (byte) (new int[] {0x81, 0x01, 0x80, 0x00, 0x89, 0x8A, 0x88, 0x82})[random.nextInt(8)];
                bytes[i + 1] = (byte) (0x80 | random.nextInt(10));
            }
            List<String> whole = parse(bytes, 50, null);
            assertEquals(whole, parse(bytes, 50, new Random(round)));
            for (String event : whole) {
                assertTrue(
                        !event.startsWith("fail:") || event.matches("fail:(1002|1007|1009)"), () -> "event " + event);
            }
        }
    }

    @Test
    void theUtf8CheckAgreesWithTheRuntime() {
        Random random = new Random(3629);
        int[] likely = {
            0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xDF, 0xE0, 0xE1, 0xED, 0xEF, 0xF0, 0xF4,
            0xF5, 0xFF
        };
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(6)];
            Utf8Check check = new Utf8Check();
            boolean valid = true;
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) likely[random.nextInt(likely.length)];
                valid = valid && check.accept(bytes[i] & 0xFF);
            }
            valid = valid && check.isComplete();
            boolean expected = true;
            try {
                StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            } catch (CharacterCodingException e) {
                expected = false;
            }
            assertEquals(expected, valid, () -> java.util.HexFormat.of().formatHex(bytes));
        }
    }
}
