package org.otgwpi.railhub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.SimulatedLines;
import org.otgwpi.board.SimulatedMachine;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.WebTree;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

/** A board on free ports of this machine, with simulated lines. */
final class DeskBoard implements AutoCloseable {

    final SimulatedLines lines = new SimulatedLines(System::nanoTime);
    final SimulatedMachine machine = new SimulatedMachine();
    final SettingsStore settings;
    private final ObjectMapper json = new ObjectMapper();
    private final IoWorker worker = IoWorker.start(2);
    private final RailhubPersonality board;
    private final HttpServer server;
    private final int port;

    DeskBoard(Variant variant, Path data) throws IOException {
        settings = SettingsStore.open(data, SettingsTable.load("DCA632010203"));
        PersonalityContext context = new PersonalityContext(
                "1.2.3",
                Instant.parse("2026-01-05T09:08:07Z"),
                900_000,
                machine,
                lines,
                settings,
                data.resolve("board"),
                new WebTree(new TreeMap<>()),
                worker,
                0,
                Map::of,
                new MaintenanceLock(),
                System::nanoTime,
                InstantSource.system());
        board = RailhubPersonality.open(variant, Wiring.of(variant, ""), context);
        board.start();
        server = new HttpServer(worker, board.http());
        port = server.start(new InetSocketAddress("127.0.0.1", 0));
    }

    /** Status and body of an answer. */
    record Answer(int status, String body) {}

    Answer post(String path, String body) throws IOException {
        return send("POST", path, body.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a request as it stands and reads until the end. */
    Answer send(String method, String path, byte[] body) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(20_000);
            String length = method.equals("POST") ? "Content-Length: " + body.length + "\r\n" : "";
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes(
                    (method + " " + path + " HTTP/1.1\r\nHost: railhub\r\nConnection: close\r\n" + length + "\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            request.writeBytes(body);
            try {
                socket.getOutputStream().write(request.toByteArray());
            } catch (IOException e) {
                // The server may have answered and closed before it took all of a body that is too large.
            }
            return answer(socket.getInputStream());
        }
    }

    private static Answer answer(InputStream in) throws IOException {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int blank = text.indexOf("\r\n\r\n");
        return new Answer(Integer.parseInt(text.substring(9, 12)), text.substring(blank + 4));
    }

    JsonNode status() throws IOException {
        return json.readTree(send("GET", "/api/status", new byte[0]).body());
    }

    /** One output of the status, by its pin. */
    JsonNode output(int pin) throws IOException {
        for (JsonNode output : status().path("outputs")) {
            if (output.path("pin").asInt() == pin) {
                return output;
            }
        }
        throw new IOException("no output " + pin);
    }

    RailhubPersonality personality() {
        return board;
    }

    Viewer view() {
        Viewer viewer = new Viewer();
        String address = "ws://127.0.0.1:" + board.openPorts().replaceAll("\\D", "") + "/";
        viewer.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address), viewer)
                .join();
        return viewer;
    }

    @Override
    public void close() {
        server.stop();
        board.close();
        worker.close();
        lines.close();
    }

    /** A WebSocket client that keeps what it gets. */
    static final class Viewer implements WebSocket.Listener, AutoCloseable {
        private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> closes = new LinkedBlockingQueue<>();
        private final StringBuilder part = new StringBuilder();
        private final ObjectMapper json = new ObjectMapper();
        private @Nullable WebSocket socket;

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            part.append(data);
            if (last) {
                messages.add(part.toString());
                part.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            closes.add(code);
            return null;
        }

        /** The next message; an exception if none comes. */
        JsonNode next() throws IOException {
            return json.readTree(taken(messages));
        }

        int closeCode() {
            return taken(closes);
        }

        private static <T> T taken(BlockingQueue<T> queue) {
            try {
                T taken = queue.poll(20, TimeUnit.SECONDS);
                if (taken == null) {
                    throw new AssertionError("nothing came");
                }
                return taken;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        void send(String text) {
            if (socket != null) {
                socket.sendText(text, true).join();
            }
        }

        @Override
        public void close() {
            if (socket != null) {
                socket.abort();
            }
        }
    }
}
