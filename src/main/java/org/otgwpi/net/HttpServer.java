package org.otgwpi.net;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.handlers.HttpContinueReadHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.xnio.Options;

/**
 * An HTTP server. Handlers run on the I/O thread and see the path as the client sent it (getRequestURI), any method
 * and any host name; what blocks must dispatch. Adds no Server and no Date header.
 */
public final class HttpServer {
    private static final int BUFFER_BYTES = 4 * 1024;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final int DEFAULT_TIMEOUT_MILLIS = 5_000;

    /** The last resort against peers that stop in the middle; longer than any handler works without a byte. */
    private static final int IDLE_MILLIS = 300_000;

    private static final int BACKLOG = 1024;

    private final IoWorker worker;
    private final HttpHandler root;
    private final int timeoutMillis;
    private final int idleMillis;
    private @Nullable Undertow undertow;

    public HttpServer(IoWorker worker, HttpHandler root) {
        this(worker, root, DEFAULT_TIMEOUT_MILLIS, IDLE_MILLIS);
    }

    /**
     * @param timeoutMillis how long a request line with its headers, or the next request, may take
     * @param idleMillis how long a connection may stand still in the middle of a request or an answer
     */
    HttpServer(IoWorker worker, HttpHandler root, int timeoutMillis, int idleMillis) {
        this.worker = worker;
        this.root = root;
        this.timeoutMillis = timeoutMillis;
        this.idleMillis = idleMillis;
    }

    /**
     * Opens the port.
     *
     * @param address where to listen; port 0 takes any free one
     * @return the port it listens on
     * @throws IOException if the port is taken or needs a permission; the message says what to do
     */
    public int start(InetSocketAddress address) throws IOException {
        Undertow server = Undertow.builder()
                .setWorker(worker.xnio())
                .addHttpListener(address.getPort(), address.getAddress().getHostAddress())
                .setBufferSize(BUFFER_BYTES)
                .setDirectBuffers(true)
                .setServerOption(UndertowOptions.ENABLE_HTTP2, false)
                .setServerOption(UndertowOptions.ALWAYS_SET_DATE, false)
                .setServerOption(UndertowOptions.ALWAYS_SET_KEEP_ALIVE, false)
                .setServerOption(UndertowOptions.DECODE_URL, false)
                .setServerOption(UndertowOptions.ALLOW_UNESCAPED_CHARACTERS_IN_URL, true)
                .setServerOption(UndertowOptions.MAX_HEADER_SIZE, MAX_HEADER_BYTES)
                .setServerOption(UndertowOptions.REQUEST_PARSE_TIMEOUT, timeoutMillis)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, timeoutMillis)
                .setServerOption(UndertowOptions.IDLE_TIMEOUT, idleMillis)
                .setSocketOption(Options.TCP_NODELAY, true)
                .setSocketOption(Options.REUSE_ADDRESSES, true)
                .setSocketOption(Options.KEEP_ALIVE, true)
                .setSocketOption(Options.BACKLOG, BACKLOG)
                .setHandler(new HttpContinueReadHandler(new FailureReply(new LengthCheck(root))))
                .build();
        try {
            server.start();
        } catch (RuntimeException e) {
            throw BindFailure.explain(
                    e.getCause() instanceof IOException cause ? cause : new IOException(e), address.getPort());
        }
        undertow = server;
        return ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    /** Closes the port. Open requests are cut when the worker closes. */
    public void stop() {
        Undertow server = undertow;
        if (server != null) {
            server.getListenerInfo().forEach(Undertow.ListenerInfo::suspend);
            server.stop();
            undertow = null;
        }
    }
}
