package org.otgwpi.net;

import org.jspecify.annotations.Nullable;

/**
 * What one kind of WebSocket endpoint does.
 *
 * @param name the name for messages and logs
 * @param pingAtOnce whether an empty ping follows the handshake
 * @param heartbeat when to ping and when to give up; {@code null} = never
 * @param keepalive a text sent to everyone while someone is connected; {@code null} = none
 * @param keepaliveIntervalMillis time between two of them
 * @param maxMessageBytes largest message a client may send
 * @param deliverMessages whether {@link HubListener#message} gets what clients send; a client that does not take what is
 *     sent to it is not read from either, then
 * @param closeReply how a client's close frame is answered
 * @param queueFrames most whole frames kept for a client that does not take them
 * @param queueBytes most bytes of them
 * @param blockedLimitMillis how long a client may lag behind before it is dropped
 */
public record HubOptions(
        String name,
        boolean pingAtOnce,
        LifeSigns.@Nullable Rule heartbeat,
        @Nullable String keepalive,
        long keepaliveIntervalMillis,
        int maxMessageBytes,
        boolean deliverMessages,
        CloseReply closeReply,
        int queueFrames,
        int queueBytes,
        long blockedLimitMillis) {

    /** Port 81 of the gateway (otgw-http-ws 2). */
    public static final HubOptions GATEWAY = new HubOptions(
            "port 81",
            true,
            HeartbeatTiming.GATEWAY,
            "{\"type\":\"keepalive\"}",
            30_000,
            15_360,
            false,
            CloseReply.NORMAL,
            64,
            32 * 1024,
            10_000);

    /** Our own page: the same life signs, the answers of RFC 6455, room for a snapshot on a slow link. */
    public static final HubOptions LIVE = new HubOptions(
            "/_pi/live",
            false,
            HeartbeatTiming.GATEWAY,
            "{\"type\":\"keepalive\"}",
            30_000,
            15_360,
            false,
            CloseReply.ECHO,
            64,
            32 * 1024,
            10_000);

    /** An endpoint without pings or keepalive that receives messages. */
    public static HubOptions plain(String name) {
        return new HubOptions(name, false, null, null, 0, 15_360, true, CloseReply.ECHO, 64, 32 * 1024, 10_000);
    }
}
