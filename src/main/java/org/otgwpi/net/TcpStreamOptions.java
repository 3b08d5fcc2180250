package org.otgwpi.net;

/**
 * The limits of a {@link TcpStreamServer}.
 *
 * @param mostClients more wait to be accepted until one goes
 * @param readBytes the most bytes that are read from a client at a time
 * @param queueBytes how much may wait for a client that does not take it; beyond, it is dropped
 * @param stallMillis how long a client for which something waits may take none of it
 */
public record TcpStreamOptions(int mostClients, int readBytes, int queueBytes, long stallMillis) {

    /** Five clients as the original; a stalled one is dropped after 10 s or 64 KB. */
    public static final TcpStreamOptions ORIGINAL = new TcpStreamOptions(5, 1024, 64 * 1024, 10_000);
}
