package org.otgwpi.otgw.gateway;

import java.util.ArrayDeque;
import java.util.Deque;

/** What is known of one user of the raw line. Kept by {@link RawClients}. */
final class RawClient {

    private final LineUser user;
    final LineCollector collector = new LineCollector();
    final Deque<LineChunk> chunks = new ArrayDeque<>();

    /** How many writes to the chip are under way. */
    int unwritten;

    /** How many lines wait for their answer. */
    int unanswered;

    /** A turn at the line is asked for. */
    boolean queued;

    private boolean ended;
    private boolean finished;
    private boolean flowing = true;

    RawClient(LineUser user) {
        this.user = user;
    }

    String name() {
        return user.name();
    }

    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
        collector.clear();
    }

    void drop() {
        chunks.clear();
        collector.clear();
    }

    /** Tells the user how things stand, if that has changed. */
    void report() {
        boolean flows = chunks.isEmpty() && unwritten == 0;
        if (flows != flowing) {
            flowing = flows;
            user.flow(flows);
        }
        if (ended && flows && unanswered == 0 && !finished) {
            finished = true;
            user.finished();
        }
    }
}
