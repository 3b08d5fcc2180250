package org.otgwpi.net;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.util.Objects;

/**
 * One page of a {@link WebTree} at a path of its own, asked for again each time, filled in as {@link StaticFiles} does
 * it. Thread-safe.
 */
public final class WebPage implements HttpHandler {

    private final Asset page;

    /**
     * @param tree the files
     * @param path which of them, e.g. {@code shared/network.html}; it must be there
     * @param version the program's version, plain ASCII
     */
    public WebPage(WebTree tree, String path, String version) {
        String hash = tree.hash();
        byte[] content = Objects.requireNonNull(tree.files().get(path), path + " is missing from the program");
        page = new Asset(
                path,
                StaticFiles.filledIn(content, hash, version),
                "W/\"" + hash + '-' + version + '"',
                StaticFiles.ASK_AGAIN);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        page.send(exchange);
    }
}
