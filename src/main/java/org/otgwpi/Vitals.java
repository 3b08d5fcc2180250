package org.otgwpi;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import org.tinylog.Logger;

/**
 * Whether the program really does its work: its own threads live, and its status page, which asks the gateway how it is,
 * answers over the network in time. Safe for any thread; an answer takes seconds at most.
 */
final class Vitals implements BooleanSupplier {

    private static final int PATIENCE_MILLIS = 10_000;
    private static final byte[] REQUEST = "GET /_pi/status HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** What follows the version in the first line of an answer. */
    private static final byte[] SUCCESS = {' ', '2', '0', '0', ' '};

    /** The length of {@code HTTP/1.1}. */
    private static final int VERSION_BYTES = 8;

    private final int httpPort;
    private final BooleanSupplier threadsLive;

    Vitals(int httpPort, BooleanSupplier threadsLive) {
        this.httpPort = httpPort;
        this.threadsLive = threadsLive;
    }

    @Override
    public boolean getAsBoolean() {
        if (!threadsLive.getAsBoolean()) {
            Logger.error("a thread of the program is gone");
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), httpPort), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(REQUEST);
            byte[] start = socket.getInputStream().readNBytes(VERSION_BYTES + SUCCESS.length);
            // Taken to its end, so that the server does not meet a closed connection.
            socket.getInputStream().readAllBytes();
            return start.length > VERSION_BYTES
                    && Arrays.equals(start, VERSION_BYTES, start.length, SUCCESS, 0, SUCCESS.length);
        } catch (IOException e) {
            Logger.error("the status page does not answer: {}", e.getMessage());
            return false;
        }
    }
}
