package org.otgwpi.net;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Encoded frames in one direct buffer, to be written to many clients one after the other. Frames are single,
 * unmasked and unfragmented (RFC 6455 section 5.2). Reused without allocating. Not thread-safe.
 */
final class FrameBatch {
    private static final int FIN = 0x80;
    private static final int LONGEST_HEADER = 10;

    private ByteBuffer buffer;
    private int[] ends = new int[64];
    private int count;
    private int size;

    FrameBatch(int initialBytes) {
        buffer = ByteBuffer.allocateDirect(initialBytes);
    }

    void clear() {
        count = 0;
        size = 0;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int count() {
        return count;
    }

    /** Bytes of all frames. */
    int size() {
        return size;
    }

    /** Where frame {@code index} begins. */
    int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Where frame {@code index} ends. */
    int end(int index) {
        return ends[index];
    }

    /** Whether a payload of this length fits without growing. */
    boolean fits(int payloadLength) {
        return buffer.capacity() - size >= payloadLength + LONGEST_HEADER;
    }

    void add(Opcode opcode, byte[] payload) {
        reserve(payload.length);
        buffer.limit(buffer.capacity()).position(size);
        putHeader(opcode, payload.length);
        buffer.put(payload);
        size = buffer.position();
        ends[count++] = size;
    }

    /** A close frame with a code and no reason. */
    void addClose(int code) {
        add(Opcode.CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
    }

    private void putHeader(Opcode opcode, int length) {
        buffer.put((byte) (FIN | opcode.code()));
        if (length < 126) {
            buffer.put((byte) length);
        } else if (length < 0x10000) {
            buffer.put((byte) 126).putShort((short) length);
        } else {
            buffer.put((byte) 127).putLong(length);
        }
    }

    private void reserve(int payloadLength) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, count * 2);
        }
        if (!fits(payloadLength)) {
            int needed = size + payloadLength + LONGEST_HEADER;
            ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(needed, buffer.capacity() * 2));
            larger.put(view(0, size));
            buffer = larger;
        }
    }

    /** The shared buffer set to the given bytes; valid until the next call on this object. */
    ByteBuffer view(int from, int to) {
        return buffer.limit(to).position(from);
    }
}
