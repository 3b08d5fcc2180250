package org.otgwpi.update;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.otgwpi.net.OffIoThread;
import org.otgwpi.net.Replies;
import org.otgwpi.net.RequestBody;
import org.tinylog.Logger;
import org.xnio.IoUtils;

/**
 * {@code /_pi/backup}: GET sends a backup without passwords, POST one with them, locked by the form's {@code
 * passphrase}. Thread-safe.
 */
final class BackupPage implements HttpHandler {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH-mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int SHORTEST_PASS_PHRASE = 8;
    private static final String FIELD = Uploads.PASS_PHRASE + "=";

    private final RequestBody body = new RequestBody(4096, 5000);
    private final BackupWriter writer;
    private final Staging staging;
    private final InstantSource wallClock;

    BackupPage(BackupWriter writer, Staging staging, InstantSource wallClock) {
        this.writer = writer;
        this.staging = staging;
        this.wallClock = wallClock;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.getRequestMethod().equals(Methods.POST)) {
            body.read(exchange, (whole, form) -> {
                String passPhrase = passPhrase(new String(form, StandardCharsets.US_ASCII));
                if (passPhrase.length() < SHORTEST_PASS_PHRASE) {
                    Replies.text(
                            whole,
                            400,
                            "The pass phrase needs %d characters at least.".formatted(SHORTEST_PASS_PHRASE));
                    return;
                }
                new OffIoThread(each -> send(each, passPhrase)).handleRequest(whole);
            });
        } else {
            new OffIoThread(each -> send(each, "")).handleRequest(exchange);
        }
    }

    private static String passPhrase(String form) {
        for (String pair : form.split("&", -1)) {
            if (pair.startsWith(FIELD)) {
                try {
                    return URLDecoder.decode(pair.substring(FIELD.length()), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    return "";
                }
            }
        }
        return "";
    }

    private void send(HttpServerExchange exchange, String passPhrase) throws IOException {
        if (staging.freeBytes() == 0) {
            Replies.text(exchange, 507, "There is not enough room to make a backup. Delete files to make some.");
            return;
        }
        Path file = staging.file("backup");
        FileChannel channel;
        try {
            try (OutputStream out = Files.newOutputStream(file)) {
                writer.write(out, passPhrase);
            }
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.DELETE_ON_CLOSE);
        } catch (IOException e) {
            Staging.remove(file);
            Logger.warn("A backup cannot be made: {}", e.getMessage());
            Replies.text(exchange, 500, "The backup cannot be made: " + e.getMessage() + ".");
            return;
        }
        exchange.addExchangeCompleteListener((ended, next) -> {
            IoUtils.safeClose(channel);
            next.proceed();
        });
        exchange.getResponseHeaders()
                .put(Headers.CACHE_CONTROL, "no-store")
                .put(Headers.CONTENT_TYPE, "application/zip")
                .put(
                        Headers.CONTENT_DISPOSITION,
                        "attachment; filename=\"otgw-pi-backup-" + STAMP.format(wallClock.instant()) + ".zip\"");
        exchange.setResponseContentLength(channel.size());
        exchange.getResponseSender().transferFrom(channel, new EndOrCut());
    }

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
