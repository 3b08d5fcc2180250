package org.otgwpi.simulator;

import org.jspecify.annotations.Nullable;

/**
 * Gathers the bytes of one command line (otgw-core 1.3): 15 characters, what comes behind them is lost; a carriage
 * return completes the line, line feeds and empty lines do not count. While a complete line waits to be taken, further
 * bytes are dropped.
 */
final class CommandBuffer {

    private static final int MOST_CHARACTERS = 15;
    private static final char CARRIAGE_RETURN = '\r';
    private static final char LINE_FEED = '\n';

    private final StringBuilder line = new StringBuilder(MOST_CHARACTERS);
    private boolean complete;

    void accept(int octet) {
        char character = (char) (octet & 0xFF);
        if (complete || character == LINE_FEED) {
            return;
        }
        if (character == CARRIAGE_RETURN) {
            complete = !line.isEmpty();
        } else if (line.length() < MOST_CHARACTERS) {
            line.append(character);
        }
    }

    /** The complete line, once, or null if none waits. */
    @Nullable
    String take() {
        if (!complete) {
            return null;
        }
        String taken = line.toString();
        line.setLength(0);
        complete = false;
        return taken;
    }

    /** True if the line that waits is {@code text}. */
    boolean waits(String text) {
        return complete && text.contentEquals(line);
    }
}
