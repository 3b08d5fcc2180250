package org.otgwpi.otgw.sensors;

import java.io.IOException;
import org.otgwpi.board.OutputLine;
import org.tinylog.Logger;

/** An output line that is written when its level is to change. For one thread. */
final class DrivenLine implements AutoCloseable {

    private final OutputLine line;
    private boolean high;
    private boolean failed;

    /** @param high the level it has */
    DrivenLine(OutputLine line, boolean high) {
        this.line = line;
        this.high = high;
    }

    /** Gives it a level. A line that refuses is tried again with the next change. */
    void set(boolean wanted) {
        if (wanted == high) {
            return;
        }
        high = wanted;
        try {
            line.set(wanted);
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                failed = true;
                Logger.error("{}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        line.close();
    }
}
