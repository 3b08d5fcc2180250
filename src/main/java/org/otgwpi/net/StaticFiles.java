package org.otgwpi.net;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

    private final Map<String, Asset> assets = new ConcurrentHashMap<>();
    private final @Nullable Asset index;
    private final HttpHandler next;
    private final String hash;
    private final String folder;
    private final WebTree tree;
    private final String version;

    /**
     * @param tree the files
     * @param indexPath which of them is the index page, e.g. {@code otgw/index.html}
     * @param version the program's version, plain ASCII
     * @param next answers everything else
     */
    public StaticFiles(WebTree tree, String indexPath, String version, HttpHandler next) {
        this.next = next;
        this.tree = tree;
        this.version = version;
        hash = tree.hash();
        folder = "/ui/" + hash + "/";
        byte[] page = tree.files().get(indexPath);
        index = page == null ? null : new Asset(indexPath, filledIn(page, hash, version), etag(indexPath), ASK_AGAIN);
    }

    /** Each is made when it is first asked for: nobody asks for all of them. */
    private @Nullable Asset asset(String path) {
        if (!path.startsWith(folder)) {
            return null;
        }
        String file = path.substring(folder.length());
        byte[] content = tree.files().get(file);
        return content == null
                ? null
                : assets.computeIfAbsent(file, name -> new Asset(name, content, etag(file), FOR_EVER));
    }

    /** With the file's name: what stands at an address is another file when the personality is another. */
    private String etag(String path) {
        return "W/\"" + hash + '-' + version + '-' + path + '"';
    }

    /** A text of the tree with {@code {{assets}}} and {@code {{version}}} filled in; empty if there is none. */
    public String text(String path) {
        byte[] content = tree.files().get(path);
        return content == null ? "" : new String(filledIn(content, hash, version), StandardCharsets.UTF_8);
    }

    /** Serves one file of the tree, asked for again each time, at whatever path leads here. */
    public HttpHandler file(String path) {
        byte[] content = tree.files().get(path);
        if (content == null) {
            return next;
        }
        Asset asset = new Asset(
                path, path.endsWith(".html") ? filledIn(content, hash, version) : content, etag(path), ASK_AGAIN);
        return asset::send;
    }

    /** Puts the headers in that keep a page from loading and running what is not ours. */
    public static void protect(HttpServerExchange exchange) {
        Asset.protect(exchange);
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
            asset = asset(path);
        }
        if (asset == null) {
            next.handleRequest(exchange);
        } else {
            asset.send(exchange);
        }
    }
}
