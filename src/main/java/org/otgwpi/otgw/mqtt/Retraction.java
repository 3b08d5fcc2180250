package org.otgwpi.otgw.mqtt;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Takes back configuration messages under names that are no longer ours, or in the form that is no longer chosen. In
 * the second case Home Assistant is asked first to let the entities go, so that the new message takes them over with
 * all the user changed about them ({@code migrate_discovery}). So it does with values that the broker is to retain no
 * more. An entry leaves its list when the broker was sent its end. Not thread-safe.
 */
final class Retraction {

    /** Time for Home Assistant to take entities over from one form to the other. */
    private static final long MIGRATION_NANOS = TimeUnit.SECONDS.toNanos(4);

    private static final String MIGRATE = "{\"migrate_discovery\": true}";

    private final Ledger ledger;
    private final RetainedTopics retained;
    private final Outbox outbox;
    private final Set<String> migrating = new LinkedHashSet<>();
    private long dueNanos;

    Retraction(Ledger ledger, RetainedTopics retained, Outbox outbox) {
        this.ledger = ledger;
        this.retained = retained;
        this.outbox = outbox;
    }

    /** A connection was made: everything that does not belong to these names and this form goes. */
    void connected(Names names, boolean device, boolean retain, long nowNanos) {
        migrating.clear();
        retained.unwanted(names, retain).forEach(this::end);
        ledger.entries().forEach((topic, entry) -> {
            if (!entry.belongsTo(names)) {
                end(topic);
            } else if (entry.isDevice() != device) {
                migrating.add(topic);
                outbox.add(new Outgoing(topic, MIGRATE, false, Outbox.CONFIG));
            }
        });
        dueNanos = nowNanos + MIGRATION_NANOS;
    }

    /** Ends what was migrated, when it is time. */
    void tick(long nowNanos) {
        if (!migrating.isEmpty() && nowNanos - dueNanos >= 0) {
            migrating.forEach(this::end);
            migrating.clear();
        }
    }

    /** Nanoseconds until {@link #tick} has something to do; a very long time if it has not. */
    long dueInNanos(long nowNanos) {
        return migrating.isEmpty() ? Long.MAX_VALUE : Math.max(0, dueNanos - nowNanos);
    }

    /** A message is on its way to the broker. */
    void sent(Outgoing message) {
        if (message.group() == Outbox.CONFIG && message.payload().isEmpty()) {
            ledger.remove(message.topic());
            retained.remove(message.topic());
        }
    }

    private void end(String topic) {
        outbox.add(new Outgoing(topic, "", true, Outbox.CONFIG));
    }
}
