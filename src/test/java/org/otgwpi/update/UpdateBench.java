package org.otgwpi.update;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.OffIoThread;
import org.otgwpi.net.Replies;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

/** The updates alone, with a web server on a free port of this machine and a machine that counts its restarts. */
final class UpdateBench implements AutoCloseable {

    final MaintenanceLock lock = new MaintenanceLock();
    final AtomicInteger reboots = new AtomicInteger();
    final SettingsStore settings;
    final Updates updates;
    final int port;
    private final Path data;
    private final Path folder;
    private final IoWorker worker;
    private final HttpServer server;

    UpdateBench(Path data) throws IOException {
        this(
                data,
                new SimulatedInstaller(
                        data.resolve("update/simulated"),
                        Updates.bootFailure(data.resolve("update")),
                        "1.0.0",
                        Duration.ZERO));
    }

    UpdateBench(Path data, Installer installer) throws IOException {
        this.data = data;
        this.folder = data.resolve("update");
        settings = SettingsStore.open(data, SettingsTable.load("B827EB012345"));
        QuiesceOrder order = new QuiesceOrder(
                lock,
                Optional::empty,
                new QuiesceOrder.Ending() {
                    @Override
                    public void close() {}

                    @Override
                    public void reboot() {
                        reboots.incrementAndGet();
                    }

                    @Override
                    public void giveUp() {}
                },
                System::nanoTime);
        updates = new Updates(
                folder,
                data,
                () -> Set.of("railhub32"),
                settings,
                installer,
                order,
                "1.0.0",
                System::nanoTime,
                InstantSource.system());
        worker = IoWorker.start(4);
        server = new HttpServer(worker, updates.pages(exchange -> {
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI()) {
                case "POST /update" -> new OffIoThread(updates.original()::update).handleRequest(exchange);
                case "GET /status" -> updates.original().status(exchange);
                default -> Replies.text(exchange, 404, "none");
            }
        }));
        port = server.start(new InetSocketAddress("127.0.0.1", 0));
    }

    byte[] bundle(String version, String fails, int bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SimulatedBundle.write(
                out,
                new SimulatedBundle(SimulatedBundle.COMPATIBLE, version, "", 0, "", fails),
                new byte[bytes],
                SimulatedKeys.in(folder.resolve("simulated")));
        return out.toByteArray();
    }

    /** The body of a form with one file. */
    static byte[] form(String field, String fileName, byte[] content) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--b\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\"" + fileName
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                .getBytes(UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n--b--\r\n".getBytes(UTF_8));
        return body.toByteArray();
    }

    static byte[] head(String path, long length) {
        return ("POST " + path + " HTTP/1.1\r\nHost: otgw\r\nConnection: close\r\n"
                        + "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: " + length + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(60_000);
        return socket;
    }

    /** Uploads a file and returns the whole answer. */
    String upload(String path, String field, byte[] content) throws IOException {
        byte[] body = form(field, "update.raucb", content);
        return send(head(path, body.length), body);
    }

    String send(byte[]... parts) throws IOException {
        try (Socket socket = connect()) {
            for (byte[] part : parts) {
                socket.getOutputStream().write(part);
            }
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /** The bytes of the whole answer to a GET. */
    byte[] sendBytes(String path) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: otgw\r\nConnection: close\r\n\r\n")
                            .getBytes(ISO_8859_1));
            return socket.getInputStream().readAllBytes();
        }
    }

    String get(String path) throws IOException {
        return send(("GET " + path + " HTTP/1.1\r\nHost: otgw\r\nConnection: close\r\n\r\n").getBytes(ISO_8859_1));
    }

    String post(String path) throws IOException {
        return send(("POST " + path + " HTTP/1.1\r\nHost: otgw\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                .getBytes(ISO_8859_1));
    }

    /** How many files lie in the staging folder. */
    long staged() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("incoming"))) {
            return files.count();
        }
    }

    Path data() {
        return data;
    }

    @Override
    public void close() {
        updates.close();
        server.stop();
        worker.close();
    }
}
