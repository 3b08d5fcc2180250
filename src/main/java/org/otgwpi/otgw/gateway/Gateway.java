package org.otgwpi.otgw.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.ResetLine;
import org.otgwpi.board.SerialLine;
import org.otgwpi.board.Uart;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.LogLine;
import org.otgwpi.pic.PicLine;
import org.tinylog.Logger;

/**
 * The one owner of the serial line. It reads, decides, tells its listeners, keeps the state, sends commands one at a
 * time, and brings back a port that is gone and a chip that is silent.
 *
 * <p>Three threads: one reads and opens the port, one writes, one keeps the times. Listeners are called under the
 * lock by whichever thread has the news. Thread-safe.
 */
public final class Gateway implements AutoCloseable {

    /** How many messages slow readers may fall behind, and a new viewer can look back. */
    static final int RING_SIZE = 4096;

    private static final int READ_BUFFER_BYTES = 16384;
    private static final long CLOSE_PATIENCE_MILLIS = 2000;
    private static final long[] OPEN_AGAIN_MILLIS = {500, 1000, 2000, 5000, 10_000, 30_000};

    private final SerialLine line;
    private final @Nullable ResetLine resetLine;
    private final LongSupplier nanoTime;
    private final InstantSource wallClock;
    private final MessageRing ring = new MessageRing(RING_SIZE);
    private final Listeners listeners = new Listeners();
    private final GatewayEngine engine;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition dueEarlier = lock.newCondition();
    private final SerialWriter writer;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final PortKeeper portKeeper = new PortKeeper();
    private final List<Thread> threads;
    private long wakesAtNanos;
    private volatile GatewayState state;
    private volatile boolean stale;
    private volatile boolean taken;
    private volatile @Nullable Uart uart;

    /**
     * @param resetLine the wire to the chip's reset pin, or null if there is none
     * @param nanoTime a monotonic clock in nanoseconds
     */
    public Gateway(
            SerialLine line,
            @Nullable ResetLine resetLine,
            Catalogue catalogue,
            LogLine logLine,
            LongSupplier nanoTime,
            InstantSource wallClock) {
        this.line = line;
        this.resetLine = resetLine;
        this.nanoTime = nanoTime;
        this.wallClock = wallClock;
        this.writer = new SerialWriter(line.name(), () -> uart, written -> raw((clients, now) -> written.accept(now)));
        this.engine = new GatewayEngine(catalogue, logLine, ring, line.name(), new Outlet());
        this.state = engine.state();
        this.threads = List.of(
                thread("serial-reader", this::readForever),
                thread("serial-writer", writer::writeForever),
                thread("gateway-clock", this::tickForever));
    }

    /** Adds a listener; to be called before {@link #start}. */
    public void addListener(GatewayListener listener) {
        listeners.add(listener);
    }

    /** Starts to open the port and to listen. Returns at once: a port that cannot be opened is tried for ever. */
    public void start() {
        threads.forEach(Thread::start);
    }

    /** Whether the threads of the line live, and none of them keeps the others out; may wait two seconds. */
    public boolean alive() {
        if (!threads.stream().allMatch(Thread::isAlive)) {
            return false;
        }
        try {
            boolean free = lock.tryLock(2, TimeUnit.SECONDS);
            if (free) {
                lock.unlock();
            }
            return free;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * All that is known now. Made when somebody asks, so that a line from the chip costs nothing; while the line is
     * being served it is what was known just before. Never waits.
     */
    public GatewayState state() {
        if (stale && lock.tryLock()) {
            try {
                state = engine.state();
                stale = false;
            } finally {
                lock.unlock();
            }
        }
        return state;
    }

    /** The last messages, and cursors for readers that may be slow. */
    public MessageRing messages() {
        return ring;
    }

    /**
     * Queues a command that is repeated until the chip answers (otgw-core 3).
     *
     * @return false if it has not the form {@code XX=...} with at most 14 characters, or the queue is full
     */
    public boolean enqueue(String command, boolean forced) {
        lock.lock();
        try {
            return engine.enqueue(command, forced, nanoTime.getAsLong());
        } finally {
            changed();
            lock.unlock();
        }
    }

    /**
     * Queues a command as {@link #enqueue} does, behind those there are, and sends it without delay.
     *
     * @return false if it has not the form {@code XX=...} with at most 14 characters, or the queue is full
     */
    public boolean enqueueAtOnce(String command) {
        lock.lock();
        try {
            return engine.enqueueAtOnce(command, nanoTime.getAsLong(), epochMicros());
        } finally {
            changed();
            lock.unlock();
        }
    }

    /**
     * Queues commands once, when the chip is first heard to answer; to be called before {@link #start}.
     *
     * @param commands with semicolons between them
     */
    public void bootCommands(String commands) {
        locked(() -> engine.bootCommands(commands));
    }

    /**
     * Resets the chip when the line is free.
     *
     * @return the banner it prints, null if none came within 2 s; or null instead of a future if the port is closed or a
     *     client has the line for itself
     */
    public @Nullable CompletableFuture<@Nullable String> reset() {
        CompletableFuture<@Nullable String> banner = new CompletableFuture<>();
        lock.lock();
        try {
            return engine.reset(banner::complete, nanoTime.getAsLong(), epochMicros()) ? banner : null;
        } finally {
            changed();
            lock.unlock();
        }
    }

    /**
     * Sends a command when the line is free, once.
     *
     * @return the chip's answer, null if none came within a second; or null instead of a future if the port is closed
     *     or too many commands wait
     */
    public @Nullable CompletableFuture<@Nullable String> ask(String command) {
        CompletableFuture<@Nullable String> answer = new CompletableFuture<>();
        lock.lock();
        try {
            return engine.ask(command, answer::complete, nanoTime.getAsLong(), epochMicros()) ? answer : null;
        } finally {
            changed();
            lock.unlock();
        }
    }

    /**
     * Gives {@code user} a place at the serial line, to use it as a stream of bytes. What comes from the line it gets as
     * a listener.
     */
    public LineClient connect(LineUser user) {
        return new RawLineClient(user, this::raw);
    }

    /**
     * Throws away all that {@link #connect clients} send, from now on or no more: the chip is being flashed by someone
     * else, and their {@code GW=R} would be its end.
     */
    public void holdClients(boolean hold) {
        raw((clients, now) -> clients.hold(hold, now));
    }

    /** Takes the line to flash the chip, for which {@code sentence} tells why: {@code taker} alone gets what comes. */
    public TakenLine take(LineTaker taker, String sentence) {
        taken = true;
        writer.forgetUnwritten();
        locked(() -> engine.take(taker, sentence, nanoTime.getAsLong(), epochMicros()));
        return new Taken();
    }

    /**
     * Sends nothing more to the chip, which is heard as before: queued commands are dropped and told of, further ones
     * and all bytes of {@link #connect clients} are refused.
     */
    public void silence() {
        locked(() -> engine.silence(nanoTime.getAsLong(), epochMicros()));
    }

    /** Undoes {@link #silence}. */
    public void speak() {
        locked(() -> engine.speak(nanoTime.getAsLong(), epochMicros()));
    }

    /** Renders all later lines with {@code logLine}: the user changed the time zone. */
    public void renderWith(LogLine logLine) {
        locked(() -> engine.renderWith(logLine));
    }

    /** Closes the port, lets the reset line go and ends all threads. */
    @Override
    public void close() {
        closing.countDown();
        portKeeper.close();
        Uart open = uart;
        if (open != null) {
            open.close();
        }
        threads.forEach(Thread::interrupt);
        try {
            for (Thread each : threads) {
                each.join(CLOSE_PATIENCE_MILLIS);
            }
            portKeeper.awaitEnd(CLOSE_PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ResetLine wire = resetLine;
        if (wire != null) {
            // The end of a pulse may have been cancelled with the port keeper's other tasks.
            wire.release();
        }
    }

    private void readForever() {
        int failures = 0;
        byte[] buffer = new byte[READ_BUFFER_BYTES];
        try {
            do {
                try (Uart opened = line.open()) {
                    uart = opened;
                    if (closing.getCount() == 0) {
                        return;
                    }
                    writer.forgetUnwritten();
                    locked(() -> engine.opened(nanoTime.getAsLong(), epochMicros()));
                    for (int length = opened.read(buffer); length >= 0; length = opened.read(buffer)) {
                        failures = 0;
                        received(buffer, length);
                    }
                    closed("Port " + line.name() + " is gone: is its plug still in? Opening it again");
                } catch (IOException e) {
                    closed(String.valueOf(e.getMessage()));
                } catch (RuntimeException e) {
                    Logger.error(e, "Port {} failed", line.name());
                    closed("Port " + line.name() + " failed, the log says why. Opening it again");
                } finally {
                    uart = null;
                }
            } while (!closing.await(OPEN_AGAIN_MILLIS[failures], TimeUnit.MILLISECONDS)
                    && (failures = Math.min(failures + 1, OPEN_AGAIN_MILLIS.length - 1)) >= 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void received(byte[] buffer, int length) {
        lock.lock();
        try {
            engine.received(buffer, length, nanoTime.getAsLong(), epochMicros());
            changed();
        } catch (RuntimeException e) {
            Logger.error(e, "Some bytes from {} could not be handled; the next ones will be", line.name());
        } finally {
            lock.unlock();
        }
    }

    private void closed(String problem) {
        if (closing.getCount() > 0) {
            if (!problem.equals(state().port().problem())) {
                Logger.warn("{}", problem);
            }
            locked(() -> engine.closed(problem, nanoTime.getAsLong(), epochMicros()));
        }
    }

    private void tickForever() {
        lock.lock();
        try {
            while (closing.getCount() > 0) {
                long dueNanos = tick();
                wakesAtNanos = nanoTime.getAsLong() + dueNanos;
                if (dueNanos > 0) {
                    long unused = dueEarlier.awaitNanos(dueNanos);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds until the next tick; after a failure not at once, or the log would be full of it. */
    private long tick() {
        try {
            engine.tick(nanoTime.getAsLong(), epochMicros());
            stale = true;
            return engine.dueInNanos(nanoTime.getAsLong());
        } catch (RuntimeException e) {
            Logger.error(e, "The clock of the gateway failed; it goes on");
            return GatewayEngine.SECOND_NANOS;
        }
    }

    private void raw(GatewayEngine.RawTask task) {
        locked(() -> engine.raw(task, nanoTime.getAsLong(), epochMicros()));
    }

    private void locked(Runnable task) {
        lock.lock();
        try {
            task.run();
            changed();
        } finally {
            lock.unlock();
        }
    }

    /** The state is another one now; wakes the clock if something is due before it would wake on its own. */
    private void changed() {
        stale = true;
        long now = nanoTime.getAsLong();
        if (now + engine.dueInNanos(now) - wakesAtNanos < 0) {
            dueEarlier.signal();
        }
    }

    private long epochMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, wallClock.instant());
    }

    private static Thread thread(String name, Runnable task) {
        return Thread.ofPlatform().name(name).daemon().unstarted(task);
    }

    private final class Taken implements TakenLine {

        @Override
        public void send(byte[] bytes) {
            if (!writer.offer(bytes, null)) {
                Logger.warn("{} takes no more: {} bytes of the flash are lost", line.name(), bytes.length);
            }
        }

        @Override
        public void resetLine(boolean low) {
            ResetLine wire = resetLine;
            if (wire != null) {
                portKeeper.run(low ? wire::pull : wire::release);
            }
        }

        @Override
        public void sendBreak() {
            Uart open = uart;
            if (open != null) {
                portKeeper.breakOn(open);
            }
        }

        @Override
        public boolean wired() {
            return resetLine != null;
        }

        @Override
        public void giveBack(boolean changed, String sentence) {
            taken = false;
            locked(() -> engine.giveBack(changed, sentence, nanoTime.getAsLong(), epochMicros()));
        }
    }

    private final class Outlet implements GatewayEngine.Outlet {

        @Override
        public void bytes(byte[] buffer, int length) {
            listeners.bytes(buffer, length);
        }

        @Override
        public void messages(List<Message> messages) {
            listeners.messages(messages);
        }

        @Override
        public void line(PicLine line) {
            listeners.line(line);
        }

        @Override
        public void event(GatewayEvent event) {
            if (event.kind() == GatewayEvent.Kind.SYSTEM) {
                Logger.info("{}", event.text());
            }
            listeners.event(event);
        }

        @Override
        public void send(String command) {
            write(command + "\r\n");
        }

        @Override
        public void write(byte[] bytes, LongConsumer written) {
            if (!writer.offer(bytes, written)) {
                Logger.warn("{} takes no more: {} bytes of a client are lost", line.name(), bytes.length);
                portKeeper.run(() -> raw((clients, now) -> written.accept(now)));
            }
        }

        @Override
        public boolean pulseReset() {
            ResetLine wire = resetLine;
            if (wire != null) {
                portKeeper.run(() -> portKeeper.pulse(
                        wire, () -> locked(() -> engine.resetOver(nanoTime.getAsLong(), epochMicros()))));
            }
            return wire != null;
        }

        @Override
        public void reopen() {
            portKeeper.run(() -> {
                Uart open = uart;
                if (open != null) {
                    open.close();
                }
            });
        }

        @Override
        public void reset() {
            ResetLine wire = resetLine;
            portKeeper.run(() -> {
                if (wire != null && !taken) {
                    portKeeper.pulse(wire, () -> {});
                }
                if (!taken) {
                    write("GW=R\r");
                }
            });
        }

        private void write(String text) {
            if (!writer.offer(text.getBytes(StandardCharsets.ISO_8859_1), null)) {
                Logger.warn("{} takes no more: {} is lost", line.name(), text.strip());
            }
        }
    }
}
