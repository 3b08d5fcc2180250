package org.otgwpi.otgw.console;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Somebody at the console. It reads on a thread of its own, unless it never reads. */
final class ConsoleClient implements AutoCloseable {

    private final Socket socket = new Socket();
    private final ByteArrayOutputStream seen = new ByteArrayOutputStream();
    private boolean ended;

    ConsoleClient(int port, boolean reads) throws IOException {
        if (!reads) {
            socket.setReceiveBufferSize(2048);
        }
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
        if (reads) {
            Thread.ofPlatform().daemon().start(this::read);
        }
    }

    private void read() {
        byte[] buffer = new byte[4096];
        try {
            InputStream in = socket.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                synchronized (this) {
                    seen.write(buffer, 0, length);
                }
            }
        } catch (IOException e) {
            // as good as an end
        }
        synchronized (this) {
            ended = true;
        }
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void press(String keys) throws IOException {
        send(keys.getBytes(StandardCharsets.ISO_8859_1));
    }

    void sendNoMore() throws IOException {
        socket.shutdownOutput();
    }

    synchronized String text() {
        return seen.toString(StandardCharsets.UTF_8);
    }

    synchronized boolean ended() {
        return ended;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
