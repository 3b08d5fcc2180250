package org.otgwpi.otgw.mqtt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Publication;

/**
 * What is to be sent, in order, and the newest value of each topic. A value that waits is replaced by a newer one of
 * the same topic, and of the events only the last 100 wait, so that it stays small however long the broker is away. Not
 * thread-safe.
 */
final class Outbox {

    /** Values of the S0 counter. */
    static final int PULSES = 245;

    /** Values of the temperature sensors. */
    static final int SENSORS = 246;

    /** What is said of the gateway itself. */
    static final int STATUS = 256;

    /** Happened at one moment; not said again. */
    static final int MOMENT = 257;

    /** What Home Assistant is told of; its topics are whole. */
    static final int CONFIG = 258;

    /** More topics than the gateway can have: a bound all the same. */
    static final int MOST_TOPICS = 4096;

    static final int MOST_MOMENTS = 100;

    private final LinkedHashMap<String, Outgoing> waiting = new LinkedHashMap<>();
    private final Deque<Outgoing> moments = new ArrayDeque<>();
    private final Map<String, Outgoing> newest = new LinkedHashMap<>();

    /** Sends a message; a value is kept for {@link #again}. */
    void add(Outgoing message) {
        if (message.group() == MOMENT) {
            if (moments.size() == MOST_MOMENTS) {
                moments.removeFirst();
            }
            moments.add(message);
            return;
        }
        if (message.group() != CONFIG && hasRoom(newest, message)) {
            newest.put(message.topic(), message);
        }
        send(message);
    }

    /** Sends a value of a group. */
    void value(Publication publication, int group) {
        add(new Outgoing(publication.topic(), publication.payload(), false, group));
    }

    /** Sends what is said of the gateway itself; its availability, which has no topic of its own, is retained. */
    void status(Publication publication) {
        add(new Outgoing(
                publication.topic(), publication.payload(), publication.topic().isEmpty(), STATUS));
    }

    /** Sends what happened at one moment. */
    void moment(Publication publication) {
        add(new Outgoing(publication.topic(), publication.payload(), false, MOMENT));
    }

    /** Sends the newest values of the groups that {@code wanted} names once more. */
    void again(IntPredicate wanted) {
        newest.values().stream().filter(value -> wanted.test(value.group())).forEach(this::send);
    }

    /** Forgets the values of a group: they are not said again. */
    void forget(int group) {
        newest.values().removeIf(value -> value.group() == group);
    }

    /** The next message to be sent, or null. */
    @Nullable
    Outgoing poll() {
        Outgoing moment = moments.poll();
        if (moment != null || waiting.isEmpty()) {
            return moment;
        }
        return waiting.pollFirstEntry().getValue();
    }

    /** Starts over for a new connection: only events still wait. */
    void startOver() {
        waiting.clear();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && moments.isEmpty();
    }

    int size() {
        return waiting.size() + moments.size();
    }

    private void send(Outgoing message) {
        if (hasRoom(waiting, message)) {
            waiting.put(message.topic(), message);
        }
    }

    private static boolean hasRoom(Map<String, Outgoing> map, Outgoing message) {
        return map.size() < MOST_TOPICS || map.containsKey(message.topic());
    }
}
