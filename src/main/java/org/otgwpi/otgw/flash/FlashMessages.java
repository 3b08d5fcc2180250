package org.otgwpi.otgw.flash;

import java.nio.charset.StandardCharsets;

/** What port 81 says about a flash of the chip, byte for byte as the original (otgw-http-ws 2.10, 4.5). Stateless. */
final class FlashMessages {

    private static final int LONGEST_NAME = 128;
    private static final int LONGEST_ERROR = 256;

    private FlashMessages() {}

    /** It goes on; {@code start} as long as the bar stands at 0. */
    static byte[] progress(int percent, String fileName) {
        return utf8(head(percent == 0 ? "start" : "write", percent, fileName) + "}");
    }

    /** It has ended, well or not. */
    static byte[] end(boolean success, String fileName, String text) {
        return utf8(head(success ? "end" : "error", 100, fileName) + ",\"error\":\"" + escaped(text, LONGEST_ERROR)
                + "\"}");
    }

    private static String head(String state, int percent, String fileName) {
        return "{\"state\":\"" + state + "\",\"flash_written\":" + percent + ",\"flash_total\":100,\"filename\":\""
                + escaped(fileName, LONGEST_NAME) + "\"";
    }

    private static String escaped(String text, int longest) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().limit(longest).forEach(each -> {
            if (each == '"' || each == '\\') {
                escaped.append('\\');
            }
            escaped.appendCodePoint(each < ' ' ? ' ' : each);
        });
        return escaped.toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
