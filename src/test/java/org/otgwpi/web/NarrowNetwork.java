package org.otgwpi.web;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.xnio.IoUtils;

/**
 * A network that lets a browser have three connections to the gateway at a time, as Safari has; a fourth waits. It knows
 * which of them are WebSockets, and how many of those were open when an upload began and while it went on.
 */
final class NarrowNetwork implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 3;
    private static final String UPLOAD = "POST /_pi/update HTTP/1.1";
    private static final String WEB_SOCKET = "upgrade: websocket";

    private final ServerSocket entrance;
    private final int gatewayPort;
    private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
    private final List<Socket> sockets = new ArrayList<>();
    private int webSockets;
    private int uploads;
    private int uploading;
    private int mostBesideAnUpload;
    private int mostConnections;

    NarrowNetwork(int gatewayPort) throws IOException {
        this.gatewayPort = gatewayPort;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** How many uploads there were so far. */
    synchronized int uploads() {
        return uploads;
    }

    /** How many WebSockets are open now. */
    synchronized int webSockets() {
        return webSockets;
    }

    /** The most WebSockets that were open while an upload went on. */
    synchronized int mostBesideAnUpload() {
        return mostBesideAnUpload;
    }

    synchronized int mostConnections() {
        return mostConnections;
    }

    private void accept() {
        try {
            while (!entrance.isClosed()) {
                places.acquire();
                Socket browser = entrance.accept();
                Socket gateway = new Socket(InetAddress.getLoopbackAddress(), gatewayPort);
                Connection connection = new Connection(browser, gateway);
                keep(browser, gateway);
                Thread.ofVirtual().start(connection::toTheGateway);
                Thread.ofVirtual().start(connection::toTheBrowser);
            }
        } catch (IOException e) {
            // it is closed, or no gateway is there: no more connections
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void keep(Socket browser, Socket gateway) {
        sockets.add(browser);
        sockets.add(gateway);
        mostConnections = Math.max(mostConnections, MOST_CONNECTIONS - places.availablePermits());
    }

    private synchronized void note() {
        if (uploading > 0) {
            mostBesideAnUpload = Math.max(mostBesideAnUpload, webSockets);
        }
    }

    private final class Connection {

        private final Socket browser;
        private final Socket gateway;
        private boolean webSocket;
        private boolean upload;
        private boolean open = true;

        private Connection(Socket browser, Socket gateway) {
            this.browser = browser;
            this.gateway = gateway;
        }

        private void toTheGateway() {
            copy(browser, gateway, true);
        }

        private void toTheBrowser() {
            copy(gateway, browser, false);
        }

        private void copy(Socket from, Socket to, boolean asks) {
            byte[] buffer = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (asks) {
                        asked(new String(buffer, 0, count, ISO_8859_1));
                    } else {
                        answered();
                    }
                    out.write(buffer, 0, count);
                }
            } catch (IOException e) {
                // one end is gone: both are closed
                ended();
                return;
            }
            ended();
        }

        private void asked(String bytes) {
            synchronized (NarrowNetwork.this) {
                if (bytes.startsWith(UPLOAD)) {
                    upload = true;
                    uploads++;
                    uploading++;
                } else if (!webSocket
                        && bytes.startsWith("GET ")
                        && bytes.toLowerCase(java.util.Locale.ROOT).contains(WEB_SOCKET)) {
                    webSocket = true;
                    webSockets++;
                }
                note();
            }
        }

        private void answered() {
            synchronized (NarrowNetwork.this) {
                if (upload) {
                    upload = false;
                    uploading--;
                }
            }
        }

        /** Counted before the browser can see it. */
        private void ended() {
            synchronized (NarrowNetwork.this) {
                if (open) {
                    open = false;
                    answered();
                    webSockets -= webSocket ? 1 : 0;
                    places.release();
                }
            }
            IoUtils.safeClose(browser, gateway);
        }
    }

    @Override
    public void close() {
        IoUtils.safeClose(entrance);
        synchronized (this) {
            sockets.forEach(IoUtils::safeClose);
        }
    }
}
