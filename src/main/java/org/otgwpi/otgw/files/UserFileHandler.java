package org.otgwpi.otgw.files;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import org.otgwpi.net.Replies;
import org.otgwpi.otgw.rest.ApiReplies;
import org.otgwpi.otgw.rest.QueryString;
import org.otgwpi.settings.SettingsStore;
import org.xnio.IoUtils;

/**
 * What answers a path that no route knows: with {@code ?delete=} it deletes, else it sends the user's file of that name
 * (otgw-http-ws 1.14, 1.16). Thread-safe.
 */
public final class UserFileHandler implements HttpHandler {

    private static final String TEXT = "text/plain";
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry(".htm", "text/html; charset=UTF-8"),
            Map.entry(".html", "text/html; charset=UTF-8"),
            Map.entry(".css", "text/css"),
            Map.entry(".js", "application/javascript"),
            Map.entry(".json", "application/json"),
            Map.entry(".png", "image/png"),
            Map.entry(".gif", "image/gif"),
            Map.entry(".jpg", "image/jpeg"),
            Map.entry(".ico", "image/x-icon"),
            Map.entry(".xml", "text/xml"),
            Map.entry(".pdf", "application/x-pdf"),
            Map.entry(".zip", "application/x-zip"),
            Map.entry(".gz", "application/x-gzip"));

    private final UserFolder folder;
    private final SettingsStore settings;

    public UserFileHandler(UserFolder folder, SettingsStore settings) {
        this.folder = folder;
        this.settings = settings;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws IOException {
        String delete = QueryString.of(exchange).first("delete");
        try {
            if (delete == null) {
                send(exchange);
            } else {
                folder.delete(delete);
                backToExplorer(exchange);
            }
        } catch (RefusedPathException e) {
            Replies.text(exchange, 400, String.valueOf(e.getMessage()));
        }
    }

    /** The answer after an upload or a deletion. */
    static void backToExplorer(HttpServerExchange exchange) {
        exchange.setStatusCode(303);
        exchange.getResponseHeaders().put(Headers.LOCATION, "FSexplorer.html").put(Headers.CACHE_CONTROL, "no-cache");
        exchange.setResponseContentLength(0);
        exchange.endExchange();
    }

    private void send(HttpServerExchange exchange) throws RefusedPathException, IOException {
        String path = UserFolder.decoded(exchange.getRequestURI());
        Path file = folder.resolve(path.endsWith("/") ? path + "index.html" : path);
        if (folder.isSettings(file)) {
            Replies.fixed(exchange, 200, TEXT, settings.redactedFile());
        } else if (UserFolder.isFile(file)) {
            send(exchange, file);
        } else if (UserFolder.isFolder(file)) {
            Replies.fixed(exchange, 200, TEXT, "");
        } else {
            ApiReplies.fileNotFound(exchange);
        }
    }

    private static void send(HttpServerExchange exchange, Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        exchange.addExchangeCompleteListener((ended, next) -> {
            IoUtils.safeClose(channel);
            next.proceed();
        });
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type(file));
        exchange.setResponseContentLength(channel.size());
        if (exchange.getRequestMethod().equals(Methods.HEAD) || channel.size() == 0) {
            exchange.endExchange();
        } else {
            exchange.getResponseSender().transferFrom(channel, new EndOrCut());
        }
    }

    private static String type(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        return dot < 0 ? TEXT : TYPES.getOrDefault(name.substring(dot), TEXT);
    }

    /** A file that became shorter while it was sent ends the connection. */
    private static final class EndOrCut implements IoCallback {

        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            exchange.endExchange();
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException cause) {
            IoUtils.safeClose(exchange.getConnection());
            exchange.endExchange();
        }
    }
}
