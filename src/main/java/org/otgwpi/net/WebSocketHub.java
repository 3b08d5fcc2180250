package org.otgwpi.net;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Sends what happens to every connected WebSocket client. A message is encoded once; the publishing thread writes it
 * to each client without blocking, messages given together in one write. A client that cannot take it queues a
 * little, then loses its oldest frames, then is dropped; the others notice nothing.
 *
 * <p>Thread-safe. Locks are taken caller, hub, client, never the other way.
 */
public final class WebSocketHub implements Ticking {
    private static final int BATCH_BYTES = 32 * 1024;
    private static final int MOST_LINGERING = 64;
    private static final byte[] EMPTY = {};
    private static final WebSocketClient[] NOBODY = {};

    private final HubOptions options;
    private final IntSupplier maxClients;
    private final HubListener listener;
    private final LongSupplier nanoTime;
    private final byte @Nullable [] keepalive;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final FrameBatch batch = new FrameBatch(BATCH_BYTES);

    private volatile WebSocketClient[] clients = NOBODY;
    private volatile int open;
    private volatile long lastKeepaliveNanos;
    private volatile boolean logPaused;
    private volatile int refusal;
    private boolean closed;
    private volatile boolean dueMoved;
    private volatile @Nullable TickTimer timer;

    private long lastId;
    private long accepted;
    private long refused;
    private long published;
    private long lostByDeparted;
    private long mostQueued;
    private final Map<Departure, Long> departures = new EnumMap<>(Departure.class);

    /**
     * @param maxClients how many clients may be connected, asked at each accept; 0 = no limit
     * @param listener what is told of clients and their messages
     * @param nanoTime monotonic nanoseconds
     */
    public WebSocketHub(HubOptions options, IntSupplier maxClients, HubListener listener, LongSupplier nanoTime) {
        this.options = options;
        this.maxClients = maxClients;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.keepalive =
                options.keepalive() == null ? null : options.keepalive().getBytes(StandardCharsets.UTF_8);
        this.lastKeepaliveNanos = nanoTime.getAsLong();
    }

    /** Lets the I/O thread drive the timers. Without it {@link #tick} must be called by hand. */
    public void start(IoWorker worker) {
        TickTimer ticks = new TickTimer(worker.ioThread(), nanoTime, this);
        timer = ticks;
        ticks.rearm();
    }

    /** Sends one text to everyone. */
    public void publish(byte[] utf8) {
        publish(List.of(utf8));
    }

    /** Sends several texts to everyone, in one write per client. */
    public void publish(List<byte[]> utf8) {
        lock.lock();
        try {
            if (open > 0) {
                fanOut(utf8);
            }
        } finally {
            lock.unlock();
        }
        rearmIfMoved();
    }

    /** Like {@link #publish(List)}, for what {@link #pauseLog} silences. */
    public void publishLog(List<byte[]> utf8) {
        if (!logPaused) {
            publish(utf8);
        }
    }

    /** Runs {@code action} so that no client is accepted and nothing else is published in between. */
    public void inOrder(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
        rearmIfMoved();
    }

    private void fanOut(List<byte[]> messages) {
        batch.clear();
        for (int i = 0; i < messages.size(); i++) {
            byte[] message = messages.get(i);
            if (!batch.isEmpty() && !batch.fits(message.length)) {
                deliver();
                batch.clear();
            }
            batch.add(Opcode.TEXT, message);
        }
        if (!batch.isEmpty()) {
            deliver();
        }
        published += messages.size();
    }

    private void deliver() {
        WebSocketClient[] all = clients;
        boolean broken = false;
        for (WebSocketClient client : all) {
            broken |= !client.deliver(batch);
        }
        if (broken) {
            for (WebSocketClient client : all) {
                if (client.isClosed()) {
                    departed(client);
                }
            }
        }
    }

    void sendTo(WebSocketClient client, Opcode opcode, byte[] payload) {
        lock.lock();
        try {
            batch.clear();
            batch.add(opcode, payload);
            if (!client.deliver(batch)) {
                departed(client);
            }
        } finally {
            lock.unlock();
        }
        rearmIfMoved();
    }

    /** Silences {@link #publishLog}; everything else goes on. */
    public void pauseLog() {
        logPaused = true;
    }

    /** Undoes {@link #pauseLog}. */
    public void resumeLog() {
        logPaused = false;
    }

    /** From now on new clients get a close frame with {@code code} right after their handshake. */
    public void refuseNew(int code) {
        refusal = code;
    }

    /** Undoes {@link #refuseNew}. */
    public void accept() {
        refusal = 0;
    }

    /**
     * Ends: everyone gets {@code lastMessage} (if any) and a close frame with {@code code}. Waits until all are gone,
     * at most until {@code deadline}, then cuts the rest. Not to be called on the I/O thread.
     */
    public void close(int code, byte @Nullable [] lastMessage, Duration deadline) {
        lock.lock();
        try {
            closed = true;
            refusal = code;
            byte[] farewell = farewell(lastMessage, code);
            for (WebSocketClient client : clients) {
                client.close(farewell, Departure.CLOSED_BY_US);
            }
            rearmIfMoved();
            long leftNanos = deadline.toNanos();
            while (clients.length > 0 && leftNanos > 0) {
                leftNanos = left.awaitNanos(leftNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            for (WebSocketClient client : clients) {
                client.abort(Departure.CLOSED_BY_US);
            }
            lock.unlock();
        }
        TickTimer ticks = timer;
        if (ticks != null) {
            ticks.stop();
        }
    }

    /** An optional text frame and a close frame, encoded; {@link CloseCode#NONE_RECEIVED} leaves the code out. */
    static byte[] farewell(byte @Nullable [] lastMessage, int code) {
        FrameBatch frames = new FrameBatch(lastMessage == null ? 16 : lastMessage.length + 32);
        if (lastMessage != null) {
            frames.add(Opcode.TEXT, lastMessage);
        }
        if (code == CloseCode.NONE_RECEIVED) {
            frames.add(Opcode.CLOSE, EMPTY);
        } else {
            frames.addClose(code);
        }
        byte[] bytes = new byte[frames.size()];
        frames.view(0, frames.size()).get(bytes);
        return bytes;
    }

    /** Whether as many clients are connected as may be. */
    public boolean isFull() {
        int limit = maxClients.getAsInt();
        return limit > 0 && open >= limit;
    }

    /**
     * Takes over a connection whose handshake is complete.
     *
     * @param answer bytes to send first
     * @param heartbeat the one that runs since the TCP accept; {@code null} starts a new one if the options want it
     */
    WebSocketClient accept(Transport transport, String address, byte[] answer, @Nullable LifeSigns heartbeat) {
        LifeSigns beat = heartbeat;
        if (options.heartbeat() == null) {
            beat = null;
        } else if (beat == null) {
            beat = options.heartbeat().begin(nanoTime.getAsLong());
        }
        WebSocketClient client;
        lock.lock();
        try {
            client = new WebSocketClient(this, ++lastId, address, transport, beat);
            boolean refuse = refusal != 0 || isFull() || closed;
            int code = refusal == 0 ? CloseCode.NORMAL : refusal;
            add(client);
            if (refuse) {
                refused++;
                welcome(client, answer, List.of());
                client.close(code);
            } else {
                accepted++;
                client.counted = true;
                countOpen(1);
                welcome(client, answer, listener.opened(client));
                keepAlive(nanoTime.getAsLong());
            }
            if (client.isClosed()) {
                departed(client);
            }
        } finally {
            lock.unlock();
        }
        rearm();
        return client;
    }

    private void welcome(WebSocketClient client, byte[] answer, List<byte[]> greeting) {
        FrameBatch first = new FrameBatch(64);
        if (options.pingAtOnce()) {
            first.add(Opcode.PING, EMPTY);
        }
        for (byte[] text : greeting) {
            first.add(Opcode.TEXT, text);
        }
        client.open(answer, first);
    }

    /** Only under the lock; read without it. */
    private void countOpen(int change) {
        int now = open + change;
        open = now;
    }

    private void add(WebSocketClient client) {
        WebSocketClient[] more = Arrays.copyOf(clients, clients.length + 1);
        more[clients.length] = client;
        clients = more;
    }

    /** A client is closing or closed; may be told more than once. */
    void departed(WebSocketClient client) {
        lock.lock();
        try {
            if (client.counted) {
                client.counted = false;
                countOpen(-1);
                Departure why = client.departure();
                departures.merge(why, 1L, Long::sum);
                listener.closed(client, why);
                if (why == Departure.BLOCKED) {
                    Logger.warn(
                            "{}: dropped the client at {}: it took nothing for {} ms",
                            options.name(),
                            client.address(),
                            options.blockedLimitMillis());
                }
            }
            if (client.isClosed()) {
                remove(client);
            }
        } finally {
            lock.unlock();
        }
    }

    private void remove(WebSocketClient client) {
        WebSocketClient[] all = clients;
        for (int i = 0; i < all.length; i++) {
            if (all[i] == client) {
                WebSocketClient[] fewer = Arrays.copyOf(all, all.length - 1);
                System.arraycopy(all, i + 1, fewer, i, fewer.length - i);
                clients = fewer;
                lostByDeparted += client.framesLost();
                mostQueued = Math.max(mostQueued, client.mostBytesQueued());
                left.signalAll();
                return;
            }
        }
    }

    @Override
    public void tick(long nowNanos) {
        for (WebSocketClient client : clients) {
            client.tick(nowNanos);
        }
        lock.lock();
        try {
            keepAlive(nowNanos);
        } finally {
            lock.unlock();
        }
    }

    private void keepAlive(long nowNanos) {
        if (keepalive != null && open > 0 && keepaliveDueIn(nowNanos) <= 0) {
            lastKeepaliveNanos = nowNanos;
            fanOut(List.of(keepalive));
        }
    }

    private long keepaliveDueIn(long nowNanos) {
        return lastKeepaliveNanos + TimeUnit.MILLISECONDS.toNanos(options.keepaliveIntervalMillis()) - nowNanos;
    }

    @Override
    public long dueInNanos(long nowNanos) {
        long due = NEVER;
        for (WebSocketClient client : clients) {
            due = Math.min(due, client.dueNanos() - nowNanos);
        }
        if (keepalive != null && open > 0) {
            due = Math.min(due, keepaliveDueIn(nowNanos));
        }
        return Math.max(0, due);
    }

    /** The counters now. */
    public HubStatistics statistics() {
        lock.lock();
        try {
            long queued = 0;
            long most = mostQueued;
            long lost = lostByDeparted;
            for (WebSocketClient client : clients) {
                queued += client.bytesQueued();
                most = Math.max(most, client.mostBytesQueued());
                lost += client.framesLost();
            }
            return new HubStatistics(open, accepted, refused, Map.copyOf(departures), queued, most, lost, published);
        } finally {
            lock.unlock();
        }
    }

    /** How many clients are connected. */
    public int clients() {
        return open;
    }

    HubOptions options() {
        return options;
    }

    HubListener listener() {
        return listener;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** Whether too many connections are on their way out to let one more of them linger. */
    boolean isCrowded() {
        return clients.length - open > MOST_LINGERING;
    }

    /** A client's next due time came nearer. */
    void dueMoved() {
        dueMoved = true;
    }

    private void rearmIfMoved() {
        if (dueMoved) {
            rearm();
        }
    }

    /** Looks again when something is due. */
    void rearm() {
        dueMoved = false;
        TickTimer ticks = timer;
        if (ticks != null) {
            ticks.rearm();
        }
    }
}
