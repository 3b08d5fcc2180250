package org.otgwpi.board;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.tinylog.Logger;

/**
 * A reset line on an open-drain GPIO line (decisions 8). Where the chip has no such output, the kernel makes one: low
 * is driven, and released is an input. If the program dies, the kernel makes the line an input, and the chip runs.
 */
final class OpenDrainLine implements ResetLine {

    private final LineRequest line;
    private final Runnable whenClosed;
    private final AtomicBoolean closed = new AtomicBoolean();

    OpenDrainLine(LineRequest line, Runnable whenClosed) {
        this.line = line;
        this.whenClosed = whenClosed;
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
        if (!closed.getAndSet(true)) {
            line.close();
            whenClosed.run();
        }
    }

    private void set(long level) {
        try {
            line.set(level, 1);
        } catch (IOException e) {
            Logger.error("the gateway chip was not reset: {}", e.getMessage());
        }
    }
}
