package org.otgwpi.otgw.files;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.otgwpi.net.Replies;

/**
 * A small file of the program that browsers ask for again each time, but get only when it has changed (decisions 1).
 * Immutable.
 */
public final class ProgramPage implements HttpHandler {

    private final byte[] content;
    private final String type;
    private final String etag;

    private ProgramPage(byte[] content, String type) {
        this.content = content;
        this.type = type;
        this.etag = '"' + hash(content) + '"';
    }

    /** @param resource the name of a file beside this class */
    public static ProgramPage of(String resource, String type) {
        try (InputStream in = ProgramPage.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the program");
            }
            return new ProgramPage(in.readAllBytes(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code /version.hash}: the commit in a version {@code <semver>+<commit>}, which the original's page asks for. */
    public static ProgramPage versionHash(String version) {
        String commit = version.substring(version.indexOf('+') + 1);
        return new ProgramPage((commit + "\n").getBytes(StandardCharsets.UTF_8), "text/plain");
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache").put(Headers.ETAG, etag);
        String known = exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH);
        if (known != null && known.contains(etag)) {
            exchange.setStatusCode(304);
            exchange.endExchange();
        } else {
            Replies.fixed(exchange, 200, type, content);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
