package org.otgwpi.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The sending side of one connection, as the hub needs it. Calls come under the client's lock. */
interface Transport {
    /** Writes what fits without blocking; 0 if nothing fits. */
    int write(ByteBuffer bytes) throws IOException;

    /** Whether to be told ({@link WebSocketClient#writable}) when more fits. */
    void awaitWritable(boolean wanted);

    /** Whether to leave what the peer sends where it is. */
    default void pauseReading(boolean paused) {}

    /** Says that nothing more will be sent (TCP FIN). */
    void shutdownOutput() throws IOException;

    /** Closes the connection at once. May be called again. */
    void close();
}
