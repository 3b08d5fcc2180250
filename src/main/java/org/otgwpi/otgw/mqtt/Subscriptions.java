package org.otgwpi.otgw.mqtt;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is listened to at the broker: commands and Home Assistant's birth (otgw-core 5.3). A message that is too large to
 * be read ends the connection; if the broker retains it, it does so each time. Then the gateway listens to less for a
 * while, so that values are published all the same. Times are nanoseconds of a monotonic clock. Not thread-safe.
 */
final class Subscriptions {

    /** How long less is listened to. */
    static final long LESS_NANOS = TimeUnit.MINUTES.toNanos(15);

    private String problem = "";
    private boolean withCommands = true;
    private boolean withBirth = true;
    private long allAgainNanos;
    private @Nullable BrokerLink link;
    private @Nullable Names names;

    /** A message was too large, of those listened to; {@code sentence} says so. */
    void tooLarge(String sentence, long nowNanos) {
        withBirth = withCommands;
        withCommands = false;
        problem = sentence;
        allAgainNanos = nowNanos + LESS_NANOS;
    }

    /** A connection was made. */
    void connected(BrokerLink open, Names current, long nowNanos) {
        link = open;
        names = current;
        if (nowNanos - allAgainNanos >= 0) {
            tryAll();
        }
        if (withCommands) {
            open.subscribe(current.commands() + "/#");
        }
        if (withBirth) {
            open.subscribe(Names.BIRTH_TOPIC);
        }
    }

    /** Listens to everything again when it is time; to be called while connected. */
    void tick(long nowNanos) {
        BrokerLink open = link;
        Names current = names;
        if (!withCommands && open != null && current != null && nowNanos - allAgainNanos >= 0) {
            tryAll();
            connected(open, current, nowNanos);
        }
    }

    /** From the next connection on everything is listened to: the user may have mended it. */
    void tryAll() {
        withCommands = true;
        withBirth = true;
    }

    /** How the connection is doing, and what it does without. */
    MqttHealth told(MqttHealth health) {
        return withCommands || !health.connected()
                ? health
                : new MqttHealth(
                        true,
                        true,
                        health.sentence() + " It takes no commands for up to "
                                + TimeUnit.NANOSECONDS.toMinutes(LESS_NANOS) + " minutes: " + problem);
    }
}
