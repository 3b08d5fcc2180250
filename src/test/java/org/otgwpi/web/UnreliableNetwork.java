package org.otgwpi.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.xnio.IoUtils;

/** A network between browser and gateway that a test can make silent or cut. */
final class UnreliableNetwork implements AutoCloseable {

    private final ServerSocket entrance;
    private final int gatewayPort;
    private final List<Socket> sockets = new ArrayList<>();
    private boolean silent;
    private boolean cut;

    UnreliableNetwork(int gatewayPort) throws IOException {
        this.gatewayPort = gatewayPort;
        entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entrance.getLocalPort();
    }

    /** Whether what the gateway sends is held back; connections stay open. */
    synchronized void silent(boolean now) {
        silent = now;
        notifyAll();
    }

    /** Whether all connections are broken and new ones die at once. */
    synchronized void cut(boolean now) {
        cut = now;
        if (cut) {
            sockets.forEach(IoUtils::safeClose);
            sockets.clear();
        }
    }

    private void accept() {
        while (!entrance.isClosed()) {
            try {
                Socket browser = entrance.accept();
                Socket gateway = new Socket(InetAddress.getLoopbackAddress(), gatewayPort);
                if (keep(browser, gateway)) {
                    Thread.ofVirtual().start(() -> copy(browser, gateway, false));
                    Thread.ofVirtual().start(() -> copy(gateway, browser, true));
                }
            } catch (IOException e) {
                // closed, or no gateway is there: the browser sees it
                continue;
            }
        }
    }

    private synchronized boolean keep(Socket browser, Socket gateway) {
        if (cut) {
            IoUtils.safeClose(browser);
            IoUtils.safeClose(gateway);
            return false;
        }
        sockets.add(browser);
        sockets.add(gateway);
        return true;
    }

    private void copy(Socket from, Socket to, boolean mayBeSilent) {
        byte[] buffer = new byte[16 * 1024];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (mayBeSilent) {
                    awaitVoice();
                }
                out.write(buffer, 0, count);
            }
        } catch (IOException e) {
            // one end is gone: both are closed
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void awaitVoice() throws InterruptedException {
        while (silent) {
            wait();
        }
    }

    @Override
    public void close() {
        cut(true);
        silent(false);
        IoUtils.safeClose(entrance);
    }
}
