package org.otgwpi.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a {@link WebSocketHub}. What is sent to it is written at once by the sending thread if the
 * connection takes it, and queued within the hub's limits if not. Thread-safe; its lock is taken after the hub's.
 */
public final class WebSocketClient {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long CLOSE_FRAME_NANOS = 2_000 * NANOS_PER_MILLI;
    /** After our FIN what still arrives is read and thrown away, or TCP would reset the last frame out of existence. */
    private static final long LINGER_NANOS = 1_000 * NANOS_PER_MILLI;

    /** A frame that makes no progress for longer than this breaks the protocol (otgw-http-ws 2.9). */
    private static final long FRAME_STALL_NANOS = 5_001 * NANOS_PER_MILLI;

    private static final int LINGER_BYTES = 256 * 1024;
    private static final int REPLIES_PER_WRITE = 64;
    private static final byte[] PING = {(byte) 0x89, 0};
    private static final byte[] EMPTY = {};

    private enum State {
        OPEN,
        CLOSING,
        LINGERING,
        CLOSED
    }

    private final WebSocketHub hub;
    private final long id;
    private final String address;
    private final Transport transport;
    private final FrameQueue queue;
    private final @Nullable LifeSigns heartbeat;
    private final FrameParser parser;
    private final Object lock = new Object();

    private volatile State state = State.OPEN;
    private Departure departure = Departure.LOST;
    private boolean blocked;
    private long blockedSinceNanos;
    private long closeByNanos;
    private boolean insideFrame;
    private long lastBytesNanos;
    private volatile long dueNanos;

    private int discarded;
    private @Nullable FrameBatch replies;
    private int answerToClose;
    private Departure reasonToClose = Departure.CLOSED_BY_CLIENT;

    /** Whether the hub counts it; under the hub's lock. */
    boolean counted;

    WebSocketClient(WebSocketHub hub, long id, String address, Transport transport, @Nullable LifeSigns heartbeat) {
        HubOptions options = hub.options();
        this.hub = hub;
        this.id = id;
        this.address = address;
        this.transport = transport;
        this.heartbeat = heartbeat;
        this.queue = new FrameQueue(options.queueFrames(), options.queueBytes());
        this.parser = new FrameParser(options.maxMessageBytes(), options.deliverMessages(), new Inbound());
    }

    /** Counts up from 1 in each hub, refused clients included. */
    public long id() {
        return id;
    }

    /** Where it connects from. */
    public String address() {
        return address;
    }

    /** Sends one text to this client alone. */
    public void send(byte[] utf8) {
        hub.sendTo(this, Opcode.TEXT, utf8);
    }

    /** Sends one binary message to this client alone. */
    public void sendBinary(byte[] payload) {
        hub.sendTo(this, Opcode.BINARY, payload);
    }

    /** Sends an empty ping. */
    public void ping() {
        hub.sendTo(this, Opcode.PING, EMPTY);
    }

    /** Sends a pong that nobody asked for. */
    public void pong(byte[] payload) {
        hub.sendTo(this, Opcode.PONG, payload);
    }

    /** Closes it with a close frame; {@link CloseCode#NONE_RECEIVED} leaves the code out. */
    public void close(int code) {
        close(WebSocketHub.farewell(null, code), Departure.CLOSED_BY_US);
    }

    /** The first bytes: the rest of the handshake and what the client gets at once. */
    void open(byte[] handshake, FrameBatch first) {
        ByteBuffer bytes = ByteBuffer.allocate(handshake.length + first.size());
        bytes.put(handshake).put(first.view(0, first.size())).flip();
        synchronized (lock) {
            try {
                transport.write(bytes);
                if (bytes.hasRemaining()) {
                    queue.begin(bytes);
                    block();
                }
            } catch (IOException e) {
                abortLocked(Departure.LOST);
            }
            updateDue();
        }
    }

    /**
     * Sends encoded frames. Called by the publishing thread; allocates nothing while the connection takes
     * them. {@code false} if the connection turned out to be broken.
     */
    boolean deliver(FrameBatch batch) {
        synchronized (lock) {
            if (state != State.OPEN) {
                return true;
            }
            int written = 0;
            if (queue.isEmpty()) {
                ByteBuffer bytes = batch.view(0, batch.size());
                try {
                    transport.write(bytes);
                } catch (IOException e) {
                    abortLocked(Departure.LOST);
                    return false;
                }
                if (!bytes.hasRemaining()) {
                    return true;
                }
                written = bytes.position();
            }
            keep(batch, written);
            return true;
        }
    }

    private void keep(FrameBatch batch, int written) {
        for (int i = 0; i < batch.count(); i++) {
            if (batch.end(i) <= written) {
                continue;
            }
            if (batch.start(i) < written) {
                queue.begin(batch.view(written, batch.end(i)));
            } else {
                queue.offer(batch.view(batch.start(i), batch.end(i)));
            }
        }
        block();
    }

    private void block() {
        if (!blocked && !queue.isEmpty()) {
            blocked = true;
            blockedSinceNanos = hub.nanoTime();
            transport.awaitWritable(true);
            if (hub.options().deliverMessages() && state == State.OPEN) {
                transport.pauseReading(true);
            }
            updateDue();
            hub.dueMoved();
        }
    }

    /** The connection takes bytes again. */
    void writable() {
        synchronized (lock) {
            if (state == State.OPEN || state == State.CLOSING) {
                try {
                    if (queue.drainTo(transport)) {
                        blocked = false;
                        transport.awaitWritable(false);
                        transport.pauseReading(false);
                        if (state == State.CLOSING) {
                            linger();
                        }
                        updateDue();
                    }
                } catch (IOException e) {
                    abortLocked(Departure.LOST);
                }
            } else {
                transport.awaitWritable(false);
            }
        }
        if (state != State.OPEN) {
            hub.departed(this);
        }
    }

    /** Bytes came; on the I/O thread. {@code buffer} gathers the answers of one call. */
    void received(ByteBuffer bytes, FrameBatch buffer) {
        if (state == State.OPEN) {
            buffer.clear();
            replies = buffer;
            parser.feed(bytes);
            flushReplies();
            replies = null;
            noteProgress();
            if (answerToClose != 0) {
                close(WebSocketHub.farewell(null, answerToClose), reasonToClose);
            }
        }
        discarded += bytes.remaining();
        bytes.position(bytes.limit());
        if (discarded > LINGER_BYTES) {
            abort(departure);
        }
    }

    private void noteProgress() {
        boolean inside = parser.isInsideFrame();
        boolean began;
        synchronized (lock) {
            if (!inside && !insideFrame) {
                return;
            }
            began = inside && !insideFrame;
            insideFrame = inside;
            lastBytesNanos = hub.nanoTime();
            updateDue();
        }
        if (began) {
            hub.rearm();
        }
    }

    private void flushReplies() {
        FrameBatch batch = replies;
        if (batch != null && !batch.isEmpty()) {
            boolean alive = deliver(batch);
            batch.clear();
            if (!alive) {
                hub.departed(this);
            }
        }
    }

    /** The peer ended its side or the connection broke. */
    void peerGone() {
        abort(state == State.OPEN ? Departure.LOST : departure);
    }

    /** Sends {@code farewell}, which ends with a close frame, and ends the connection behind it. */
    void close(byte[] farewell, Departure why) {
        synchronized (lock) {
            if (state != State.OPEN) {
                return;
            }
            state = State.CLOSING;
            departure = why;
            closeByNanos = hub.nanoTime() + CLOSE_FRAME_NANOS;
            transport.pauseReading(false);
            try {
                sendWhole(ByteBuffer.wrap(farewell));
                if (queue.isEmpty()) {
                    linger();
                }
            } catch (IOException e) {
                abortLocked(why);
            }
            updateDue();
        }
        hub.departed(this);
        hub.rearm();
    }

    private void linger() throws IOException {
        transport.shutdownOutput();
        state = State.LINGERING;
        closeByNanos = hub.nanoTime() + LINGER_NANOS;
        if (hub.isCrowded()) {
            abortLocked(departure);
        }
    }

    /** Closes the TCP connection without a close frame. */
    void abort(Departure why) {
        synchronized (lock) {
            abortLocked(state == State.OPEN ? why : departure);
        }
        hub.departed(this);
    }

    private void abortLocked(Departure why) {
        departure = why;
        state = State.CLOSED;
        transport.close();
    }

    /** One pass of the timers. */
    void tick(long nowNanos) {
        if (nowNanos - dueNanos < 0) {
            return;
        }
        boolean stalled = false;
        synchronized (lock) {
            switch (state) {
                case OPEN -> {
                    stalled = insideFrame && nowNanos - lastBytesNanos >= FRAME_STALL_NANOS;
                    tickOpen(nowNanos);
                }
                case CLOSING, LINGERING -> {
                    if (nowNanos - closeByNanos >= 0) {
                        abortLocked(departure);
                    }
                }
                case CLOSED -> {
                    // the hub forgets it below
                }
            }
            updateDue();
        }
        if (stalled) {
            close(WebSocketHub.farewell(null, CloseCode.PROTOCOL_ERROR), Departure.BROKE_PROTOCOL);
        }
        if (state != State.OPEN) {
            hub.departed(this);
        }
    }

    private void tickOpen(long nowNanos) {
        if (blocked && nowNanos - blockedSinceNanos >= hub.options().blockedLimitMillis() * NANOS_PER_MILLI) {
            abortLocked(Departure.BLOCKED);
        } else if (heartbeat != null) {
            switch (heartbeat.tick(nowNanos, true)) {
                case PING -> sendPing();
                case DROP -> abortLocked(Departure.SILENT);
                case NONE -> {
                    // not due yet
                }
            }
        }
    }

    private void sendPing() {
        try {
            sendWhole(ByteBuffer.wrap(PING));
        } catch (IOException e) {
            abortLocked(Departure.LOST);
        }
    }

    private void sendWhole(ByteBuffer frame) throws IOException {
        if (queue.isEmpty()) {
            transport.write(frame);
        }
        if (frame.hasRemaining()) {
            if (frame.position() > 0) {
                queue.begin(frame);
            } else {
                queue.offer(frame);
            }
            block();
        }
    }

    private void updateDue() {
        long now = hub.nanoTime();
        long due = Long.MAX_VALUE / 2;
        if (state != State.OPEN) {
            due = Math.max(0, closeByNanos - now);
        } else {
            if (heartbeat != null) {
                due = heartbeat.dueInNanos(now);
            }
            if (insideFrame) {
                due = Math.min(due, Math.max(0, lastBytesNanos + FRAME_STALL_NANOS - now));
            }
            if (blocked) {
                long limit = hub.options().blockedLimitMillis() * NANOS_PER_MILLI;
                due = Math.min(due, Math.max(0, blockedSinceNanos + limit - now));
            }
        }
        dueNanos = now + due;
    }

    /** When {@link #tick} has something to do. */
    long dueNanos() {
        return dueNanos;
    }

    boolean isOpen() {
        return state == State.OPEN;
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    Departure departure() {
        synchronized (lock) {
            return departure;
        }
    }

    int bytesQueued() {
        synchronized (lock) {
            return queue.bytes();
        }
    }

    int mostBytesQueued() {
        synchronized (lock) {
            return queue.mostBytes();
        }
    }

    long framesLost() {
        synchronized (lock) {
            return queue.lost();
        }
    }

    /** What the parser finds, on the I/O thread. */
    private final class Inbound implements FrameSink {
        @Override
        public void message(boolean text, byte[] payload) {
            if (hub.options().deliverMessages() && state == State.OPEN) {
                flushReplies();
                hub.listener().message(WebSocketClient.this, text, payload);
            }
        }

        @Override
        public void ping(byte[] payload) {
            FrameBatch batch = replies;
            if (batch != null) {
                batch.add(Opcode.PONG, payload);
                if (batch.count() == REPLIES_PER_WRITE) {
                    flushReplies();
                }
            }
        }

        @Override
        public void pong(byte[] payload) {
            synchronized (lock) {
                if (heartbeat != null) {
                    heartbeat.pong(hub.nanoTime());
                    updateDue();
                }
            }
            if (hub.options().deliverMessages() && state == State.OPEN) {
                flushReplies();
                hub.listener().pong(WebSocketClient.this, payload);
            }
        }

        @Override
        public void close(int code) {
            answerToClose = hub.options().closeReply().to(code);
        }

        @Override
        public void fail(int code) {
            answerToClose = code;
            reasonToClose = Departure.BROKE_PROTOCOL;
        }
    }
}
