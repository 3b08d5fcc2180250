package org.otgwpi.otgw;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a server sent until it closed the connection.
 *
 * @param headers {@code name: value}, the name in lower case
 * @param body its chunks joined
 */
record HttpAnswer(String statusLine, Set<String> headers, byte[] body) {

    private static final int TIMEOUT_MILLIS = 10_000;

    /** Sends bytes and reads all that comes until the server closes; fails if it does not close within 10 s. */
    static byte[] bytes(int port, byte[]... parts) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            try {
                for (byte[] part : parts) {
                    socket.getOutputStream().write(part);
                }
            } catch (SocketException e) {
                // the server may answer and close before it was told everything
            }
            return readAll(socket.getInputStream());
        }
    }

    private static byte[] readAll(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        try {
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                all.write(part, 0, n);
            }
        } catch (SocketException e) {
            // a reset ends it too
        }
        return all.toByteArray();
    }

    static HttpAnswer to(int port, String head) throws IOException {
        return to(port, head, new byte[0]);
    }

    static HttpAnswer to(int port, String head, byte[] body) throws IOException {
        return parse(bytes(port, head.getBytes(UTF_8), body));
    }

    static HttpAnswer parse(byte[] bytes) throws IOException {
        String text = new String(bytes, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new IOException("no answer but '" + text + "'");
        }
        String[] lines = text.substring(0, end).split("\r\n", -1);
        Set<String> headers = new TreeSet<>();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.add(lines[i].substring(0, colon).toLowerCase(java.util.Locale.ROOT) + lines[i].substring(colon));
        }
        byte[] body = text.substring(end + 4).getBytes(ISO_8859_1);
        return new HttpAnswer(
                lines[0], headers, headers.contains("transfer-encoding: chunked") ? unchunked(body) : body);
    }

    private static byte[] unchunked(byte[] body) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(body);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int length = chunkLength(in); length > 0; length = chunkLength(in)) {
            joined.write(in.readNBytes(length));
            in.skipNBytes(2);
        }
        return joined.toByteArray();
    }

    private static int chunkLength(InputStream in) throws IOException {
        StringBuilder digits = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("a chunk is missing");
            }
            digits.append((char) b);
        }
        return Integer.parseInt(digits.toString().strip(), 16);
    }

    int status() {
        return Integer.parseInt(statusLine.split(" ")[1]);
    }

    String text() {
        return new String(body, UTF_8);
    }
}
