package org.otgwpi.update;

import static org.otgwpi.update.Installer.RefusedException.UNCHANGED;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import org.otgwpi.update.Installer.RefusedException;

/**
 * A bundle on a web server, read in ranges (RFC 9110 section 14) as RAUC reads it: nothing is kept, and no range waits
 * longer than the patience. For one thread.
 */
final class RemoteBundle extends InputStream {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int PIECE_BYTES = 256 * 1024;
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_SATISFIABLE = 416;
    private final String address;
    private final WebQuestion web;
    private byte[] piece = {};
    private int taken;
    private long offset;
    private boolean ended;

    RemoteBundle(String address, Duration patience) {
        this.address = address;
        this.web = new WebQuestion(patience, PIECE_BYTES);
    }

    /** Whether {@code source} is the address of one. */
    static boolean isAt(String source) {
        return source.startsWith("http://") || source.startsWith("https://");
    }

    /**
     * Asks for its beginning.
     *
     * @throws RefusedException if it is not to be had in ranges
     */
    void probe() throws RefusedException {
        fill();
    }

    private void fill() throws RefusedException {
        HttpResponse<byte[]> answer;
        try {
            answer = web.ask(
                    HttpRequest.newBuilder(WebQuestion.address(address, address))
                            .header("Range", "bytes=%d-%d".formatted(offset, offset + PIECE_BYTES - 1)),
                    PARTIAL_CONTENT);
        } catch (IOException e) {
            throw new RefusedException(
                    "The update at %s cannot be read: %s.".formatted(address, e.getMessage()) + UNCHANGED);
        }
        switch (answer.statusCode()) {
            case PARTIAL_CONTENT -> {
                piece = answer.body();
                taken = 0;
                offset += piece.length;
                ended = piece.length < PIECE_BYTES;
            }
            case NOT_SATISFIABLE -> ended = true;
            case 200 ->
                throw new RefusedException(
                        "The server of %s knows no range requests, and an update is read in ranges: upload the file instead."
                                        .formatted(address)
                                + UNCHANGED);
            default ->
                throw new RefusedException("The update at %s cannot be read: the server answers %d."
                                .formatted(address, answer.statusCode())
                        + UNCHANGED);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int start, int length) throws IOException {
        Objects.checkFromIndexSize(start, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (taken == piece.length && !ended) {
            fill();
        }
        int part = Math.min(length, piece.length - taken);
        if (part == 0) {
            return -1;
        }
        System.arraycopy(piece, taken, target, start, part);
        taken += part;
        return part;
    }
}
