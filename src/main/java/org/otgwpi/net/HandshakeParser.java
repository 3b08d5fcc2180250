package org.otgwpi.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Reads the opening handshake of port 81 as the original does (otgw-http-ws 2.2): line by line, any path, any header,
 * no check of Host or Origin. Bytes behind the blank line stay in the buffer. Not thread-safe.
 */
public final class HandshakeParser {
    private static final int LONGEST_LINE = 4096;

    /** How far the handshake is. */
    public enum State {
        INCOMPLETE,
        VALID,
        INVALID
    }

    private final int maxBytes;
    private byte[] line = new byte[128];
    private int lineLength;
    private int total;

    private String url = "";
    private boolean connectionUpgrades;
    private boolean upgradesToWebSocket;
    private boolean versionIs13;
    private String key = "";
    private boolean protocolOffered;

    /** @param maxBytes longest request; a longer one is invalid */
    public HandshakeParser(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Takes bytes up to the blank line that ends the request. */
    public State feed(ByteBuffer in) {
        while (in.hasRemaining()) {
            byte b = in.get();
            if (++total > maxBytes || lineLength == LONGEST_LINE) {
                return State.INVALID;
            }
            if (b == '\n') {
                String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1).trim();
                lineLength = 0;
                if (text.isEmpty()) {
                    return isValid() ? State.VALID : State.INVALID;
                }
                acceptLine(text);
            } else {
                if (lineLength == line.length) {
                    line = Arrays.copyOf(line, lineLength * 2);
                }
                line[lineLength++] = b;
            }
        }
        return State.INCOMPLETE;
    }

    private boolean isValid() {
        return !url.isEmpty() && connectionUpgrades && upgradesToWebSocket && versionIs13 && !key.isEmpty();
    }

    private void acceptLine(String text) {
        if (text.startsWith("GET ")) {
            int end = text.indexOf(' ', 4);
            url = end < 0 ? text.substring(4) : text.substring(4, end);
            return;
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return;
        }
        String value = text.substring(colon + 1);
        if (value.startsWith(" ")) {
            value = value.substring(1);
        }
        switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "connection" ->
                connectionUpgrades = value.toLowerCase(Locale.ROOT).contains("upgrade");
            case "upgrade" -> upgradesToWebSocket = value.equalsIgnoreCase("websocket");
            case "sec-websocket-version" -> versionIs13 = value.matches("\\s*0*13");
            case "sec-websocket-key" -> key = value;
            case "sec-websocket-protocol" -> protocolOffered = !value.isEmpty();
            default -> {
                // every other header is accepted and ignored
            }
        }
    }

    /** The value of Sec-WebSocket-Key. */
    public String key() {
        return key;
    }

    /** Whether the client offered a sub-protocol. */
    public boolean protocolOffered() {
        return protocolOffered;
    }

    /** The path and query the client asked for. */
    public String url() {
        return url;
    }
}
