package org.otgwpi.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class WebSocketHubTest {
    private static final byte[] NOTHING = {};
    private static final byte[] LINE = "12:34:56.789012 Boiler B40193C80 Tboiler = 60.50\r\n".getBytes(UTF_8);

    private final AtomicLong clock = new AtomicLong();

    private WebSocketHub hub(HubListener listener) {
        return new WebSocketHub(HubOptions.plain("test"), () -> 0, listener, clock::get);
    }

    private static byte[] line(int number) {
        return ("line " + number + " " + "x".repeat(number % 300)).getBytes(UTF_8);
    }

    /** The texts in a stream of whole server frames; fails on a cut frame. */
    private static List<String> texts(byte[] stream) {
        List<String> texts = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(stream);
        while (in.hasRemaining()) {
            int opcode = in.get() & 0xFF;
            int length = in.get() & 0xFF;
            if (length == 126) {
                length = in.getShort() & 0xFFFF;
            } else if (length == 127) {
                length = (int) in.getLong();
            }
            byte[] payload = new byte[length];
            in.get(payload);
            if (opcode == 0x81) {
                texts.add(new String(payload, UTF_8));
            }
        }
        return texts;
    }

    private static long allocatedPublishing(int clients, int messages, boolean together) {
        WebSocketHub hub = new WebSocketHub(
                new HubOptions(
                        "test",
                        true,
                        HeartbeatTiming.GATEWAY,
                        "k",
                        30_000,
                        15_360,
                        false,
                        CloseReply.NORMAL,
                        64,
                        32_768,
                        10_000),
                () -> 0,
                HubListener.NONE,
                () -> 0L);
        for (int i = 0; i < clients; i++) {
            hub.accept(new MemoryTransport(0), "test", NOTHING, null);
        }
        List<byte[]> batch = together ? List.of(LINE, LINE, LINE, LINE) : List.of(LINE);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < messages; i++) {
                hub.publishLog(batch);
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least;
    }

    @Test
    void aDeliveryAllocatesNothing() {
        for (boolean together : new boolean[] {false, true}) {
            long few = allocatedPublishing(1, 10_000, together);
            long many = allocatedPublishing(100, 10_000, together);
            assertTrue(many - few < 100_000, "1 client: " + few + " bytes, 100 clients: " + many);
        }
    }

    @Test
    void messagesGivenTogetherGoOutInOneWrite() {
        WebSocketHub hub = hub(HubListener.NONE);
        List<Integer> writes = new ArrayList<>();
        Transport counting = new Transport() {
            @Override
            public int write(ByteBuffer bytes) {
                int n = bytes.remaining();
                writes.add(n);
                bytes.position(bytes.limit());
                return n;
            }

            @Override
            public void awaitWritable(boolean wanted) {}

            @Override
            public void shutdownOutput() {}

            @Override
            public void close() {}
        };
        hub.accept(counting, "test", NOTHING, null);
        writes.clear();
        hub.publish(List.of(LINE, LINE, LINE));
        assertEquals(List.of(3 * (LINE.length + 2)), writes);
    }

    @Test
    void aGreetingComesBeforeWhatIsPublishedLaterAndIsNeverCut() {
        MemoryTransport transport = new MemoryTransport(1 << 20);
        transport.setRoom(100);
        String snapshot = "s".repeat(100_000);
        WebSocketHub hub = hub(new HubListener() {
            @Override
            public List<byte[]> opened(WebSocketClient client) {
                return List.of(snapshot.getBytes(UTF_8), "second".getBytes(UTF_8));
            }
        });
        WebSocketClient client = hub.accept(transport, "test", NOTHING, null);
        for (int i = 0; i < 1000; i++) {
            hub.publish(line(i));
        }
        assertTrue(transport.awaitsWritable);
        transport.setRoom(Long.MAX_VALUE);
        client.writable();
        List<String> texts = texts(transport.taken());
        assertEquals(snapshot, texts.get(0));
        assertEquals("second", texts.get(1));
        assertEquals(new String(line(999), UTF_8), texts.getLast());
        assertFalse(transport.awaitsWritable);
    }

    @Test
    void aClientThatTakesBytesInAnyPortionsSeesWholeFramesInOrder() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            WebSocketHub hub = hub(HubListener.NONE);
            MemoryTransport transport = new MemoryTransport(1 << 20);
            WebSocketClient client = hub.accept(transport, "test", NOTHING, null);
            transport.setRoom(0);
            int published = 0;
            for (int step = 0; step < 300; step++) {
                if (random.nextInt(3) > 0) {
                    List<byte[]> batch = new ArrayList<>();
                    for (int i = random.nextInt(5); i >= 0; i--) {
                        batch.add(line(published++));
                    }
                    hub.publish(batch);
                } else {
                    transport.setRoom(random.nextInt(1500));
                    client.writable();
                }
                assertTrue(hub.statistics().bytesQueued() <= 33 * 1024);
            }
            transport.setRoom(Long.MAX_VALUE);
            client.writable();
            List<String> texts = texts(transport.taken());
            assertEquals(published, texts.size() + hub.statistics().framesLost());
            int last = -1;
            for (String text : texts) {
                int number = Integer.parseInt(text.split(" ", -1)[1]);
                assertTrue(number > last);
                assertEquals(new String(line(number), UTF_8), text);
                last = number;
            }
            assertEquals(published - 1, last);
        }
    }

    @Test
    void theQueueKeepsTheNewest64Frames() {
        WebSocketHub hub = hub(HubListener.NONE);
        MemoryTransport transport = new MemoryTransport(1 << 20);
        WebSocketClient client = hub.accept(transport, "test", NOTHING, null);
        transport.setRoom(3);
        for (int i = 0; i < 200; i++) {
            hub.publish(line(i));
        }
        assertEquals(135, hub.statistics().framesLost());
        transport.setRoom(Long.MAX_VALUE);
        client.writable();
        List<String> texts = texts(transport.taken());
        assertEquals(65, texts.size());
        assertTrue(texts.get(0).startsWith("line 0"));
        assertTrue(texts.get(1).startsWith("line 136"));
    }

    @Test
    void aBrokenConnectionIsForgottenAndTheOthersGetTheMessage() {
        List<Departure> gone = new ArrayList<>();
        WebSocketHub hub = hub(new HubListener() {
            @Override
            public void closed(WebSocketClient client, Departure why) {
                gone.add(why);
            }
        });
        MemoryTransport broken = new MemoryTransport(100);
        MemoryTransport good = new MemoryTransport(100);
        hub.accept(broken, "a", NOTHING, null);
        hub.accept(good, "b", NOTHING, null);
        broken.closed = true;
        hub.publish("x".getBytes(UTF_8));
        assertEquals(List.of(Departure.LOST), gone);
        assertEquals(1, hub.clients());
        assertArrayEquals(new byte[] {(byte) 0x81, 1, 'x'}, good.taken());
    }

    @Test
    void aCloseFrameThatIsNotTakenIsGivenUpAfterTwoSeconds() {
        WebSocketHub hub = hub(HubListener.NONE);
        MemoryTransport transport = new MemoryTransport(100);
        WebSocketClient client = hub.accept(transport, "test", NOTHING, null);
        transport.setRoom(0);
        client.close(1001);
        assertEquals(0, hub.clients());
        assertFalse(transport.closed);
        assertEquals(2_000_000_000L, hub.dueInNanos(clock.get()));
        clock.addAndGet(2_000_000_000L);
        hub.tick(clock.get());
        assertTrue(transport.closed);
        assertEquals(Ticking.NEVER, hub.dueInNanos(clock.get()));
    }

    @Test
    void afterOurFinTheConnectionLingersOneSecondAtMost() {
        WebSocketHub hub = hub(HubListener.NONE);
        MemoryTransport transport = new MemoryTransport(100);
        WebSocketClient client = hub.accept(transport, "test", NOTHING, null);
        client.close(1001);
        assertTrue(transport.outputShut);
        hub.publish("late".getBytes(UTF_8));
        assertArrayEquals(new byte[] {(byte) 0x88, 2, 3, (byte) 0xE9}, transport.taken());
        clock.addAndGet(1_000_000_000L);
        hub.tick(clock.get());
        assertTrue(transport.closed);
    }

    @Test
    void theTimerNoticesThatAClientBeginsToClose() throws IOException {
        WebSocketHub hub = new WebSocketHub(HubOptions.plain("test"), () -> 0, HubListener.NONE, System::nanoTime);
        try (IoWorker worker = IoWorker.start(1)) {
            hub.start(worker);
            hub.accept(new MemoryTransport(100), "test", NOTHING, null).close(1001);
            await().until(() -> hub.dueInNanos(System.nanoTime()) == Ticking.NEVER);
        }
    }

    @Test
    void messagesReachTheListenerAndAnswersTheClient() {
        WebSocketHub hub = hub(new HubListener() {
            @Override
            public void message(WebSocketClient client, boolean text, byte[] payload) {
                if (text) {
                    client.send(payload);
                } else {
                    client.sendBinary(payload);
                }
            }
        });
        MemoryTransport transport = new MemoryTransport(100);
        WebSocketClient client = hub.accept(transport, "test", NOTHING, null);
        FrameBatch replies = new FrameBatch(100);
        client.received(ByteBuffer.wrap(RawClient.text("hi")), replies);
        client.received(ByteBuffer.wrap(RawClient.frame(0x82, new byte[] {1})), replies);
        assertArrayEquals(new byte[] {(byte) 0x81, 2, 'h', 'i', (byte) 0x82, 1, 1}, transport.taken());
    }
}
