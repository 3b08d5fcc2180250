package org.otgwpi.otgw.gateway;

import java.util.Locale;

/**
 * Bytes of a client that go to the chip together and unchanged. Nobody writes into {@code bytes}.
 *
 * @param text for a whole line: what the chip reads of it, at most 127 characters; else empty
 */
record LineChunk(Kind kind, byte[] bytes, String text) {

    private static final int SHORTEST_COMMAND = 4;

    /** What the bytes are to the chip. */
    enum Kind {
        /** A command with its end, or the rest of one whose beginning has gone out already: it is answered. */
        LINE,
        /** A part of a line, or an empty line: no answer comes. */
        LOOSE,
        /** Line feeds between lines, which the firmware ignores and its boot loader does not. */
        LINE_FEEDS,
        /** It begins with the boot loader's STX. */
        LOADER
    }

    /** True if the chip restarts. The original compares exactly. */
    boolean resets() {
        return text.equals("GW=R");
    }

    /** True if it switches the summary mode on. The original ignores case. */
    boolean startsSummaryMode() {
        return text.toUpperCase(Locale.ROOT).equals("PS=1");
    }

    /** True if it switches the summary mode off. The original ignores case. */
    boolean endsSummaryMode() {
        return text.toUpperCase(Locale.ROOT).equals("PS=0");
    }

    /** The command, for an answer to be compared with; empty if the chip can only answer {@code SE}. */
    String command() {
        return text.length() >= SHORTEST_COMMAND && text.charAt(2) == '=' ? text : "";
    }
}
