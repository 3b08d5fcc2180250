package org.otgwpi.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** Connects a {@link WebSocketClient} with a TCP connection of XNIO. */
final class XnioTransport implements Transport {
    /** One busy client must not keep the I/O thread from the others. */
    private static final int READS_PER_TURN = 4;

    private final StreamConnection connection;
    private final ConduitStreamSinkChannel sink;
    private final IoWorker worker;
    private volatile @Nullable WebSocketClient client;
    private volatile boolean paused;

    XnioTransport(StreamConnection connection, IoWorker worker) {
        this.connection = connection;
        this.sink = connection.getSinkChannel();
        this.worker = worker;
        sink.setWriteListener(channel -> writable());
    }

    /** Begins reading for {@code newClient}; on the I/O thread. */
    void attach(WebSocketClient newClient) {
        client = newClient;
        ConduitStreamSourceChannel source = connection.getSourceChannel();
        source.setReadListener(this::readable);
        source.wakeupReads();
    }

    private void writable() {
        WebSocketClient current = client;
        if (current != null) {
            current.writable();
        }
    }

    private void readable(ConduitStreamSourceChannel source) {
        WebSocketClient current = client;
        if (current == null) {
            return;
        }
        ByteBuffer buffer = worker.readBuffer();
        try {
            for (int i = 0; i < READS_PER_TURN && !paused; i++) {
                buffer.clear();
                int n = source.read(buffer);
                if (n < 0) {
                    current.peerGone();
                    return;
                }
                if (n == 0) {
                    return;
                }
                current.received(buffer.flip(), worker.replies());
            }
        } catch (IOException e) {
            current.peerGone();
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return sink.write(bytes);
    }

    @Override
    public void awaitWritable(boolean wanted) {
        if (wanted) {
            sink.resumeWrites();
        } else {
            sink.suspendWrites();
        }
    }

    @Override
    public void pauseReading(boolean wanted) {
        if (wanted == paused) {
            return;
        }
        paused = wanted;
        ConduitStreamSourceChannel source = connection.getSourceChannel();
        if (wanted) {
            source.suspendReads();
        } else {
            source.wakeupReads();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        sink.shutdownWrites();
        sink.flush();
    }

    @Override
    public void close() {
        IoUtils.safeClose(connection);
    }
}
