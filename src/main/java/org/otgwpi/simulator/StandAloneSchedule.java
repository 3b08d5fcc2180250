package org.otgwpi.simulator;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which id the gateway asks when, with no thermostat on its line (otgw-core 1.11). */
final class StandAloneSchedule {

    private static final long PERIOD_NANOS = 1_000_000_000L;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    /** A turn for what {@link SpareRequests} wants to ask. */
    private static final int SPARE = -1;

    private static final List<Integer> TURNS =
            List.of(0, 25, 1, SPARE, 17, 27, 28, 14, SPARE, 0, 25, 1, 56, 57, SPARE, 18);

    private int turn;
    private long dueNanos;

    /** The first request is made one period from now. */
    void start(long nowNanos) {
        turn = 0;
        dueNanos = nowNanos + PERIOD_NANOS;
    }

    boolean due(long nowNanos) {
        return nowNanos - dueNanos >= 0;
    }

    long dueInNanos(long nowNanos) {
        return Math.max(0, dueNanos - nowNanos);
    }

    /** The id whose turn it is, or null if the turn is for a spare request. */
    @Nullable
    Integer dataId() {
        int dataId = TURNS.get(turn);
        return dataId == SPARE ? null : (Integer) dataId;
    }

    void sent(long nowNanos) {
        dueNanos = nowNanos + PERIOD_NANOS;
    }

    /** The boiler has answered the id that was asked. */
    void answered(int intervalMillis, long nowNanos) {
        turn = (turn + 1) % TURNS.size();
        long next = nowNanos + intervalMillis * NANOS_PER_MILLI;
        if (next - dueNanos < 0) {
            dueNanos = next;
        }
    }
}
