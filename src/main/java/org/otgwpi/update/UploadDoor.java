package org.otgwpi.update;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.otgwpi.net.BodyStream;
import org.otgwpi.net.MultipartReader;
import org.xnio.IoUtils;

/**
 * Lets in one uploaded file at a time, piece by piece onto the disk. Whatever becomes of it, in the end the door is
 * free and nothing is left that nobody knows. Thread-safe.
 */
final class UploadDoor {

    private static final long SILENCE_MILLIS = 20_000;

    /** What becomes of an upload. Called by a thread that may wait. */
    interface Visitor {

        /**
         * It begins.
         *
         * @throws Installer.RefusedException if nothing may be uploaded just now
         */
        void begun() throws Installer.RefusedException;

        /** So many bytes of the file are there. */
        void progress(long bytes);

        /** The file is there as a whole; whoever takes it removes it in the end. If this throws, it is removed here. */
        void received(StagedUpload.Received upload) throws IOException;

        /**
         * It was received, and the next one may come: the place to answer.
         *
         * @throws IOException with a sentence if it comes to nothing after all
         */
        void taken() throws IOException;

        /**
         * It did not work out, and nothing is left of it.
         *
         * @param status for an answer
         */
        void refused(int status, String sentence);

        /** The client has gone in the middle; there is nobody to answer. */
        void brokenOff(String sentence);
    }

    private final Staging staging;
    private final AtomicBoolean taken = new AtomicBoolean();

    UploadDoor(Staging staging) {
        this.staging = staging;
    }

    /** True while something is being uploaded or looked at. */
    boolean taken() {
        return taken.get();
    }

    /** Takes the file in the body of a request. Returns at once; to be called where waiting is allowed. */
    void open(HttpServerExchange exchange, Visitor visitor) throws IOException {
        String boundary = MultipartReader.boundary(exchange.getRequestHeaders().getFirst(Headers.CONTENT_TYPE));
        if (boundary == null) {
            visitor.refused(400, "A file is sent as multipart/form-data, in a part of its own. Nothing was changed.");
            return;
        }
        long room = staging.freeBytes();
        if (room == 0 || exchange.getRequestContentLength() > room) {
            visitor.refused(413, Staging.TOO_LARGE);
            return;
        }
        if (!taken.compareAndSet(false, true)) {
            visitor.refused(409, "Another file is being uploaded: wait for it and try again. Nothing was changed.");
            return;
        }
        String refusal = null;
        boolean begun = false;
        try {
            exchange.setMaxEntitySize(room);
            visitor.begun();
            StagedUpload upload = new StagedUpload(staging, visitor::progress);
            BodyStream.receive(exchange, new Receiver(exchange, visitor, upload, boundary), SILENCE_MILLIS);
            begun = true;
        } catch (Installer.RefusedException e) {
            refusal = String.valueOf(e.getMessage());
        } finally {
            if (!begun) {
                taken.set(false);
            }
        }
        if (refusal != null) {
            visitor.refused(409, refusal);
        }
    }

    private final class Receiver implements BodyStream.Sink {

        private final HttpServerExchange exchange;
        private final Visitor visitor;
        private final StagedUpload upload;
        private final MultipartReader reader;
        private boolean complete;
        private boolean inside = true;

        private Receiver(HttpServerExchange exchange, Visitor visitor, StagedUpload upload, String boundary) {
            this.exchange = exchange;
            this.visitor = visitor;
            this.upload = upload;
            this.reader = new MultipartReader(boundary, upload);
        }

        @Override
        public void bytes(ByteBuffer piece) throws IOException {
            reader.accept(piece);
        }

        @Override
        public void end() throws IOException {
            complete = true;
            reader.end();
            visitor.received(upload.received());
            leave();
            visitor.taken();
        }

        /** Before an answer goes out: whoever gets it may come again at once. */
        private void leave() {
            if (inside) {
                inside = false;
                taken.set(false);
            }
        }

        @Override
        public void failed(Exception cause) {
            upload.discard();
            leave();
            String sentence = String.valueOf(cause.getMessage());
            if (cause instanceof StagedUpload.NoRoomException) {
                visitor.refused(413, sentence);
            } else if (cause instanceof MultipartReader.MalformedException) {
                visitor.refused(400, sentence + " Nothing was changed.");
            } else if (cause instanceof Installer.RefusedException || complete) {
                visitor.refused(400, sentence);
            } else {
                IoUtils.safeClose(exchange.getConnection());
                visitor.brokenOff("The upload was broken off. Nothing was changed.");
            }
        }
    }
}
