package org.otgwpi.otgw.gateway;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages, read by any number of cursors. The writer never waits: a reader that is slower than the ring
 * is long loses its own oldest messages and can tell how many. Thread-safe.
 */
public final class MessageRing {

    private final @Nullable Message[] slots;
    private long next;

    /** @param size how many messages are kept */
    public MessageRing(int size) {
        slots = new @Nullable Message[size];
    }

    /** The sequence number of the next message. */
    public synchronized long next() {
        return next;
    }

    synchronized void add(Message message) {
        if (message.sequence() != next) {
            throw new IllegalArgumentException("message " + message.sequence() + " where " + next + " was due");
        }
        slots[(int) (next % slots.length)] = message;
        next++;
        notifyAll();
    }

    /** The last {@code most} messages, oldest first. */
    public synchronized List<Message> latest(int most) {
        List<Message> messages = new ArrayList<>();
        for (long i = Math.max(next - Math.min(most, slots.length), 0); i < next; i++) {
            messages.add(at(i));
        }
        return messages;
    }

    /** A cursor whose first message is the next one to come. */
    public synchronized Cursor cursor() {
        return new Cursor(next);
    }

    private Message at(long sequence) {
        Message message = slots[(int) (sequence % slots.length)];
        if (message == null) {
            throw new IllegalStateException("no message " + sequence);
        }
        return message;
    }

    /** One reader's place in the ring. To be used by one thread. */
    public final class Cursor {

        private long position;
        private long lost;

        private Cursor(long position) {
            this.position = position;
        }

        /** The next message, waiting for it as long as it takes. */
        public Message take() throws InterruptedException {
            synchronized (MessageRing.this) {
                while (position == next) {
                    MessageRing.this.wait();
                }
                return read();
            }
        }

        /** The next message, or null if there is none yet. */
        public @Nullable Message poll() {
            synchronized (MessageRing.this) {
                return position == next ? null : read();
            }
        }

        /** How many messages this reader missed because it was too slow. */
        public long lost() {
            return lost;
        }

        private Message read() {
            long oldest = next - slots.length;
            if (position < oldest) {
                lost += oldest - position;
                position = oldest;
            }
            return at(position++);
        }
    }
}
