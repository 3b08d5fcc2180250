package org.otgwpi.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What one client could not take yet: the rest of a frame already begun, then whole frames. Beyond its limits it
 * loses its oldest whole frames, never a part of one. Takes no memory while empty. Not thread-safe.
 */
final class FrameQueue {
    private static final byte[] EMPTY = {};
    private static final int SMALLEST_RING = 4096;

    private final int maxFrames;
    private final int maxBytes;

    private byte[] begun = EMPTY;
    private int begunDone;

    private byte[] ring = EMPTY;
    private int head;
    private int ringBytes;
    private final int[] lengths;
    private int firstLength;
    private int frames;

    private long lost;
    private int most;

    FrameQueue(int maxFrames, int maxBytes) {
        this.maxFrames = maxFrames;
        this.maxBytes = maxBytes;
        this.lengths = new int[maxFrames];
    }

    boolean isEmpty() {
        return begunDone == begun.length && frames == 0;
    }

    /** Bytes waiting now. */
    int bytes() {
        return begun.length - begunDone + ringBytes;
    }

    /** Most bytes that ever waited. */
    int mostBytes() {
        return most;
    }

    /** Frames that were discarded because the client did not take them. */
    long lost() {
        return lost;
    }

    /** Keeps bytes that must go out whole and first: the rest of a frame whose beginning has been sent. */
    void begin(ByteBuffer rest) {
        byte[] bytes = new byte[begun.length - begunDone + rest.remaining()];
        int old = begun.length - begunDone;
        System.arraycopy(begun, begunDone, bytes, 0, old);
        rest.get(bytes, old, bytes.length - old);
        begun = bytes;
        begunDone = 0;
        most = Math.max(most, bytes());
    }

    /** Appends one whole frame; the oldest ones make room. A frame larger than the queue is lost itself. */
    void offer(ByteBuffer frame) {
        int length = frame.remaining();
        if (length > maxBytes || maxFrames == 0) {
            lost++;
            return;
        }
        while (frames == maxFrames || ringBytes + length > maxBytes) {
            removeFirst();
            lost++;
        }
        growTo(ringBytes + length);
        int tail = (head + ringBytes) % ring.length;
        int untilEnd = Math.min(length, ring.length - tail);
        frame.get(ring, tail, untilEnd);
        frame.get(ring, 0, length - untilEnd);
        lengths[(firstLength + frames) % maxFrames] = length;
        frames++;
        ringBytes += length;
        most = Math.max(most, bytes());
    }

    private void growTo(int needed) {
        if (needed <= ring.length) {
            return;
        }
        byte[] larger = new byte[Math.min(maxBytes, Math.max(SMALLEST_RING, Math.max(needed, ring.length * 2)))];
        int untilEnd = Math.min(ringBytes, ring.length - head);
        System.arraycopy(ring, head, larger, 0, untilEnd);
        System.arraycopy(ring, 0, larger, untilEnd, ringBytes - untilEnd);
        ring = larger;
        head = 0;
    }

    private void removeFirst() {
        consume(lengths[firstLength]);
        firstLength = (firstLength + 1) % maxFrames;
        frames--;
    }

    private void consume(int bytes) {
        head = (head + bytes) % ring.length;
        ringBytes -= bytes;
    }

    /** Forgets the whole frames; the rest of a frame already begun stays. */
    void discardWhole() {
        frames = 0;
        ringBytes = 0;
        head = 0;
        firstLength = 0;
    }

    /** Writes what the transport takes; {@code true} when nothing is left. */
    boolean drainTo(Transport transport) throws IOException {
        while (!isEmpty()) {
            if (begunDone < begun.length) {
                int n = transport.write(ByteBuffer.wrap(begun, begunDone, begun.length - begunDone));
                if (n == 0) {
                    return false;
                }
                begunDone += n;
            } else {
                int n = transport.write(ByteBuffer.wrap(ring, head, Math.min(ringBytes, ring.length - head)));
                if (n == 0) {
                    return false;
                }
                written(n);
            }
        }
        begun = EMPTY;
        begunDone = 0;
        ring = EMPTY;
        head = 0;
        return true;
    }

    private void written(int bytes) {
        int left = bytes;
        while (left > 0) {
            int length = lengths[firstLength];
            if (left >= length) {
                removeFirst();
                left -= length;
            } else {
                consume(left);
                int rest = length - left;
                begun = copyOfHead(rest);
                begunDone = 0;
                consume(rest);
                firstLength = (firstLength + 1) % maxFrames;
                frames--;
                left = 0;
            }
        }
    }

    private byte[] copyOfHead(int length) {
        int untilEnd = Math.min(length, ring.length - head);
        byte[] copy = new byte[length];
        System.arraycopy(ring, head, copy, 0, untilEnd);
        System.arraycopy(ring, 0, copy, untilEnd, length - untilEnd);
        return copy;
    }
}
