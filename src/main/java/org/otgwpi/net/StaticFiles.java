package org.otgwpi.net;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Serves a {@link WebTree} at {@code /ui/<hash>/...}, cached by the browser for ever, and its index page at {@code /},
 * {@code /index} and {@code /index.html}, asked for again each time. In the index {@code {{assets}}} becomes
 * {@code ui/<hash>}, {@code {{version}}} the program's version. Whatever it does not know goes to the next handler.
 */
public final class StaticFiles implements HttpHandler {
    private static final Set<String> INDEX_PATHS = Set.of("/", "/index", "/index.html");
    private static final Set<HttpString> READING = Set.of(Methods.GET, Methods.HEAD);
    private static final String FOR_EVER = "public, max-age=31536000, immutable";
    static final String ASK_AGAIN = "no-cache";

    private final Map<String, Asset> assets = new HashMap<>();
    private final @Nullable Asset index;
    private final HttpHandler next;
    private final String hash;

    /**
     * @param tree the files
     * @param indexPath which of them is the index page, e.g. {@code otgw/index.html}
     * @param version the program's version, plain ASCII
     * @param next answers everything else
     */
    public StaticFiles(WebTree tree, String indexPath, String version, HttpHandler next) {
        this.next = next;
        hash = tree.hash();
        String etag = "W/\"" + hash + '-' + version + '"';
        tree.files()
                .forEach((path, content) ->
                        assets.put("/ui/" + hash + "/" + path, new Asset(path, content, etag, FOR_EVER)));
        byte[] page = tree.files().get(indexPath);
        index = page == null ? null : new Asset(indexPath, filledIn(page, hash, version), etag, ASK_AGAIN);
    }

    static byte[] filledIn(byte[] page, String hash, String version) {
        return new String(page, StandardCharsets.UTF_8)
                .replace("{{assets}}", "ui/" + hash)
                .replace("{{version}}", version)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The hash in the paths: the version of the page. */
    public String hash() {
        return hash;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        String path = exchange.getRequestURI();
        Asset asset = null;
        if (INDEX_PATHS.contains(path)) {
            asset = index;
        } else if (READING.contains(exchange.getRequestMethod())) {
            asset = assets.get(path);
        }
        if (asset == null) {
            next.handleRequest(exchange);
        } else {
            asset.send(exchange);
        }
    }
}
