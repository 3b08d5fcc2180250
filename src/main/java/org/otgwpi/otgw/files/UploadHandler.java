package org.otgwpi.otgw.files;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.otgwpi.net.BodyStream;
import org.otgwpi.net.MultipartReader;
import org.otgwpi.net.Replies;
import org.otgwpi.otgw.rest.QueryString;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;

/**
 * {@code POST /upload}: takes files from a form (otgw-http-ws 1.13). They are written aside as they arrive and appear
 * when the whole body was good; else nothing changes. Thread-safe.
 */
public final class UploadHandler implements HttpHandler {

    private static final long SILENCE_MILLIS = 5000;

    /** Each costs memory and a file for as long as its client likes to take. */
    private static final int MOST_AT_ONCE = 8;

    private final UserFolder folder;
    private final Path incoming;
    private final SettingsStore settings;
    private final Storage storage;
    private final Semaphore places = new Semaphore(MOST_AT_ONCE);

    /**
     * Empties the folder for unfinished uploads.
     *
     * @param incoming that folder, on the same disk as the user's; made if need be
     */
    public UploadHandler(UserFolder folder, Path incoming, SettingsStore settings, Storage storage) {
        this.folder = folder;
        this.incoming = incoming;
        this.settings = settings;
        this.storage = storage;
        try {
            empty(incoming);
        } catch (IOException e) {
            Logger.warn("The folder {} for uploads cannot be used: {}", incoming, e.getMessage());
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws IOException {
        String boundary = MultipartReader.boundary(exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE));
        if (boundary == null) {
            refuse(exchange, 400, "An upload is sent as multipart/form-data, with the file in a part of its own.");
            return;
        }
        long room = storage.freeBytes();
        if (room == 0 || exchange.getRequestContentLength() > room) {
            refuse(exchange, 413, Upload.TOO_LARGE);
            return;
        }
        if (!places.tryAcquire()) {
            refuse(exchange, 503, "Other uploads are on their way: wait for one to end and try again.");
            return;
        }
        exchange.setMaxEntitySize(room);
        QueryString query = QueryString.of(exchange);
        String path = query.first("path");
        Upload upload =
                new Upload(folder, incoming, settings, storage, path == null ? "/" : path, query.first("filename"));
        MultipartReader reader = new MultipartReader(boundary, upload);
        BodyStream.receive(exchange, new Receiver(exchange, upload, reader, places), SILENCE_MILLIS);
    }

    private static void empty(Path incoming) throws IOException {
        Files.createDirectories(incoming);
        try (Stream<Path> left = Files.list(incoming)) {
            for (Path file : (Iterable<Path>) left::iterator) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static void refuse(HttpServerExchange exchange, int status, String sentence) {
        Replies.text(exchange, status, sentence);
    }

    private static final class Receiver implements BodyStream.Sink {

        private final HttpServerExchange exchange;
        private final Upload upload;
        private final MultipartReader reader;
        private final Semaphore places;
        private boolean over;

        private Receiver(HttpServerExchange exchange, Upload upload, MultipartReader reader, Semaphore places) {
            this.exchange = exchange;
            this.upload = upload;
            this.reader = reader;
            this.places = places;
        }

        @Override
        public void bytes(ByteBuffer piece) throws IOException {
            reader.accept(piece);
        }

        @Override
        public void end() throws IOException {
            leave();
            reader.end();
            upload.finish();
            UserFileHandler.backToExplorer(exchange);
        }

        @Override
        public void failed(Exception cause) {
            leave();
            upload.discard();
            if (cause instanceof Upload.RefusedException refused) {
                refuse(exchange, refused.status(), String.valueOf(refused.getMessage()));
            } else if (cause instanceof MultipartReader.MalformedException) {
                refuse(exchange, 400, String.valueOf(cause.getMessage()));
            } else {
                Logger.warn("An upload from {} failed: {}", exchange.getSourceAddress(), cause.getMessage());
                refuse(exchange, 500, "The upload could not be stored: " + cause.getMessage() + ".");
            }
        }

        private void leave() {
            if (!over) {
                over = true;
                places.release();
            }
        }
    }
}
