package org.otgwpi.net;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A WebSocket client on a plain socket that can also misbehave. */
public final class RawClient implements Closeable {
    public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

    /** A frame the server sent. */
    @SuppressWarnings("ArrayRecordComponent")
    public record Received(int opcode, byte[] payload) {
        public String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        public int closeCode() {
            return payload.length < 2 ? 1005 : (payload[0] & 0xFF) << 8 | (payload[1] & 0xFF);
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    public RawClient(int port) throws IOException {
        this(port, 0);
    }

    public RawClient(int port, int receiveBuffer) throws IOException {
        socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5000);
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    public static RawClient upgraded(int port) throws IOException {
        return upgraded(port, "/", 0);
    }

    public static RawClient upgraded(int port, String path, int receiveBuffer) throws IOException {
        RawClient client = new RawClient(port, receiveBuffer);
        client.send(request(path));
        String head = client.readHead();
        if (!head.startsWith("HTTP/1.1 101 ")) {
            throw new IOException("no upgrade: " + head);
        }
        return client;
    }

    public static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: " + KEY + "\r\n\r\n";
    }

    public void send(String bytes) throws IOException {
        send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (true) {
            int b = in.read();
            if (b < 0) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
            head.write(b);
            String text = head.toString(StandardCharsets.ISO_8859_1);
            if (text.endsWith("\r\n\r\n")) {
                return text;
            }
        }
    }

    public byte[] readFully(int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /** Everything until the server ends the connection. */
    public byte[] readAll() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[8192];
        try {
            for (int n = in.read(part); n >= 0; n = in.read(part)) {
                all.write(part, 0, n);
            }
        } catch (java.net.SocketException e) {
            // a reset ends it too
        }
        return all.toByteArray();
    }

    public Received readFrame() throws IOException {
        byte[] head = readFully(2);
        int length = head[1] & 0x7F;
        if ((head[1] & 0x80) != 0 || (head[0] & 0xF0) != 0x80) {
            throw new IOException("bad frame header " + Arrays.toString(head));
        }
        if (length >= 126) {
            byte[] more = readFully(length == 126 ? 2 : 8);
            length = 0;
            for (byte b : more) {
                length = length << 8 | (b & 0xFF);
            }
        }
        return new Received(head[0] & 0x0F, readFully(length));
    }

    /** The next frame that is no ping. */
    public Received readData() throws IOException {
        Received frame = readFrame();
        while (frame.opcode() == 9) {
            frame = readFrame();
        }
        return frame;
    }

    public boolean ended() throws IOException {
        return in.read() < 0;
    }

    public Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    public static byte[] frame(int firstByte, byte[] payload) {
        return frame(firstByte, payload, payload.length);
    }

    /** A masked frame that announces {@code length} bytes and carries {@code payload}. */
    public static byte[] frame(int firstByte, byte[] payload, long length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(firstByte);
        if (length < 126) {
            bytes.write(0x80 | (int) length);
        } else if (length < 0x10000) {
            bytes.write(0x80 | 126);
            bytes.write((int) length >> 8);
            bytes.write((int) length);
        } else {
            bytes.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                bytes.write((int) (length >> shift));
            }
        }
        byte[] mask = {0x12, (byte) 0xA4, 0x7F, (byte) 0xC3};
        bytes.writeBytes(mask);
        for (int i = 0; i < payload.length; i++) {
            bytes.write(payload[i] ^ mask[i & 3]);
        }
        return bytes.toByteArray();
    }

    public static byte[] text(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    public static byte[] close(int code) {
        return frame(0x88, new byte[] {(byte) (code >> 8), (byte) code});
    }
}
