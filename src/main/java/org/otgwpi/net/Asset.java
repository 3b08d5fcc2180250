package org.otgwpi.net;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** One file for the browser: its bytes plain and compressed, and the headers that go with it. */
final class Asset {
    private static final HttpString CONTENT_SECURITY_POLICY = new HttpString("Content-Security-Policy");
    private static final HttpString CONTENT_TYPE_OPTIONS = new HttpString("X-Content-Type-Options");
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self';"
                    + " frame-ancestors 'self'";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=UTF-8"),
            Map.entry("js", "text/javascript; charset=UTF-8"),
            Map.entry("css", "text/css; charset=UTF-8"),
            Map.entry("json", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("txt", "text/plain; charset=UTF-8"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"));

    private final byte[] plain;
    private final byte @Nullable [] compressed;
    private final String type;
    private final String etag;
    private final String cacheControl;

    Asset(String path, byte[] content, String etag, String cacheControl) {
        plain = content;
        type = TYPES.getOrDefault(
                path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT), "application/octet-stream");
        this.etag = etag;
        this.cacheControl = cacheControl;
        byte[] smaller = gzip(content);
        compressed = smaller.length < content.length * 9 / 10 ? smaller : null;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    void send(HttpServerExchange exchange) {
        exchange.getResponseHeaders()
                .put(Headers.ETAG, etag)
                .put(Headers.CACHE_CONTROL, cacheControl)
                .add(Headers.VARY, "Accept-Encoding");
        protect(exchange);
        String known = exchange.getRequestHeaders().getFirst(Headers.IF_NONE_MATCH);
        if (known != null && (known.equals("*") || known.contains(etag))) {
            exchange.setStatusCode(304);
            exchange.endExchange();
            return;
        }
        byte[] body = plain;
        if (compressed != null && acceptsGzip(exchange.getRequestHeaders().getFirst(Headers.ACCEPT_ENCODING))) {
            exchange.getResponseHeaders().put(Headers.CONTENT_ENCODING, "gzip");
            body = compressed;
        }
        Replies.fixed(exchange, 200, type, body);
    }

    /** What keeps a page from loading and running what is not ours. */
    static void protect(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(CONTENT_TYPE_OPTIONS, "nosniff").put(CONTENT_SECURITY_POLICY, POLICY);
    }

    private static boolean acceptsGzip(@Nullable String accepted) {
        if (accepted == null) {
            return false;
        }
        for (String part : accepted.split(",", -1)) {
            String coding = part.replace(" ", "").toLowerCase(Locale.ROOT);
            if (coding.equals("gzip") || (coding.startsWith("gzip;") && !coding.matches("gzip;q=0(\\.0*)?"))) {
                return true;
            }
        }
        return false;
    }
}
