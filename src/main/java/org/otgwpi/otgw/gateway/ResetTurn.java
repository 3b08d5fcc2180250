package org.otgwpi.otgw.gateway;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.PicLine;

/**
 * A reset that a user asked for: nobody else sends until the chip has printed its banner.
 *
 * @param reset does it
 * @param asker gets the banner, or null if none came
 */
record ResetTurn(Runnable reset, Consumer<@Nullable String> asker) implements LineArbiter.Turn {

    @Override
    public void send(long nowNanos) {
        reset.run();
    }

    @Override
    public @Nullable String answerIn(PicLine line) {
        return line instanceof PicLine.Banner ? line.text() : null;
    }

    /** The banner comes 1.1 s after a pulse of 0.1 s. */
    @Override
    public long patienceNanos() {
        return 2 * LineArbiter.ANSWER_NANOS;
    }

    @Override
    public void over(@Nullable String answer) {
        asker.accept(answer);
    }
}
