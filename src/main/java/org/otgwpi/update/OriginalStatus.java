package org.otgwpi.update;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * What the original says of an update, on port 81 and at {@code GET /status} (otgw-http-ws 2.10, 3.5). Immutable.
 *
 * @param state {@code idle}, {@code start}, {@code write}, {@code end}, {@code error} or {@code abort}
 * @param written bytes of the file that are installed
 * @param total bytes of the file; 0 if that is not known
 */
record OriginalStatus(String state, long written, long total, String fileName, String error) {

    static final OriginalStatus IDLE = new OriginalStatus("idle", 0, 0, "", "");

    private static final int LONGEST_NAME_BYTES = 63;
    private static final int LONGEST_ERROR_BYTES = 95;

    OriginalStatus in(String next, long bytes) {
        return new OriginalStatus(next, bytes, total, fileName, error);
    }

    OriginalStatus failed(String next, String sentence) {
        return new OriginalStatus(next, written, total, fileName, sentence);
    }

    byte[] json() {
        return ("{\"state\":\"" + state + "\",\"flash_written\":" + written + ",\"flash_total\":" + total
                        + ",\"filename\":\"" + escaped(cut(fileName, LONGEST_NAME_BYTES)) + "\",\"error\":\""
                        + escaped(cut(error, LONGEST_ERROR_BYTES)) + "\"}")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The first characters that have no more than {@code longest} bytes together. */
    private static String cut(String text, int longest) {
        CharsetEncoder encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        ByteBuffer bytes = ByteBuffer.allocate(longest);
        encoder.encode(CharBuffer.wrap(text), bytes, true);
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each == '"' || each == '\\') {
                escaped.append('\\');
            }
            escaped.append(each < ' ' ? ' ' : each);
        }
        return escaped.toString();
    }
}
