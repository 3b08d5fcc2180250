package org.otgwpi.otgw.gateway;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.otgwpi.pic.PicLine;
import org.tinylog.Logger;

/**
 * All who listen to the gateway. One that fails costs neither the others nor the thread that has the news. Thread-safe.
 */
final class Listeners implements GatewayListener {

    private final List<GatewayListener> all = new CopyOnWriteArrayList<>();

    void add(GatewayListener listener) {
        all.add(listener);
    }

    @Override
    public void bytes(byte[] buffer, int length) {
        tell(listener -> listener.bytes(buffer, length));
    }

    @Override
    public void messages(List<Message> messages) {
        tell(listener -> listener.messages(messages));
    }

    @Override
    public void line(PicLine line) {
        tell(listener -> listener.line(line));
    }

    @Override
    public void event(GatewayEvent event) {
        tell(listener -> listener.event(event));
    }

    private void tell(Consumer<GatewayListener> news) {
        for (GatewayListener listener : all) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                Logger.error(e, "A part of the program could not follow the gateway; the others do");
            }
        }
    }
}
