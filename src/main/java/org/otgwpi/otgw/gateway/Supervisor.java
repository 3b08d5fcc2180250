package org.otgwpi.otgw.gateway;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Brings a silent chip back. After 30 s without a byte it asks for the version. An answer means that the chip lives
 * and the OpenTherm bus is silent: nothing to do. Without one the port is opened anew and the question repeated, then
 * the chip is reset, and again after 1, 5 and 15 minutes, then every hour. At the first start the chip is reset only
 * if it leaves the first question unanswered for 2 s: a reset would drop the user's overrides.
 *
 * <p>A state machine without I/O. Times are nanoseconds of a monotonic clock. Not thread-safe: the gateway calls it
 * under its lock.
 */
final class Supervisor {

    static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(5);
    static final long FIRST_ANSWER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long[] RESET_MINUTES = {1, 5, 15, 60};

    /** What is to be done about the chip. */
    enum Action {
        ASK,
        REOPEN,
        RESET
    }

    /** One step and why it is taken, as the log and the system page show it. */
    record Step(Action action, String reason) {}

    private enum Phase {
        CLOSED,
        STARTING,
        LISTENING,
        ASKED,
        REOPENING,
        REOPENED,
        RESETTING
    }

    private Phase phase = Phase.CLOSED;
    private boolean started;
    private long sinceNanos;
    private int resets;
    private boolean busSilent;

    /** The port was opened. */
    @Nullable
    Step opened(long nowNanos) {
        sinceNanos = nowNanos;
        if (!started) {
            started = true;
            phase = Phase.STARTING;
            return new Step(Action.ASK, "start: asking the gateway for its version");
        }
        if (phase == Phase.REOPENING) {
            phase = Phase.REOPENED;
            return new Step(Action.ASK, "the port is open again: asking the gateway for its version");
        }
        phase = Phase.LISTENING;
        return new Step(Action.ASK, "the port is back: asking the gateway for its version");
    }

    /** The port is gone. */
    void closed() {
        if (phase != Phase.REOPENING) {
            phase = Phase.CLOSED;
        }
    }

    /** Bytes came from the chip. */
    void heard(long nowNanos) {
        if (phase == Phase.LISTENING || phase == Phase.RESETTING) {
            sinceNanos = nowNanos;
            phase = Phase.LISTENING;
            resets = 0;
        }
    }

    /** A frame came: the bus is alive. */
    void frame(long nowNanos) {
        busSilent = false;
        if (phase != Phase.STARTING) {
            phase = Phase.LISTENING;
            sinceNanos = nowNanos;
            resets = 0;
        }
    }

    /** The chip named its version. */
    @Nullable
    String answered(long nowNanos) {
        boolean afterSilence = phase == Phase.ASKED || phase == Phase.REOPENED;
        phase = Phase.LISTENING;
        sinceNanos = nowNanos;
        resets = 0;
        if (!afterSilence || busSilent) {
            return null;
        }
        busSilent = true;
        return "the gateway answers, but nothing moves on the OpenTherm bus: check thermostat and boiler wires";
    }

    /**
     * Time passes.
     *
     * @param held true while nothing may be done: PS=1 is on, a client owns the line, or the chip is being flashed
     * @return what to do now, or null
     */
    @Nullable
    Step tick(long nowNanos, boolean held) {
        if (held) {
            sinceNanos = nowNanos;
            if (phase != Phase.CLOSED) {
                phase = Phase.LISTENING;
            }
            return null;
        }
        if (nowNanos - sinceNanos < patienceNanos()) {
            return null;
        }
        sinceNanos = nowNanos;
        return switch (phase) {
            case CLOSED, REOPENING -> null;
            case STARTING -> reset("the gateway did not name its version within 2 s");
            case LISTENING -> {
                phase = Phase.ASKED;
                yield new Step(Action.ASK, "30 s without a byte: asking the gateway for its version");
            }
            case ASKED -> {
                phase = Phase.REOPENING;
                yield new Step(Action.REOPEN, "no answer within 5 s: opening the port anew");
            }
            case REOPENED -> reset("no answer within 5 s on the port opened anew");
            case RESETTING -> {
                resets = Math.min(resets + 1, RESET_MINUTES.length - 1);
                yield reset("still no byte");
            }
        };
    }

    /** Nanoseconds until {@link #tick} has something to do, or {@link Long#MAX_VALUE}. */
    long dueInNanos(long nowNanos) {
        long patience = patienceNanos();
        return patience == Long.MAX_VALUE ? patience : Math.max(0, sinceNanos + patience - nowNanos);
    }

    private Step reset(String why) {
        phase = Phase.RESETTING;
        return new Step(Action.RESET, why + ": resetting the gateway; next try in " + RESET_MINUTES[resets] + " min");
    }

    private long patienceNanos() {
        return switch (phase) {
            case CLOSED, REOPENING -> Long.MAX_VALUE;
            case STARTING -> FIRST_ANSWER_NANOS;
            case LISTENING -> SILENCE_NANOS;
            case ASKED, REOPENED -> ANSWER_NANOS;
            case RESETTING -> TimeUnit.MINUTES.toNanos(RESET_MINUTES[resets]);
        };
    }
}
