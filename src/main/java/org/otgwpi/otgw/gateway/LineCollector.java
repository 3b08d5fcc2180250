package org.otgwpi.otgw.gateway;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.otgwpi.otgw.gateway.LineChunk.Kind;

/**
 * Collects one client's bytes to lines, so that nobody else's command gets in between. Every byte comes out, unchanged
 * and in order. A line ends with CR; an LF right behind it goes along, except behind {@code GW=R}, whose LF is for the
 * boot loader. A part of a line that is 2 s old, or 127 bytes long, comes out as it is.
 *
 * <p>Source: otgw-core 1.3, 4. Times are nanoseconds of a monotonic clock. Not thread-safe.
 */
final class LineCollector {

    static final int LONGEST = 127;
    static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
    static final byte STX = 0x0F;

    private final ByteArrayOutputStream part = new ByteArrayOutputStream(LONGEST);
    private final StringBuilder text = new StringBuilder(LONGEST);
    private boolean inLine;
    private long sinceNanos;

    /** Takes the next bytes and hands on what is complete. */
    void accept(byte[] bytes, int length, long nowNanos, Consumer<LineChunk> sink) {
        int at = 0;
        while (at < length) {
            if (inLine) {
                at = inLine(bytes, at, length, nowNanos, sink);
            } else if (bytes[at] == STX) {
                sink.accept(new LineChunk(Kind.LOADER, Arrays.copyOfRange(bytes, at, length), ""));
                return;
            } else if (bytes[at] == '\n') {
                int end = at;
                while (end < length && bytes[end] == '\n') {
                    end++;
                }
                sink.accept(new LineChunk(Kind.LINE_FEEDS, Arrays.copyOfRange(bytes, at, end), ""));
                at = end;
            } else {
                inLine = true;
            }
        }
    }

    /** Hands on a part of a line that is too old. */
    void expire(long nowNanos, Consumer<LineChunk> sink) {
        if (part.size() > 0 && nowNanos - sinceNanos >= PATIENCE_NANOS) {
            flush(sink);
        }
    }

    /** Nanoseconds until {@link #expire} has something to do, or {@link Long#MAX_VALUE}. */
    long dueInNanos(long nowNanos) {
        return part.size() == 0 ? Long.MAX_VALUE : Math.max(0, sinceNanos + PATIENCE_NANOS - nowNanos);
    }

    /** Hands on a part of a line at once. */
    void flush(Consumer<LineChunk> sink) {
        if (part.size() > 0) {
            sink.accept(new LineChunk(Kind.LOOSE, part.toByteArray(), ""));
            part.reset();
        }
    }

    /** Forgets a part of a line. */
    void clear() {
        part.reset();
        text.setLength(0);
        inLine = false;
    }

    private int inLine(byte[] bytes, int from, int length, long nowNanos, Consumer<LineChunk> sink) {
        for (int at = from; at < length; at++) {
            byte next = bytes[at];
            if (part.size() == 0) {
                sinceNanos = nowNanos;
            }
            part.write(next);
            if (next == '\r') {
                boolean lineFeedGoesAlong = at + 1 < length
                        && bytes[at + 1] == '\n'
                        && !text.toString().equals("GW=R");
                if (lineFeedGoesAlong) {
                    part.write('\n');
                }
                Kind kind = text.isEmpty() ? Kind.LOOSE : Kind.LINE;
                sink.accept(new LineChunk(kind, part.toByteArray(), text.toString()));
                clear();
                return at + (lineFeedGoesAlong ? 2 : 1);
            }
            if (next != '\n' && text.length() < LONGEST) {
                text.append((char) (next & 0xFF));
            }
            if (part.size() == LONGEST) {
                flush(sink);
            }
        }
        return length;
    }
}
