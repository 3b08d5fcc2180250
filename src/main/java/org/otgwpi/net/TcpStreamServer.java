package org.otgwpi.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.tinylog.Logger;
import org.xnio.ChannelListener;
import org.xnio.IoUtils;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.StreamConnection;
import org.xnio.channels.AcceptingChannel;

/**
 * A port that carries plain bytes both ways, to several clients. Sending never waits: what a client does not take is
 * kept for it up to a bound, and a client that takes nothing is dropped. Thread-safe.
 */
public final class TcpStreamServer implements Ticking, AutoCloseable {
    /** Small, so that a client that has vanished is noticed by the bytes it does not take. */
    private static final int SEND_BUFFER_BYTES = 32 * 1024;

    private static final int BACKLOG = 16;
    private static final int MOST_WAITING = 32;

    private final IoWorker worker;
    private final TcpStreamOptions options;
    private final TcpStreamHandler handler;
    private final LongSupplier nanoTime;
    private final Set<TcpStream> clients = new LinkedHashSet<>();
    private final TickTimer timer;
    private final AcceptingChannel<StreamConnection> server;
    private final int port;
    /** Accepted, and not yet let in; used on the I/O thread only, like {@link #lastId}. */
    private final Deque<StreamConnection> waiting = new ArrayDeque<>();

    private long lastId;

    private TcpStreamServer(
            IoWorker worker,
            InetSocketAddress address,
            TcpStreamOptions options,
            TcpStreamHandler handler,
            LongSupplier nanoTime)
            throws IOException {
        this.worker = worker;
        this.options = options;
        this.handler = handler;
        this.nanoTime = nanoTime;
        this.timer = new TickTimer(worker.ioThread(), nanoTime, this);
        OptionMap map = OptionMap.builder()
                .set(Options.TCP_NODELAY, true)
                .set(Options.REUSE_ADDRESSES, true)
                .set(Options.KEEP_ALIVE, true)
                .set(Options.SEND_BUFFER, SEND_BUFFER_BYTES)
                .set(Options.BACKLOG, BACKLOG)
                .getMap();
        ChannelListener<AcceptingChannel<StreamConnection>> acceptor = this::acceptAll;
        try {
            server = worker.xnio().createStreamConnectionServer(address, acceptor, map);
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
    public static TcpStreamServer open(
            IoWorker worker,
            InetSocketAddress address,
            TcpStreamOptions options,
            TcpStreamHandler handler,
            LongSupplier nanoTime)
            throws IOException {
        TcpStreamServer opened = new TcpStreamServer(worker, address, options, handler, nanoTime);
        opened.server.resumeAccepts();
        return opened;
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** How many clients are connected. */
    public int clients() {
        synchronized (clients) {
            return clients.size();
        }
    }

    /** Sends the first {@code length} of {@code bytes} to every client. */
    public void sendAll(byte[] bytes, int length) {
        for (TcpStream client : snapshot()) {
            client.send(bytes, length);
        }
    }

    private List<TcpStream> snapshot() {
        synchronized (clients) {
            return List.copyOf(clients);
        }
    }

    /**
     * Takes all connections that XNIO has accepted: it spins while one is left. Those that came before it could be told
     * to stop have to wait here instead of in the backlog.
     */
    private void acceptAll(AcceptingChannel<StreamConnection> channel) {
        try {
            for (StreamConnection next = channel.accept(); next != null; next = channel.accept()) {
                if (waiting.size() < MOST_WAITING) {
                    waiting.add(next);
                } else {
                    IoUtils.safeClose(next);
                }
            }
        } catch (IOException e) {
            Logger.warn("Port {} could not accept a connection: {}", port, e.getMessage());
        }
        admit();
    }

    private void admit() {
        while (!waiting.isEmpty() && hasRoom()) {
            TcpStream client = new TcpStream(this, ++lastId, waiting.remove());
            synchronized (clients) {
                clients.add(client);
            }
            handler.connected(client);
            client.begin();
        }
        if (!server.isOpen()) {
            return;
        }
        if (hasRoom()) {
            server.resumeAccepts();
        } else {
            server.suspendAccepts();
        }
    }

    private boolean hasRoom() {
        synchronized (clients) {
            return server.isOpen() && clients.size() < options.mostClients();
        }
    }

    /** Called once for each client, by any thread, before its place is free for another. */
    void departed(TcpStream client) {
        onIoThread(() -> forget(client));
    }

    private void onIoThread(Runnable task) {
        try {
            worker.ioThread().execute(task);
        } catch (RejectedExecutionException e) {
            Logger.debug("Port {} is closing", port);
        }
    }

    private void forget(TcpStream client) {
        synchronized (clients) {
            clients.remove(client);
        }
        handler.departed(client);
        admit();
    }

    IoWorker worker() {
        return worker;
    }

    TcpStreamOptions options() {
        return options;
    }

    TcpStreamHandler handler() {
        return handler;
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    /** A client does not take its bytes: it may have to be dropped. To be called without the client's lock. */
    void stalled() {
        timer.rearm();
    }

    @Override
    public void tick(long nowNanos) {
        for (TcpStream client : snapshot()) {
            client.tick(nowNanos);
        }
    }

    @Override
    public long dueInNanos(long nowNanos) {
        long due = NEVER;
        for (TcpStream client : snapshot()) {
            due = Math.min(due, client.dueInNanos(nowNanos));
        }
        return due;
    }

    /** Closes the port and its clients, each of which still departs. */
    @Override
    public void close() {
        timer.stop();
        IoUtils.safeClose(server);
        snapshot().forEach(TcpStream::cut);
        onIoThread(() -> {
            snapshot().forEach(TcpStream::cut);
            waiting.forEach(IoUtils::safeClose);
            waiting.clear();
        });
    }
}
