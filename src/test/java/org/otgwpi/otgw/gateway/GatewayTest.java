package org.otgwpi.otgw.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.otgwpi.board.ResetLine;
import org.otgwpi.board.SerialLine;
import org.otgwpi.board.Uart;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.LogLine;

/** What must not stop the gateway's threads, and what closing must not leave behind. */
@Timeout(60)
final class GatewayTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final List<Gateway> running = new ArrayList<>();

    @AfterEach
    void close() {
        running.forEach(Gateway::close);
    }

    @Test
    void aListenerThatFailsCostsTheOthersNothing() {
        MemoryUart uart = new MemoryUart();
        Gateway gateway = gateway(line(uart), null, InstantSource.system());
        gateway.addListener(new GatewayListener() {
            @Override
            public void messages(List<Message> messages) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void event(GatewayEvent event) {
                throw new IllegalStateException("on purpose");
            }
        });
        gateway.addListener(collector());
        gateway.start();
        uart.say("B40190A00\r\nA40190A00\r\n");
        awaitLines(2);
        uart.say("A40190B00\r\n");
        awaitLines(3);
        assertEquals("A40190B00", lines.get(2));
    }

    @Test
    void aSerialLineThatFailsUnexpectedlyIsTriedAgain() {
        MemoryUart uart = new MemoryUart();
        AtomicInteger tries = new AtomicInteger();
        Gateway gateway = gateway(
                line(() -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IllegalArgumentException("on purpose");
                    }
                    return uart;
                }),
                null,
                InstantSource.system());
        gateway.start();
        await().atMost(PATIENCE).until(() -> gateway.state().port().open());
    }

    @Test
    void aFailureOfTheWallClockEndsNeitherTheReaderNorTheClock() {
        MemoryUart uart = new MemoryUart();
        AtomicBoolean broken = new AtomicBoolean();
        Set<String> failed = ConcurrentHashMap.newKeySet();
        Gateway gateway = gateway(line(uart), null, () -> {
            if (broken.get()) {
                failed.add(Thread.currentThread().getName());
                throw new IllegalStateException("on purpose");
            }
            return Instant.EPOCH;
        });
        gateway.addListener(collector());
        gateway.start();
        await().atMost(PATIENCE).until(() -> gateway.state().port().open());
        broken.set(true);
        uart.say("B40190A00\r\n");
        await().atMost(PATIENCE).until(() -> failed.containsAll(Set.of("serial-reader", "gateway-clock")));
        broken.set(false);
        // Nothing follows it: only the clock lets it go.
        uart.say("T10010A00\r\n");
        awaitLines(1);
    }

    @Test
    void closingInTheMiddleOfAResetLetsTheLineGo() {
        MemoryUart uart = new MemoryUart();
        AtomicBoolean low = new AtomicBoolean();
        CountDownLatch pulled = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ResetLine wire = new ResetLine() {
            @Override
            public void pull() {
                low.set(true);
                pulled.countDown();
                awaitInAnyCase(goOn);
            }

            @Override
            public void release() {
                low.set(false);
            }
        };
        Gateway gateway = gateway(line(uart), wire, InstantSource.system());
        gateway.start();
        await().atMost(PATIENCE).until(() -> gateway.state().port().open());
        byte[] reset = "GW=R\r".getBytes(US_ASCII);
        gateway.connect(new Somebody()).received(reset, reset.length);
        awaitInAnyCase(pulled);
        Thread closer = Thread.ofPlatform().start(gateway::close);
        await().atMost(PATIENCE).until(() -> uart.closed);
        goOn.countDown();
        await().atMost(PATIENCE).until(() -> !closer.isAlive());
        assertFalse(low.get(), "the chip would stay in reset");
    }

    @Test
    void aPortThatOpensDuringTheCloseIsClosedAgain() {
        MemoryUart uart = new MemoryUart();
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Gateway gateway = gateway(
                line(() -> {
                    opening.countDown();
                    awaitInAnyCase(goOn);
                    return uart;
                }),
                null,
                InstantSource.system());
        gateway.start();
        awaitInAnyCase(opening);
        gateway.close();
        goOn.countDown();
        await().atMost(PATIENCE).until(() -> uart.closed);
        assertTrue(uart.closed);
    }

    private Gateway gateway(SerialLine line, @Nullable ResetLine wire, InstantSource wallClock) {
        Catalogue catalogue = Catalogue.load();
        Gateway gateway =
                new Gateway(line, wire, catalogue, new LogLine(catalogue, ZoneOffset.UTC), System::nanoTime, wallClock);
        running.add(gateway);
        return gateway;
    }

    private GatewayListener collector() {
        return new GatewayListener() {
            @Override
            public void messages(List<Message> messages) {
                messages.forEach(each -> lines.add("%s%08X"
                        .formatted(each.frame().origin().letter(), each.frame().bits())));
            }
        };
    }

    private void awaitLines(int count) {
        await().atMost(PATIENCE).until(() -> lines.size() >= count);
        assertEquals(count, lines.size(), lines::toString);
    }

    /** As native code waits: an interrupt is no reason to stop. */
    private static void awaitInAnyCase(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static SerialLine line(Uart uart) {
        return line(() -> uart);
    }

    private interface Opening {
        Uart open() throws IOException;
    }

    private static SerialLine line(Opening opening) {
        return new SerialLine() {
            @Override
            public String name() {
                return "the port";
            }

            @Override
            public Uart open() throws IOException {
                return opening.open();
            }
        };
    }

    private static final class Somebody implements LineUser {
        @Override
        public String name() {
            return "somebody";
        }

        @Override
        public void flow(boolean open) {}

        @Override
        public void finished() {}
    }

    /** A line in memory whose read, as that of a real one, heeds no interrupt. */
    private static final class MemoryUart implements Uart {

        private static final byte[] END = {};

        private final BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        private void say(String text) {
            said.add(text.getBytes(US_ASCII));
        }

        @Override
        public int read(byte[] buffer) {
            while (true) {
                try {
                    byte[] next = said.take();
                    System.arraycopy(next, 0, buffer, 0, next.length);
                    return next.length == 0 ? -1 : next.length;
                } catch (InterruptedException e) {
                    // it goes on waiting
                }
            }
        }

        @Override
        public void write(byte[] bytes) {}

        @Override
        public void close() {
            closed = true;
            said.add(END);
        }
    }
}
