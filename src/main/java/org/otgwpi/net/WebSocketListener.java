package org.otgwpi.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.tinylog.Logger;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/**
 * A port that speaks nothing but WebSocket, with the original's handshake (otgw-http-ws 2.2). Connections that have
 * not completed it are bounded in number and bytes and closed by their heartbeat about 3 s after accept.
 */
public final class WebSocketListener implements Ticking, AutoCloseable {
    private static final int MOST_PENDING = 512;
    private static final int BACKLOG = 1024;

    private final WebSocketHub hub;
    private final IoWorker worker;
    private final LongSupplier nanoTime;
    private final Set<PendingHandshake> pending = new LinkedHashSet<>();
    private final TickTimer timer;
    private final AcceptingChannel<StreamConnection> server;
    private final int port;

    private WebSocketListener(WebSocketHub hub, IoWorker worker, InetSocketAddress address, LongSupplier nanoTime)
            throws IOException {
        this.hub = hub;
        this.worker = worker;
        this.nanoTime = nanoTime;
        this.timer = new TickTimer(worker.ioThread(), nanoTime, this);
        OptionMap options = OptionMap.builder()
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.KEEP_ALIVE, true)
                .set(Options.BACKLOG, BACKLOG)
                .getMap();
        ChannelListener<AcceptingChannel<StreamConnection>> acceptor = this::acceptAll;
        try {
            server = worker.xnio().createStreamConnectionServer(address, acceptor, options);
        } catch (IOException e) {
            throw BindFailure.explain(e, address.getPort());
        }
        port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    /**
     * Opens the port.
     *
     * @param address where to listen; port 0 takes any free one
     * @throws IOException if the port is taken or needs a permission; the message says what to do
     */
    public static WebSocketListener open(
            WebSocketHub hub, IoWorker worker, InetSocketAddress address, LongSupplier nanoTime) throws IOException {
        WebSocketListener listener = new WebSocketListener(hub, worker, address, nanoTime);
        listener.server.resumeAccepts();
        return listener;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    private void acceptAll(AcceptingChannel<StreamConnection> channel) {
        try {
            StreamConnection connection = channel.accept();
            while (connection != null) {
                accepted(connection);
                connection = channel.accept();
            }
        } catch (IOException e) {
            Logger.warn("Port {} could not accept a connection: {}", port, e.getMessage());
        }
    }

    private void accepted(StreamConnection connection) {
        PendingHandshake handshake = new PendingHandshake(this, connection, nanoTime.getAsLong());
        boolean room;
        synchronized (pending) {
            room = pending.size() < MOST_PENDING && pending.add(handshake);
        }
        if (room) {
            handshake.begin();
            timer.rearm();
        } else {
            IoUtils.safeClose(connection);
        }
    }

    void forget(PendingHandshake handshake) {
        synchronized (pending) {
            pending.remove(handshake);
        }
    }

    WebSocketHub hub() {
        return hub;
    }

    IoWorker worker() {
        return worker;
    }

    /** How many connections have not completed their handshake. */
    public int pending() {
        synchronized (pending) {
            return pending.size();
        }
    }

    @Override
    public void tick(long nowNanos) {
        synchronized (pending) {
            for (Iterator<PendingHandshake> each = pending.iterator(); each.hasNext(); ) {
                if (each.next().tick(nowNanos)) {
                    each.remove();
                }
            }
        }
    }

    @Override
    public long dueInNanos(long nowNanos) {
        long due = NEVER;
        synchronized (pending) {
            for (PendingHandshake handshake : pending) {
                due = Math.min(due, handshake.dueInNanos(nowNanos));
            }
        }
        return due;
    }

    /** Closes the port and what has not completed its handshake; the clients of the hub stay. */
    @Override
    public void close() {
        timer.stop();
        server.suspendAccepts();
        IoUtils.safeClose(server);
        synchronized (pending) {
            pending.forEach(PendingHandshake::cut);
            pending.clear();
        }
    }
}
