package org.otgwpi.otgw.mqtt;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How many messages of the broker may wait at once. What comes beyond is dropped, and told in one sentence now and then:
 * a line for each would fill the log. Thread-safe.
 */
final class ArrivalLimit {

    private static final long NANOS_BETWEEN_SENTENCES = TimeUnit.SECONDS.toNanos(10);

    private final int most;
    private int waiting;
    private int dropped;
    private String lastTopic = "";
    private boolean told;
    private long toldNanos;

    /** @param most how many may wait */
    ArrivalLimit(int most) {
        this.most = most;
    }

    /** Lets a message in, or counts it as dropped and returns false. */
    synchronized boolean enter(String topic) {
        if (waiting == most) {
            dropped++;
            lastTopic = topic;
            return false;
        }
        waiting++;
        return true;
    }

    /** A message that was let in is done with. */
    synchronized void leave() {
        waiting--;
    }

    /** What was dropped since the last sentence; null if nothing was, or the last sentence is younger than 10 s. */
    synchronized @Nullable String loss(long nowNanos) {
        if (dropped == 0 || (told && nowNanos - toldNanos < NANOS_BETWEEN_SENTENCES)) {
            return null;
        }
        String sentence =
                "Too many MQTT messages at once: %d dropped, the last of them on %s".formatted(dropped, lastTopic);
        dropped = 0;
        told = true;
        toldNanos = nowNanos;
        return sentence;
    }
}
