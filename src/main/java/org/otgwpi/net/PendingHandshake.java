package org.otgwpi.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.IoUtils;
import org.xnio.StreamConnection;
import org.xnio.conduits.ConduitStreamSinkChannel;
import org.xnio.conduits.ConduitStreamSourceChannel;

/** One connection of port 81 from accept to the end of its handshake. Reads on the I/O thread. */
final class PendingHandshake {
    private static final int LONGEST_REQUEST = 16 * 1024;
    private static final int LINGER_BYTES = 64 * 1024;

    private final WebSocketListener listener;
    private final StreamConnection connection;
    private final LifeSigns heartbeat;
    private final HandshakeParser parser = new HandshakeParser(LONGEST_REQUEST);
    private int discarded;

    PendingHandshake(WebSocketListener listener, StreamConnection connection, long acceptedNanos) {
        this.listener = listener;
        this.connection = connection;
        LifeSigns.Rule rule = listener.hub().options().heartbeat();
        this.heartbeat = (rule == null ? HeartbeatTiming.GATEWAY : rule).begin(acceptedNanos);
    }

    void begin() {
        ConduitStreamSourceChannel source = connection.getSourceChannel();
        source.setReadListener(this::readable);
        source.resumeReads();
    }

    private void readable(ConduitStreamSourceChannel source) {
        ByteBuffer buffer = listener.worker().readBuffer().clear();
        try {
            int n = source.read(buffer);
            if (n < 0) {
                end();
            } else if (n > 0) {
                parse(buffer.flip());
            }
        } catch (IOException e) {
            end();
        }
    }

    private void parse(ByteBuffer bytes) throws IOException {
        switch (parser.feed(bytes)) {
            case INCOMPLETE -> {
                // the rest is still on its way
            }
            case VALID -> upgrade(bytes);
            case INVALID -> refuse();
        }
    }

    private void upgrade(ByteBuffer rest) {
        listener.forget(this);
        XnioTransport transport = new XnioTransport(connection, listener.worker());
        byte[] answer = HandshakeAnswer.accepted(parser.key(), parser.protocolOffered());
        WebSocketClient client =
                listener.hub().accept(transport, String.valueOf(connection.getPeerAddress()), answer, heartbeat);
        if (rest.hasRemaining()) {
            client.received(rest, listener.worker().replies());
        }
        transport.attach(client);
    }

    /** Answers 400 and reads on until the client closes, or TCP would reset the answer out of existence. */
    private void refuse() throws IOException {
        ConduitStreamSinkChannel sink = connection.getSinkChannel();
        sink.write(ByteBuffer.wrap(HandshakeAnswer.refused()));
        sink.shutdownWrites();
        sink.flush();
        connection.getSourceChannel().setReadListener(this::discard);
        connection.getSourceChannel().wakeupReads();
    }

    private void discard(ConduitStreamSourceChannel source) {
        ByteBuffer buffer = listener.worker().readBuffer().clear();
        try {
            int n = source.read(buffer);
            discarded += Math.max(n, 0);
            if (n < 0 || discarded > LINGER_BYTES) {
                end();
            }
        } catch (IOException e) {
            end();
        }
    }

    private void end() {
        cut();
        listener.forget(this);
    }

    void cut() {
        IoUtils.safeClose(connection);
    }

    /** One pass of the timers; {@code true} if the connection was closed. */
    boolean tick(long nowNanos) {
        boolean drop = heartbeat.tick(nowNanos, false) == Heartbeat.Action.DROP;
        if (drop) {
            cut();
        }
        return drop;
    }

    long dueInNanos(long nowNanos) {
        return heartbeat.dueInNanos(nowNanos);
    }
}
