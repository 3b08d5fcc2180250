package org.otgwpi.otgw.gateway;

import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Frame;
import org.otgwpi.opentherm.Origin;

/**
 * Holds back a thermostat's or boiler's frame just long enough to see whether the gateway sends another one in its
 * place. The chip prints the replacement 9 to 14 ms behind the frame it replaces and a USB adapter adds up to 16 ms,
 * so 60 ms decide; a replacement that comes later still, but within 500 ms, corrects the value afterwards.
 *
 * <p>Source: otgw-core 2.4 with decisions 4. Not thread-safe: the gateway calls it under its lock.
 */
final class OverrideWindow {

    /** How long a frame waits for its replacement. */
    static final long WINDOW_NANOS = 60_000_000;

    /** How much later than the frame itself a replacement may come (exclusive). */
    static final long LATEST_NANOS = 500_000_000;

    /** Where frames go once their fate is known. */
    interface Outlet {

        /** {@code frame} is decided. */
        void release(Frame frame, boolean overridden);

        /** {@code frame} was released as good, and now turns out to be overridden by the frame released next. */
        void retract(Frame frame);
    }

    private final Outlet outlet;
    private @Nullable Frame held;
    private @Nullable Frame released;

    OverrideWindow(Outlet outlet) {
        this.outlet = outlet;
    }

    /**
     * Takes the next frame from the line.
     *
     * @param waits false where no replacement can come (monitor mode): then nothing is held back
     */
    void accept(Frame frame, boolean waits) {
        Frame waiting = held;
        Frame earlier = released;
        held = null;
        released = null;
        if (waiting != null) {
            outlet.release(waiting, replaces(waiting, frame));
        } else if (earlier != null && replaces(earlier, frame)) {
            outlet.retract(earlier);
        }
        if (!replaceable(frame)) {
            outlet.release(frame, false);
        } else if (waits) {
            held = frame;
        } else {
            released = frame;
            outlet.release(frame, false);
        }
    }

    /** Lets the waiting frame go if its window is over. */
    void expire(long nowNanos) {
        Frame waiting = held;
        if (waiting != null && nowNanos - waiting.nanos() >= WINDOW_NANOS) {
            held = null;
            released = waiting;
            outlet.release(waiting, false);
        }
    }

    /** Nanoseconds until {@link #expire} has something to do, or {@link Long#MAX_VALUE}. */
    long dueInNanos(long nowNanos) {
        Frame waiting = held;
        return waiting == null ? Long.MAX_VALUE : Math.max(0, waiting.nanos() + WINDOW_NANOS - nowNanos);
    }

    private static boolean replaceable(Frame frame) {
        return frame.origin() == Origin.THERMOSTAT || frame.origin() == Origin.BOILER;
    }

    private static boolean replaces(Frame earlier, Frame later) {
        Origin replacement = earlier.origin() == Origin.THERMOSTAT ? Origin.REQUEST : Origin.ANSWER;
        return later.origin() == replacement
                && later.dataId() == earlier.dataId()
                && later.nanos() - earlier.nanos() < LATEST_NANOS;
    }
}
