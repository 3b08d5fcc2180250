package org.otgwpi;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.otgwpi.board.Machine;
import org.otgwpi.update.QuiesceOrder;

/** How this run of the program ends: everything is closed, once, and the machine may restart. Thread-safe. */
final class LastActs implements QuiesceOrder.Ending {

    private static final int ENDED_BY_ITSELF = 3;

    private final Machine machine;
    private final AtomicReference<Runnable> closing = new AtomicReference<>(() -> {});
    private final AtomicBoolean closed = new AtomicBoolean();

    LastActs(Machine machine) {
        this.machine = machine;
    }

    /** What is to be closed, in this order. */
    void close(Runnable everything) {
        closing.set(everything);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closing.get().run();
        }
    }

    @Override
    public void reboot() {
        machine.reboot();
    }

    @Override
    public void giveUp() {
        System.exit(ENDED_BY_ITSELF);
    }
}
