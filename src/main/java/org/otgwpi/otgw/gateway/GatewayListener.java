package org.otgwpi.otgw.gateway;

import java.util.List;
import org.otgwpi.pic.PicLine;

/**
 * Who wants to know at once what comes from the serial line. Called under the gateway's lock, in order: it may touch
 * memory and write without blocking, nothing else. Whoever may be slow reads the {@link MessageRing} instead.
 */
public interface GatewayListener {

    /**
     * Bytes as they came from the line, before they are understood.
     *
     * @param buffer to be read before this returns, and not to be changed
     * @param length how many of its bytes count
     */
    default void bytes(byte[] buffer, int length) {}

    /** Messages that arrived together, oldest first. */
    default void messages(List<Message> messages) {}

    /** A line that is no frame came from the chip. */
    default void line(PicLine line) {}

    /** Something else happened. */
    default void event(GatewayEvent event) {}
}
