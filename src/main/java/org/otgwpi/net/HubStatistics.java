package org.otgwpi.net;

import java.util.Map;

/**
 * Counters of a {@link WebSocketHub} since it began.
 *
 * @param clients connected now
 * @param accepted accepted in total
 * @param refused turned away because of the limit or a pause
 * @param departures who left, by reason
 * @param bytesQueued bytes waiting now for clients that did not take them, all together
 * @param mostBytesQueued most bytes that ever waited for one client
 * @param framesLost frames discarded for clients that did not take them
 * @param messagesPublished messages sent to everyone, each counted once
 */
public record HubStatistics(
        int clients,
        long accepted,
        long refused,
        Map<Departure, Long> departures,
        long bytesQueued,
        long mostBytesQueued,
        long framesLost,
        long messagesPublished) {}
