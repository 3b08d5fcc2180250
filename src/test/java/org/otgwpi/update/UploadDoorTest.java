package org.otgwpi.update;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.OffIoThread;
import org.otgwpi.net.Replies;

/** Whoever has an answer may come again at once: the door is free before the answer goes out. */
final class UploadDoorTest {

    @TempDir
    Path folder;

    private final List<String> answers = new CopyOnWriteArrayList<>();
    private boolean busy;
    private UploadDoor door;
    private IoWorker worker;
    private HttpServer server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        door = new UploadDoor(new Staging(folder, () -> 100L << 20));
        worker = IoWorker.start(2);
        server = new HttpServer(worker, new OffIoThread(exchange -> door.open(exchange, new Answering(exchange))));
        port = server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        server.stop();
        worker.close();
    }

    private String upload(byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(UpdateBench.head("/", body.length));
            socket.getOutputStream().write(body);
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void itIsFreeWhenAnUploadIsRefusedAtOnce() throws IOException {
        busy = true;
        assertTrue(upload(UpdateBench.form("firmware", "a", new byte[10])).startsWith("HTTP/1.1 409"));
        assertEquals(List.of("refused, free"), answers);
    }

    @Test
    void itIsFreeWhenAnUploadIsMalformed() throws IOException {
        assertTrue(upload("--b\r\n\r\nno end".getBytes(ISO_8859_1)).startsWith("HTTP/1.1 400"));
        assertEquals(List.of("refused, free"), answers);
    }

    @Test
    void itIsFreeWhenAnUploadIsTaken() throws IOException {
        assertTrue(upload(UpdateBench.form("firmware", "a", new byte[10])).startsWith("HTTP/1.1 202"));
        assertEquals(List.of("received, taken", "answered, free"), answers);
    }

    private final class Answering implements UploadDoor.Visitor {

        private final HttpServerExchange exchange;

        private Answering(HttpServerExchange exchange) {
            this.exchange = exchange;
        }

        private void note(String what) {
            answers.add(what + (door.taken() ? ", taken" : ", free"));
        }

        @Override
        public void begun() throws Installer.RefusedException {
            if (busy) {
                throw new Installer.RefusedException("Something else is under way.");
            }
        }

        @Override
        public void progress(long bytes) {}

        @Override
        public void received(StagedUpload.Received upload) {
            note("received");
            Staging.remove(upload.file());
        }

        @Override
        public void taken() {
            note("answered");
            Replies.text(exchange, 202, "good");
        }

        @Override
        public void refused(int status, String sentence) {
            note("refused");
            Replies.text(exchange, status, sentence);
        }

        @Override
        public void brokenOff(String sentence) {
            note("broken off");
        }
    }
}
