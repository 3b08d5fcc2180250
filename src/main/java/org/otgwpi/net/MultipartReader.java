package org.otgwpi.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Takes a multipart/form-data body apart (RFC 7578, RFC 2046 section 5.1.1) as it arrives, in pieces of any size. Keeps
 * nothing but the headers of one part. Not thread-safe.
 */
public final class MultipartReader {

    private static final int LONGEST_HEADERS = 8192;
    private static final int LONGEST_BOUNDARY = 70;

    /** What is in the body. */
    public interface Sink {

        /**
         * A part begins.
         *
         * @param name of the form's field, empty if it has none
         * @param fileName null if it is no file
         */
        void begin(String name, @Nullable String fileName) throws IOException;

        /** The next bytes of the part. */
        void content(byte[] bytes, int offset, int length) throws IOException;

        /** The part is complete. */
        void end() throws IOException;
    }

    /** A body that is no multipart/form-data. The message is a sentence. */
    public static final class MalformedException extends IOException {

        private static final long serialVersionUID = 1L;

        MalformedException(String sentence) {
            super(sentence);
        }
    }

    private enum State {
        BEFORE_FIRST_PART,
        BEHIND_BOUNDARY,
        HEADERS,
        CONTENT,
        DONE
    }

    private final byte[] delimiter;
    private final Sink sink;
    private final ByteArrayOutputStream headers = new ByteArrayOutputStream();
    private final byte[] content = new byte[4096];
    private int contentLength;
    private State state = State.BEFORE_FIRST_PART;
    /** How many bytes of the delimiter the last bytes are; the body begins as if a line end stood before it. */
    private int matched = 2;

    private int previous;

    /** @param boundary as {@link #boundary} found it */
    public MultipartReader(String boundary, Sink sink) {
        this.delimiter = ("\r\n--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
        this.sink = sink;
    }

    /** The boundary that a Content-Type names, or null if it is no multipart/form-data with a proper one. */
    public static @Nullable String boundary(@Nullable String contentType) {
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            return null;
        }
        String boundary = parameter(contentType, "boundary");
        boolean proper = boundary != null
                && !boundary.isEmpty()
                && boundary.length() <= LONGEST_BOUNDARY
                && boundary.chars().allMatch(c -> c >= ' ' && c <= '~');
        return proper ? boundary : null;
    }

    /** Takes the next bytes. */
    public void accept(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int b = bytes.get() & 0xFF;
            switch (state) {
                case BEFORE_FIRST_PART, CONTENT -> scan(b);
                case BEHIND_BOUNDARY -> behindBoundary(b);
                case HEADERS -> header(b);
                case DONE -> {}
            }
        }
        flush();
    }

    /** The body is complete. */
    public void end() throws MalformedException {
        if (state != State.DONE) {
            throw new MalformedException("The upload is cut off: its last boundary is missing.");
        }
    }

    /** The delimiter holds one CR, its first byte: after a mismatch nothing but that CR can begin it again. */
    private void scan(int b) throws IOException {
        if (b == (delimiter[matched] & 0xFF)) {
            matched++;
            if (matched == delimiter.length) {
                finishPart();
            }
            return;
        }
        for (int i = 0; i < matched; i++) {
            emit(delimiter[i]);
        }
        matched = b == '\r' ? 1 : 0;
        if (matched == 0) {
            emit((byte) b);
        }
    }

    private void emit(byte b) throws IOException {
        if (state == State.CONTENT) {
            content[contentLength++] = b;
            if (contentLength == content.length) {
                flush();
            }
        }
    }

    private void flush() throws IOException {
        if (contentLength > 0) {
            sink.content(content, 0, contentLength);
            contentLength = 0;
        }
    }

    private void finishPart() throws IOException {
        flush();
        matched = 0;
        previous = 0;
        if (state == State.CONTENT) {
            sink.end();
        }
        state = State.BEHIND_BOUNDARY;
    }

    /** Two hyphens end the body, a line end begins a part; blanks may stand before it. */
    private void behindBoundary(int b) throws IOException {
        if (b == '-' && previous == '-') {
            state = State.DONE;
        } else if (b == '\n' && previous == '\r') {
            headers.reset();
            state = State.HEADERS;
        } else if (previous == '-' || previous == '\r' || (b != '-' && b != '\r' && b != ' ' && b != '\t')) {
            throw new MalformedException("The upload has a broken boundary.");
        }
        previous = b;
    }

    private void header(int b) throws IOException {
        headers.write(b);
        if (headers.size() > LONGEST_HEADERS) {
            throw new MalformedException("A part of the upload has too long headers.");
        }
        String text = b == '\n' ? headers.toString(StandardCharsets.UTF_8) : "";
        if (text.equals("\r\n") || text.endsWith("\r\n\r\n")) {
            begin(text);
        }
    }

    private void begin(String text) throws IOException {
        String disposition = "";
        for (String line : text.split("\r\n", -1)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-disposition:")) {
                disposition = line;
            }
        }
        String name = parameter(disposition, "name");
        sink.begin(name == null ? "" : name, parameter(disposition, "filename"));
        matched = 0;
        state = State.CONTENT;
    }

    /** A parameter of a header: {@code ; name=value} or {@code ; name="value"}, where \" and %22 stand for a quote. */
    private static @Nullable String parameter(String header, String name) {
        int at = header.indexOf(';');
        while (at >= 0) {
            int equals = header.indexOf('=', at);
            if (equals < 0) {
                return null;
            }
            String found = header.substring(at + 1, equals).strip();
            int start = equals + 1;
            StringBuilder value = new StringBuilder();
            int end = start < header.length() && header.charAt(start) == '"'
                    ? quoted(header, start + 1, value)
                    : bare(header, start, value);
            if (found.equalsIgnoreCase(name)) {
                return value.toString();
            }
            at = header.indexOf(';', end);
        }
        return null;
    }

    private static int quoted(String header, int start, StringBuilder value) {
        int i = start;
        while (i < header.length() && header.charAt(i) != '"') {
            if (header.charAt(i) == '\\' && i + 1 < header.length() && header.charAt(i + 1) == '"') {
                i++;
            }
            value.append(header.charAt(i));
            i++;
        }
        return i;
    }

    private static int bare(String header, int start, StringBuilder value) {
        int end = header.indexOf(';', start);
        int stop = end < 0 ? header.length() : end;
        value.append(header.substring(start, stop).strip());
        return stop;
    }
}
