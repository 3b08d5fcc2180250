package org.otgwpi.remote;

import java.io.IOException;
import java.util.function.Consumer;
import org.otgwpi.board.OutputBank;
import org.tinylog.Logger;

/** The LED: dark at the start, its line an input until it first changes. Thread-safe. */
final class Lamp {

    private final OutputBank line;
    private volatile boolean lit;

    /** @param line one line */
    Lamp(OutputBank line) {
        this.line = line;
    }

    boolean lit() {
        return lit;
    }

    /** Changes it and tells {@code listener} the new state; changes are told in their order. */
    synchronized void toggle(Consumer<Boolean> listener) {
        lit = !lit;
        try {
            line.set(1, lit ? 1 : 0);
        } catch (IOException e) {
            Logger.error("The LED does not follow: {}", e.getMessage());
        }
        listener.accept(lit);
    }
}
