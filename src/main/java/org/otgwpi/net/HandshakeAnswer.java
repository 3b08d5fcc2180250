package org.otgwpi.net;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** The bytes that answer an opening handshake on port 81 (otgw-http-ws 2.2). */
public final class HandshakeAnswer {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final byte[] REFUSAL = ascii("""
            HTTP/1.1 400 Bad Request
            Server: arduino-WebSocket-Server
            Content-Type: text/plain
            Content-Length: 32
            Connection: close
            Sec-WebSocket-Version: 13

            This is a Websocket server only!""");

    private HandshakeAnswer() {}

    /** The 101 for a key; the sub-protocol is always {@code arduino}, and only if one was offered. */
    public static byte[] accepted(String key, boolean protocolOffered) {
        String protocol = protocolOffered ? "Sec-WebSocket-Protocol: arduino\n" : "";
        return ascii("""
                HTTP/1.1 101 Switching Protocols
                Server: arduino-WebSocketsServer
                Upgrade: websocket
                Connection: Upgrade
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Accept: %s
                """.formatted(acceptValue(key)) + protocol + "\n");
    }

    /** The 400 for everything that is no handshake. */
    public static byte[] refused() {
        return REFUSAL.clone();
    }

    /** Sec-WebSocket-Accept for a key (RFC 6455 section 4.2.2). */
    public static String acceptValue(String key) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-1", e);
        }
    }

    private static byte[] ascii(String lines) {
        return lines.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
