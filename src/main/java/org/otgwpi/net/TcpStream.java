package org.otgwpi.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** One client of a {@link TcpStreamServer}. Thread-safe. */
public final class TcpStream {
    /** One busy client must not keep the I/O thread from the others. */
    private static final int READS_PER_TURN = 4;

    private final TcpStreamServer server;
    private final long id;
    private final StreamConnection connection;
    private final String address;
    private final ConduitStreamSinkChannel sink;
    private final Deque<ByteBuffer> queue = new ArrayDeque<>();
    private final byte[] readBytes;
    private final Object lock = new Object();
    private int queuedBytes;
    private long stalledSinceNanos;
    private boolean closing;
    private boolean closed;
    private volatile boolean reading = true;
    private boolean begun;
    private boolean inputEnded;

    TcpStream(TcpStreamServer server, long id, StreamConnection connection) {
        this.server = server;
        this.id = id;
        this.connection = connection;
        this.address = address(connection);
        this.sink = connection.getSinkChannel();
        this.readBytes = new byte[server.options().readBytes()];
        sink.setWriteListener(channel -> writable());
    }

    /** Counts up from 1 in each server. */
    public long id() {
        return id;
    }

    /** Where it connects from, without the port. */
    public String address() {
        return address;
    }

    private static String address(StreamConnection connection) {
        return connection.getPeerAddress() instanceof InetSocketAddress peer && peer.getAddress() != null
                ? peer.getAddress().getHostAddress()
                : "an unknown place";
    }

    void begin() {
        connection.getSourceChannel().setReadListener(this::readable);
        synchronized (lock) {
            begun = true;
            setReading(reading);
        }
    }

    /** Sends the first {@code length} of {@code bytes}, which are copied if they have to wait. */
    public void send(byte[] bytes, int length) {
        boolean stalled;
        synchronized (lock) {
            if (closed || closing) {
                return;
            }
            boolean waited = !queue.isEmpty();
            ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, length);
            try {
                if (!waited) {
                    sink.write(buffer);
                }
            } catch (IOException e) {
                cut();
                return;
            }
            if (buffer.hasRemaining()) {
                keep(buffer);
            }
            stalled = !waited && !queue.isEmpty();
        }
        if (stalled) {
            server.stalled();
        }
    }

    private void keep(ByteBuffer buffer) {
        if (queuedBytes + buffer.remaining() > server.options().queueBytes()) {
            drop(queuedBytes + " bytes wait for it");
            return;
        }
        if (queue.isEmpty()) {
            stalledSinceNanos = server.nanoTime();
            sink.resumeWrites();
        }
        queuedBytes += buffer.remaining();
        queue.add(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
    }

    private void writable() {
        synchronized (lock) {
            try {
                while (!closed && !queue.isEmpty()) {
                    ByteBuffer next = queue.element();
                    int written = sink.write(next);
                    if (written > 0) {
                        queuedBytes -= written;
                        stalledSinceNanos = server.nanoTime();
                    }
                    if (next.hasRemaining()) {
                        return;
                    }
                    queue.remove();
                }
                sink.suspendWrites();
                if (closing) {
                    cut();
                }
            } catch (IOException e) {
                cut();
            }
        }
    }

    private void readable(ConduitStreamSourceChannel source) {
        ByteBuffer buffer = server.worker().readBuffer();
        try {
            for (int i = 0; i < READS_PER_TURN && reading; i++) {
                buffer.clear().limit(Math.min(readBytes.length, buffer.capacity()));
                int length = source.read(buffer);
                if (length < 0) {
                    endInput();
                    server.handler().ended(this);
                    return;
                }
                if (length == 0) {
                    return;
                }
                buffer.flip().get(readBytes, 0, length);
                server.handler().received(this, readBytes, length);
            }
        } catch (IOException e) {
            cut();
        }
    }

    private void endInput() {
        synchronized (lock) {
            inputEnded = true;
            setReading(false);
        }
    }

    /** Reads no more from the client until {@link #resumeReading}: TCP makes it wait. */
    public void pauseReading() {
        setReading(false);
    }

    /** Goes on after {@link #pauseReading}. */
    public void resumeReading() {
        setReading(true);
    }

    private void setReading(boolean wanted) {
        synchronized (lock) {
            reading = wanted;
            if (closed) {
                return;
            }
            if (wanted && begun && !inputEnded) {
                connection.getSourceChannel().resumeReads();
            } else {
                connection.getSourceChannel().suspendReads();
            }
        }
    }

    /** Ends the connection when the client has taken what was sent to it, or stalls. */
    public void close() {
        synchronized (lock) {
            closing = true;
            if (queue.isEmpty()) {
                cut();
            }
        }
    }

    /** Ends the connection at once. */
    void cut() {
        synchronized (lock) {
            if (closed) {
                return;
            }
            closed = true;
            queue.clear();
            queuedBytes = 0;
            server.departed(this);
            IoUtils.safeClose(connection);
        }
    }

    private void drop(String why) {
        Logger.warn("Client {} of port {} does not take its bytes and was dropped: {}", address, server.port(), why);
        cut();
    }

    void tick(long nowNanos) {
        synchronized (lock) {
            if (!queue.isEmpty() && dueInNanos(nowNanos) == 0) {
                drop("none for " + server.options().stallMillis() / 1000 + " s");
            }
        }
    }

    /** Nanoseconds until {@link #tick} has something to do. */
    long dueInNanos(long nowNanos) {
        synchronized (lock) {
            long limit = TimeUnit.MILLISECONDS.toNanos(server.options().stallMillis());
            return queue.isEmpty() ? Ticking.NEVER : Math.max(0, stalledSinceNanos + limit - nowNanos);
        }
    }
}
