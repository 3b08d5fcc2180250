package org.otgwpi.simulator;

import org.otgwpi.opentherm.Origin;
import org.tinylog.Logger;

/**
 * Plays a recording over and over. Has no I/O of its own but the log; not thread-safe.
 */
final class Replay {

    /** Further behind than this, it goes on from where it is instead of catching up. */
    private static final long LONGEST_BACKLOG_NANOS = 3_000_000_000L;

    /** Takes the frames at their time. */
    interface Stage {
        void play(Origin origin, int bits, long nowNanos);
    }

    private final Recording recording;
    private final double speed;
    private final Stage stage;
    private long startNanos;
    private int next;

    /** @param speed how many times faster than it was recorded */
    Replay(Recording recording, double speed, Stage stage, long nowNanos) {
        this.recording = recording;
        this.speed = speed;
        this.stage = stage;
        startNanos = nowNanos;
    }

    /** Plays what is due. */
    void tick(long nowNanos) {
        long late = nowNanos - nextNanos();
        if (late > LONGEST_BACKLOG_NANOS) {
            startNanos += late;
        }
        while (dueInNanos(nowNanos) == 0) {
            Recording.Entry entry = recording.entries().get(next++);
            stage.play(entry.origin(), entry.bits(), nowNanos);
            if (next == recording.entries().size()) {
                next = 0;
                startNanos += scaled(recording.durationNanos());
                Logger.info("The recording {} is over and starts again", recording.file());
            }
        }
    }

    long dueInNanos(long nowNanos) {
        return Math.max(0, nextNanos() - nowNanos);
    }

    private long nextNanos() {
        return startNanos + scaled(recording.entries().get(next).nanos());
    }

    private long scaled(long nanos) {
        return Math.round((double) nanos / speed);
    }
}
