package org.otgwpi.board;

import java.io.IOException;
import org.tinylog.Logger;

/**
 * A reset line on an open-drain GPIO line (decisions 8). Where the chip has no such output, the kernel makes one: low
 * is driven, and released is an input. If the program dies, the kernel makes the line an input, and the chip runs.
 */
final class OpenDrainLine implements ResetLine {

    private final LineRequest line;
    private final Runnable closed;

    OpenDrainLine(LineRequest line, Runnable closed) {
        this.line = line;
        this.closed = closed;
    }

    @Override
    public void pull() {
        set(0);
    }

    @Override
    public void release() {
        set(1);
    }

    @Override
    public void close() {
        line.close();
        closed.run();
    }

    private void set(long level) {
        try {
            line.set(level, 1);
        } catch (IOException e) {
            Logger.error("the gateway chip was not reset: {}", e.getMessage());
        }
    }
}
