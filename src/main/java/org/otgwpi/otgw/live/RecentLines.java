package org.otgwpi.otgw.live;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.otgwpi.otgw.gateway.GatewayEvent;
import org.otgwpi.otgw.gateway.GatewayListener;
import org.otgwpi.otgw.gateway.Message;

/**
 * What came from the serial line in the last hour, log lines and events in their order, for the support bundle.
 * Bounded in time and number. Thread-safe.
 */
public final class RecentLines implements GatewayListener {

    private static final long HOUR_MICROS = 3_600_000_000L;

    /** Enough for an hour of a busy bus, and no more memory than a small Pi can spare. */
    private static final int MOST_LINES = 20_000;

    private record Line(long epochMicros, byte[] text) {}

    private final Deque<Line> lines = new ArrayDeque<>();

    @Override
    public synchronized void messages(List<Message> messages) {
        for (Message message : messages) {
            keep(new Line(message.epochMicros(), message.line()));
        }
    }

    @Override
    public synchronized void event(GatewayEvent event) {
        String text = "# " + event.kind().text() + ": " + event.text() + "\r\n";
        keep(new Line(event.epochMicros(), text.getBytes(StandardCharsets.UTF_8)));
    }

    /** All of it, in UTF-8. */
    public synchronized byte[] text() {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (Line line : lines) {
            text.writeBytes(line.text);
        }
        return text.toByteArray();
    }

    private void keep(Line line) {
        while (!lines.isEmpty()
                && (lines.size() >= MOST_LINES || lines.getFirst().epochMicros < line.epochMicros - HOUR_MICROS)) {
            lines.removeFirst();
        }
        lines.add(line);
    }
}
