package org.otgwpi.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection that ends in memory and takes as many bytes as the test lets it. */
final class MemoryTransport implements Transport {
    private final ByteBuffer taken;
    private long room = Long.MAX_VALUE;
    long written;
    boolean awaitsWritable;
    boolean outputShut;
    boolean closed;

    MemoryTransport(int keptBytes) {
        taken = ByteBuffer.allocate(keptBytes);
    }

    void setRoom(long bytes) {
        room = bytes;
    }

    byte[] taken() {
        byte[] bytes = new byte[taken.position()];
        taken.flip().get(bytes);
        taken.clear();
        return bytes;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        int n = (int) Math.min(room, bytes.remaining());
        room -= n;
        written += n;
        if (taken.capacity() == 0) {
            bytes.position(bytes.position() + n);
        } else {
            for (int i = 0; i < n; i++) {
                taken.put(bytes.get());
            }
        }
        return n;
    }

    @Override
    public void awaitWritable(boolean wanted) {
        awaitsWritable = wanted;
    }

    @Override
    public void shutdownOutput() {
        outputShut = true;
    }

    @Override
    public void close() {
        closed = true;
    }
}
