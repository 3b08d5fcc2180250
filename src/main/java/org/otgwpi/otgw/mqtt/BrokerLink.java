package org.otgwpi.otgw.mqtt;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One connection to a broker, used once: opened, lost or closed, thrown away. Nothing here waits. Thread-safe. */
interface BrokerLink {

    /** Hears of a link, on any thread; it may not block. */
    interface Listener {

        /** The broker accepted the connection. */
        void connected(BrokerLink link);

        /**
         * The connection could not be made or is gone; nothing follows.
         *
         * @param problem one sentence
         * @param tooLarge a message came that is larger than {@link #MOST_PACKET_BYTES}
         */
        void ended(BrokerLink link, String problem, boolean tooLarge);

        /**
         * A message came.
         *
         * @param payload not longer than {@link #MOST_PAYLOAD_BYTES}; the rest is cut off
         * @param length how long it was
         * @param retained the broker had kept it
         */
        void message(String topic, byte[] payload, int length, boolean retained);
    }

    /** Makes links; the library is loaded when the first one is made. */
    @FunctionalInterface
    interface Factory {

        /** A link that is not open yet. */
        BrokerLink create(LinkOptions options, Listener listener);
    }

    /** More of a payload nobody needs: the longest command has 14 bytes. */
    int MOST_PAYLOAD_BYTES = 64;

    /** A packet larger than this ends the connection, so that nobody can fill the memory by a message. */
    int MOST_PACKET_BYTES = 2 << 20;

    /** Looks the broker up and connects. */
    void open();

    void subscribe(String filter);

    /**
     * Sends a message at most once (QoS 0). To be called by one thread.
     *
     * @return done when it is on its way, or failed
     */
    CompletableFuture<@Nullable Void> publish(String topic, byte[] payload, boolean retained);

    /** Takes leave, so that the broker does not publish the will. */
    CompletableFuture<@Nullable Void> close();
}
