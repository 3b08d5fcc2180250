package org.otgwpi.otgw.live;

import java.util.ArrayList;
import java.util.List;
import org.otgwpi.net.WebSocketHub;
import org.otgwpi.otgw.gateway.GatewayListener;
import org.otgwpi.otgw.gateway.Message;

/** The log lines on port 81, and nothing else: exactly what the original sends there (otgw-http-ws 2.6). */
public final class PortStream implements GatewayListener {

    private final WebSocketHub hub;

    public PortStream(WebSocketHub hub) {
        this.hub = hub;
    }

    @Override
    public void messages(List<Message> messages) {
        if (messages.size() == 1) {
            hub.publishLog(List.of(messages.getFirst().line()));
            return;
        }
        List<byte[]> lines = new ArrayList<>(messages.size());
        for (Message message : messages) {
            lines.add(message.line());
        }
        hub.publishLog(lines);
    }
}
