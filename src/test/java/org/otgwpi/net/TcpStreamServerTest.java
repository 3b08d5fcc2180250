package org.otgwpi.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class TcpStreamServerTest {

    private static final byte[] BLOCK = new byte[4096];

    private final Recorder recorder = new Recorder();
    private final List<Socket> sockets = new ArrayList<>();
    private IoWorker worker;
    private TcpStreamServer server;

    @BeforeEach
    void thePortIsOpen() throws IOException {
        worker = IoWorker.start(1);
        server = opened(TcpStreamOptions.ORIGINAL);
    }

    @AfterEach
    void closeAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
        worker.close();
    }

    @Test
    void bytesPassBothWays() throws IOException {
        Socket socket = connect();
        socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
        await().until(() -> recorder.received().equals("hello"));
        server.sendAll("world!".getBytes(StandardCharsets.US_ASCII), 5);
        assertEquals("world", new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
    }

    @Test
    void aClientThatStallsIsDroppedWhenItsTimeIsOver() throws IOException {
        reopen(new TcpStreamOptions(5, 1024, 64 * 1024 * 1024, 200));
        connect();
        await().until(() -> server.clients() == 1);
        long sent = 0;
        while (server.clients() == 1 && sent < 48 * 1024 * 1024) {
            server.sendAll(BLOCK, BLOCK.length);
            sent += BLOCK.length;
        }
        await().until(() -> recorder.departed() == 1);
        assertEquals(0, server.clients());
    }

    @Test
    void aClientForWhichTooMuchWaitsIsDropped() throws IOException {
        reopen(new TcpStreamOptions(5, 1024, 64 * 1024, 3_600_000));
        connect();
        await().until(() -> server.clients() == 1);
        for (int i = 0; i < 12_000 && server.clients() == 1; i++) {
            server.sendAll(BLOCK, BLOCK.length);
        }
        await().until(() -> recorder.departed() == 1);
    }

    @Test
    void whatASlowClientHasNotTakenYetComesBeforeTheEnd() throws IOException {
        reopen(new TcpStreamOptions(5, 1024, 64 * 1024 * 1024, 60_000));
        Socket socket = connect();
        await().until(() -> recorder.client() != null);
        for (int i = 0; i < 4000; i++) {
            server.sendAll(BLOCK, BLOCK.length);
        }
        recorder.last().close();
        assertEquals(4000 * BLOCK.length, socket.getInputStream().readAllBytes().length);
        await().until(() -> server.clients() == 0);
    }

    @Test
    void aPausedClientIsNotReadFrom() throws IOException {
        Socket socket = connect();
        await().until(() -> recorder.client() != null);
        recorder.pauseOnBytes = true;
        socket.getOutputStream().write(new byte[5000]);
        await().until(() -> recorder.received().length() == 1024);
        recorder.pauseOnBytes = false;
        recorder.last().resumeReading();
        await().until(() -> recorder.received().length() == 5000);
    }

    @Test
    void moreClientsThanThereIsRoomForWait() throws IOException {
        reopen(new TcpStreamOptions(2, 1024, 65_536, 10_000));
        for (int i = 0; i < 6; i++) {
            connect().getOutputStream().write('a' + i);
        }
        await().until(() -> recorder.received().length() == 2);
        for (int gone = 0; gone < 4; gone++) {
            int expected = gone + 3;
            sockets.get(gone).close();
            await().until(() -> recorder.received().length() == expected);
            assertTrue(server.clients() <= 2);
        }
        assertEquals(
                "abcdef",
                recorder.received()
                        .chars()
                        .sorted()
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString());
    }

    @Test
    void closingDisconnectsEveryone() throws IOException {
        Socket socket = connect();
        await().until(() -> server.clients() == 1);
        server.close();
        assertEquals(-1, socket.getInputStream().read());
        await().until(() -> recorder.departed() == 1);
    }

    @Test
    void aPortInUseIsNamed() throws IOException {
        InetSocketAddress taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port());
        IOException refused = assertThrows(
                IOException.class,
                () -> TcpStreamServer.open(worker, taken, TcpStreamOptions.ORIGINAL, recorder, System::nanoTime));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("Port " + server.port() + " is in use"), message);
    }

    private void reopen(TcpStreamOptions options) throws IOException {
        server.close();
        server = opened(options);
    }

    private TcpStreamServer opened(TcpStreamOptions options) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return TcpStreamServer.open(worker, any, options, recorder, System::nanoTime);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(30_000);
        sockets.add(socket);
        return socket;
    }

    private static final class Recorder implements TcpStreamHandler {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<TcpStream> clients = new ArrayList<>();
        private int departed;
        private volatile boolean pauseOnBytes;

        @Override
        public synchronized void connected(TcpStream client) {
            clients.add(client);
        }

        @Override
        public synchronized void received(TcpStream client, byte[] received, int length) {
            bytes.write(received, 0, length);
            if (pauseOnBytes) {
                client.pauseReading();
            }
        }

        @Override
        public synchronized void departed(TcpStream client) {
            departed++;
        }

        private synchronized String received() {
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }

        private synchronized int departed() {
            return departed;
        }

        private synchronized @Nullable TcpStream client() {
            return clients.isEmpty() ? null : clients.getLast();
        }

        private synchronized TcpStream last() {
            return clients.getLast();
        }
    }
}
