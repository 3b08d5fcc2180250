package org.otgwpi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients of port 80 that break the rules: each loses its connection within seconds, leaves no stack trace, and
 * everyone else is served as before.
 */
final class HostileClientsIT {

    /** Ten seconds, and a little for a busy machine. */
    private static final Duration LONGEST = Duration.ofSeconds(12);

    @TempDir
    static Path data;

    private static RunningGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        gateway = RunningGateway.start("--simulate", "--data", data.toString());
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @AfterEach
    void allIsAsBefore() throws IOException {
        assertTrue(gateway.get("api/v1/health").contains("\"status\": \"UP\""));
        assertFalse(gateway.output().contains("\tat "), gateway.output());
        assertFalse(gateway.output().contains("Exception"), gateway.output());
    }

    /** What comes until the server closes; a read that waits too long fails. */
    private static String answer(byte[]... parts) throws IOException {
        try (Socket socket = open()) {
            send(socket, parts);
            return readAll(socket);
        }
    }

    private static Socket open() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.httpPort());
        socket.setSoTimeout((int) LONGEST.toMillis());
        return socket;
    }

    private static void send(Socket socket, byte[]... parts) throws IOException {
        try {
            for (byte[] part : parts) {
                socket.getOutputStream().write(part);
            }
        } catch (SocketException e) {
            // it closed already
        }
    }

    private static String readAll(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                all.write(part, 0, n);
            }
        } catch (SocketException e) {
            // a reset ends it too
        }
        return all.toString(ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    @Test
    void http10GetsAnAnswerWithoutChunks() throws IOException {
        String answer = answer(bytes("GET /api/v2/otgw/otmonitor HTTP/1.0\r\n\r\n"));
        assertTrue(answer.startsWith("HTTP/1.0 200 OK\r\n"), answer);
        assertFalse(answer.contains("chunked"), answer);
        assertTrue(answer.endsWith("\r\n}}\r\n"), answer);
    }

    @Test
    void garbageBehindARequestIsNotAnswered() throws IOException {
        String answer = answer(bytes("GET /api/v0/devtime HTTP/1.1\r\nHost: x\r\n\r\n\0\u00ff\u00fe garbage\r\n\r\n"));
        assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
        assertTrue(answer.indexOf("HTTP/1.1", 1) < 0, answer);
    }

    @Test
    void aSecondRequestOnTheSameConnectionIsNotAnswered() throws IOException {
        String request = "GET /api/v0/devtime HTTP/1.1\r\nHost: x\r\n\r\n";
        String answer = answer(bytes(request + request));
        assertTrue(answer.indexOf("HTTP/1.1", 1) < 0, answer);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "G",
                "GET ",
                "GET / HTTP/1.1",
                "GET / HTTP/1.1\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nX: ",
                "POST /api/v0/settings HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
                "POST /api/v0/settings HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
                "POST /api/v1/otgw/command/PR=A HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
                "GET /api/v1/health HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5000000000\r\n\r\n",
                "POST /_pi/command HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{",
                "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 1000\r\n\r\n"
                        + "--B\r\nContent-Disposition: form-data; name=\"u\"; filename=\"f\"\r\n\r\nhalf",
                "POST /upload HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nExpect: 100-continue\r\n"
                        + "Content-Length: 1000\r\n\r\n"
            })
    void halfARequestLosesItsConnection(String half) throws IOException {
        answer(bytes(half));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: -1",
                "Content-Length: 99999999999999999999999",
                "Content-Length: five",
                "Content-Length: 2\r\nContent-Length: 7",
                "Content-Length: 1",
                "Content-Length: 7\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: nonsense",
                "Content-Type: multipart/form-data; boundary=\r\nContent-Length: 7"
            })
    void aLieAboutTheLengthCostsNobodyButTheLiar(String header) throws IOException {
        for (String path : List.of("/api/v0/settings", "/upload", "/api/v1/otgw/autoconfigure", "/x")) {
            answer(bytes("POST " + path + " HTTP/1.1\r\nHost: x\r\n" + header + "\r\n\r\n{\"a\":1}"));
        }
    }

    @Test
    void aHeaderOf100KilobytesIsRefused() throws IOException {
        String answer = answer(bytes("GET / HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(100_000) + "\r\n\r\n"));
        assertFalse(answer.contains("200 OK"), answer);
        answer(bytes("GET /" + "y".repeat(100_000) + " HTTP/1.1\r\n\r\n"));
        answer(bytes("GET / HTTP/1.1\r\nHost: x\r\n" + "X: y\r\n".repeat(5000) + "\r\n"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v0/settings", "/api/v1/otgw/command/PR=A", "/api/v1/health", "/_pi/command", "/upload"})
    void tenMegabytesToARouteThatWantsAFewBytesAreNotKept(String path) throws IOException {
        byte[] megabyte = new byte[1 << 20];
        byte[] head = bytes("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 10485760\r\n\r\n");
        answer(
                head, megabyte, megabyte, megabyte, megabyte, megabyte, megabyte, megabyte, megabyte, megabyte,
                megabyte);
    }

    @Test
    void randomBytesAreSurvived() throws IOException {
        Random random = new Random(11);
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 60; i++) {
                byte[] noise = new byte[1 + random.nextInt(3000)];
                random.nextBytes(noise);
                Socket socket = open();
                open.add(socket);
                send(socket, noise);
            }
            for (Socket socket : open) {
                readAll(socket);
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    @Test
    void requestsWithBytesChangedAtRandomAreSurvived() throws IOException {
        Random random = new Random(12);
        String[] seeds = {
            "GET /api/v2/otgw/otmonitor HTTP/1.1\r\nHost: otgw\r\nAccept: */*\r\n\r\n",
            "POST /api/v0/settings HTTP/1.1\r\nHost: otgw\r\nContent-Length: 32\r\n\r\n{\"name\":\"ledblink\",\"value\":true}",
            "POST /upload?path=/a HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=B\r\nContent-Length: 79\r\n\r\n"
                    + "--B\r\nContent-Disposition: form-data; name=\"u\"; filename=\"f\"\r\n\r\ncontent\r\n--B--\r\n",
            "GET /api/listfiles?path=/&delete=nothing HTTP/1.1\r\nHost: otgw\r\n\r\n"
        };
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < 160; i++) {
                byte[] request = bytes(seeds[i % seeds.length]);
                for (int n = random.nextInt(4); n >= 0; n--) {
                    request[random.nextInt(request.length)] = (byte) random.nextInt(256);
                }
                Socket socket = open();
                open.add(socket);
                send(socket, request);
            }
            for (Socket socket : open) {
                readAll(socket);
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }
}
