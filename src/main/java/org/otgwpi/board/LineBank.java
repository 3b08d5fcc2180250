package org.otgwpi.board;

import java.io.IOException;
import org.tinylog.Logger;

/** Lines that are driven together, each from its first level on. */
final class LineBank implements OutputBank {

    private final BankWires wires;
    private final Runnable whenClosed;
    private long driven;
    private long levels;
    private boolean closed;

    /** @param wires all inputs for now */
    LineBank(BankWires wires, Runnable whenClosed) {
        this.wires = wires;
        this.whenClosed = whenClosed;
    }

    @Override
    public synchronized void set(long mask, long wanted) throws IOException {
        if (closed) {
            throw new IOException("the outputs were given back");
        }
        long next = (levels & ~mask) | (wanted & mask);
        if ((mask & ~driven) == 0) {
            wires.set(next, mask);
        } else {
            wires.drive(driven | mask, next);
            driven |= mask;
        }
        levels = next;
    }

    synchronized boolean drives(int index) {
        return (driven >> index & 1) != 0;
    }

    synchronized boolean high(int index) {
        return (levels >> index & 1) != 0;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (driven != 0) {
                wires.set(0, driven);
                wires.drive(0, 0);
            }
        } catch (IOException e) {
            Logger.warn("The outputs may not have been switched off: {}", e.getMessage());
        }
        wires.close();
        whenClosed.run();
    }
}
