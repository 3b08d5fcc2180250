package org.otgwpi.system.setup;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.otgwpi.board.Edge;

/** A button from a GPIO line to ground that asks for the access point when it was held for three seconds. */
final class SetupButton implements Consumer<Edge> {

    static final long HELD_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Runnable held;
    private boolean down;
    private long downNanos;

    /** @param held is run when the button is let go after that time */
    SetupButton(Runnable held) {
        this.held = held;
    }

    @Override
    public void accept(Edge edge) {
        if (!edge.high()) {
            down = true;
            downNanos = edge.nanos();
        } else if (down) {
            down = false;
            if (edge.nanos() - downNanos >= HELD_NANOS) {
                held.run();
            }
        }
    }
}
