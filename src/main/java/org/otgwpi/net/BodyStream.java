package org.otgwpi.net;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/**
 * Reads a request body of any size piece by piece. Each piece is handed to a sink on a thread that may wait; no thread
 * waits for the network. Made for one request.
 */
public final class BodyStream {
    private static final int PIECE_BYTES = 32 * 1024;

    /** Takes the body. Its methods are called one after the other, never at the same time. */
    public interface Sink {
        /** The next piece; all of it must be taken. */
        void bytes(ByteBuffer piece) throws Exception;

        /** The body is complete: the place to answer. */
        void end() throws Exception;

        /** The connection broke, the client fell silent, or another method threw. The last call: clean up, answer. */
        void failed(Exception cause);
    }

    private final HttpServerExchange exchange;
    private final Sink sink;
    private final long silenceMillis;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    private final StreamSourceChannel channel;
    private XnioExecutor.@Nullable Key silence;

    private BodyStream(HttpServerExchange exchange, Sink sink, long silenceMillis) {
        this.exchange = exchange;
        this.sink = sink;
        this.silenceMillis = silenceMillis;
        this.channel = exchange.getRequestChannel();
    }

    /**
     * Begins to read; to be called once, by a handler. Returns at once.
     *
     * @param silenceMillis how long the client may send nothing
     */
    public static void receive(HttpServerExchange exchange, Sink sink, long silenceMillis) {
        BodyStream stream = new BodyStream(exchange, sink, silenceMillis);
        exchange.dispatch(exchange.getIoThread(), stream::start);
    }

    private void start() {
        channel.getReadSetter().set(readable -> read());
        read();
    }

    private void read() {
        if (silence != null) {
            silence.remove();
            silence = null;
        }
        int count;
        try {
            count = channel.read(piece);
        } catch (IOException e) {
            work(() -> sink.failed(e));
            return;
        }
        if (count == 0) {
            silence = exchange.getIoThread().executeAfter(this::giveUp, silenceMillis, TimeUnit.MILLISECONDS);
            channel.resumeReads();
            return;
        }
        channel.suspendReads();
        work(count < 0 ? this::finish : this::take);
    }

    private void giveUp() {
        IoUtils.safeClose(exchange.getConnection());
        work(() -> sink.failed(new IOException("The client sent nothing for " + silenceMillis + " ms")));
    }

    private void take() {
        try {
            piece.flip();
            sink.bytes(piece);
            piece.clear();
        } catch (Exception e) {
            sink.failed(e);
            return;
        }
        exchange.getIoThread().execute(this::read);
    }

    private void finish() {
        try {
            sink.end();
        } catch (Exception e) {
            sink.failed(e);
        }
    }

    private void work(Runnable task) {
        try {
            exchange.getConnection().getWorker().execute(task);
        } catch (RejectedExecutionException e) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }
}
