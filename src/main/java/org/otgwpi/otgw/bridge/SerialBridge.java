package org.otgwpi.otgw.bridge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.TcpStream;
import org.otgwpi.net.TcpStreamHandler;
import org.otgwpi.net.TcpStreamOptions;
import org.otgwpi.net.TcpStreamServer;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.gateway.GatewayListener;
import org.otgwpi.otgw.gateway.LineClient;
import org.otgwpi.otgw.gateway.LineUser;

/**
 * The serial line on a TCP port, byte by byte in both directions, for otmonitor, Home Assistant and their like: no
 * greeting, no echo, no telnet. What comes from the chip goes to every client; what a client sends takes its turn at
 * the line (otgw-core 4).
 *
 * <p>To be added to the gateway's listeners. Thread-safe.
 */
public final class SerialBridge implements GatewayListener, AutoCloseable {

    private final Gateway gateway;
    private final IoWorker worker;
    private final LongSupplier nanoTime;
    private volatile @Nullable TcpStreamServer server;
    private volatile boolean held;

    public SerialBridge(Gateway gateway, IoWorker worker, LongSupplier nanoTime) {
        this.gateway = gateway;
        this.worker = worker;
        this.nanoTime = nanoTime;
    }

    /**
     * Opens the port.
     *
     * @param address where to listen; port 0 takes any free one
     * @return the port
     * @throws IOException if the port is taken or needs a permission; the message says what to do
     */
    public int start(InetSocketAddress address) throws IOException {
        TcpStreamServer opened =
                TcpStreamServer.open(worker, address, TcpStreamOptions.ORIGINAL, new Clients(), nanoTime);
        server = opened;
        return opened.port();
    }

    /** How many clients are connected. */
    public int clients() {
        TcpStreamServer open = server;
        return open == null ? 0 : open.clients();
    }

    /**
     * Falls silent while the chip is being flashed by someone else: what clients send is read and thrown away, a
     * {@code GW=R} included, and nothing is sent to them.
     */
    public void hold() {
        held = true;
        gateway.holdClients(true);
    }

    /** Undoes {@link #hold}. */
    public void resume() {
        gateway.holdClients(false);
        held = false;
    }

    @Override
    public void bytes(byte[] buffer, int length) {
        TcpStreamServer open = server;
        if (open != null && !held) {
            open.sendAll(buffer, length);
        }
    }

    /** Closes the port and disconnects the clients. */
    @Override
    public void close() {
        TcpStreamServer open = server;
        server = null;
        if (open != null) {
            open.close();
        }
    }

    /** The clients' places at the line; on the I/O thread. */
    private final class Clients implements TcpStreamHandler {

        private final Map<TcpStream, LineClient> places = new HashMap<>();

        @Override
        public void connected(TcpStream client) {
            places.put(client, gateway.connect(new Place(client)));
        }

        @Override
        public void received(TcpStream client, byte[] bytes, int length) {
            LineClient place = places.get(client);
            if (place != null) {
                place.received(bytes, length);
            }
        }

        @Override
        public void ended(TcpStream client) {
            LineClient place = places.get(client);
            if (place != null) {
                place.end();
            }
        }

        @Override
        public void departed(TcpStream client) {
            LineClient place = places.remove(client);
            if (place != null) {
                place.close();
            }
        }
    }

    private record Place(TcpStream client) implements LineUser {

        @Override
        public String name() {
            return "client " + client.id() + " of the serial bridge (" + client.address() + ")";
        }

        @Override
        public void flow(boolean open) {
            if (open) {
                client.resumeReading();
            } else {
                client.pauseReading();
            }
        }

        @Override
        public void finished() {
            client.close();
        }
    }
}
