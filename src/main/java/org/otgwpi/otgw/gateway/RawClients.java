package org.otgwpi.otgw.gateway;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.PicDecoder;
import org.otgwpi.pic.PicLine;

/**
 * Those who use the serial line as a stream of bytes. Each has one line at a time among the commands that wait for the
 * line; what else it sent waits behind it, and meanwhile it is asked to send no more. One that resets the chip or talks
 * to its boot loader has the line for itself ({@link LineOwnership}).
 *
 * <p>Source: otgw-core 4. A state machine without I/O. Times are nanoseconds of a monotonic clock. Not thread-safe: the
 * gateway calls it under its lock.
 */
final class RawClients {

    /** Carries out what is decided here. */
    interface Outlet {

        /**
         * Writes bytes to the chip as they are.
         *
         * @param written is told the time when the line has taken them or lost them, never before this returns
         */
        void write(byte[] bytes, LongConsumer written);

        /** Resets the chip by its reset line; false if there is none. {@link #resetOver} follows. */
        boolean pulseReset();

        /** A client's whole line went to the chip. */
        void sent(LineChunk line);

        /** Something happened that the user should know. */
        void notice(String sentence);
    }

    private final Outlet outlet;
    private final LineArbiter arbiter;
    private final LineOwnership ownership = new LineOwnership();
    private final Set<RawClient> clients = new LinkedHashSet<>();
    private boolean open;
    private boolean held;
    private boolean resetting;

    RawClients(LineArbiter arbiter, Outlet outlet) {
        this.arbiter = arbiter;
        this.outlet = outlet;
    }

    void connect(RawClient client) {
        clients.add(client);
    }

    /** {@code client} sent bytes. */
    void received(RawClient client, byte[] bytes, int length, long nowNanos) {
        if (clients.contains(client)) {
            ownership.heard(client, nowNanos);
            client.collector.accept(bytes, length, nowNanos, client.chunks::add);
            serve(client, nowNanos);
        }
    }

    /** {@code client} will send no more. */
    void end(RawClient client, long nowNanos) {
        client.end();
        RawClient owner = ownership.owner();
        if (owner == client) {
            release("it has gone", nowNanos);
        } else if (owner != null) {
            client.drop();
        }
        serve(client, nowNanos);
    }

    /** {@code client} has gone; what it had waiting is dropped. */
    void close(RawClient client, long nowNanos) {
        if (clients.remove(client)) {
            client.drop();
            if (ownership.owner() == client) {
                release("it has gone", nowNanos);
            }
        }
    }

    /** The port was opened. */
    void opened() {
        open = true;
    }

    /** The port is gone, and with it what waited. */
    void closed(long nowNanos) {
        open = false;
        serveAll(nowNanos);
    }

    /** Whether all that clients send is thrown away: the chip is being flashed by someone else. */
    void hold(boolean hold, long nowNanos) {
        held = hold;
        if (hold && ownership.owner() != null) {
            release("the chip is being flashed", nowNanos);
        }
        clients.forEach(client -> client.collector.clear());
        serveAll(nowNanos);
    }

    /** The reset line was let go. */
    void resetOver(long nowNanos) {
        resetting = false;
        serveAll(nowNanos);
    }

    /** Who has the line for itself, or null. */
    @Nullable
    String owner() {
        RawClient owner = ownership.owner();
        return owner == null ? null : owner.name();
    }

    /** True while nobody else may use the line: a client has it for itself, or the chip is being flashed. */
    boolean taken() {
        return held || ownership.owner() != null;
    }

    /**
     * A byte came from the chip while a client has the line for itself.
     *
     * @param firmware gets what shows that the boot loader has gone
     */
    void fromChip(byte next, long nowNanos, PicDecoder.Sink firmware) {
        if (ownership.runs(next, nowNanos, firmware)) {
            release("the firmware runs", nowNanos);
        }
    }

    /** Time passes. */
    void tick(long nowNanos) {
        if (ownership.expired(nowNanos)) {
            release("nothing came from it for 120 s", nowNanos);
        }
        for (RawClient client : List.copyOf(clients)) {
            client.collector.expire(nowNanos, client.chunks::add);
            serve(client, nowNanos);
        }
    }

    /** Nanoseconds until {@link #tick} has something to do, or {@link Long#MAX_VALUE}. */
    long dueInNanos(long nowNanos) {
        long due = ownership.dueInNanos(nowNanos);
        for (RawClient client : clients) {
            due = Math.min(due, client.collector.dueInNanos(nowNanos));
        }
        return due;
    }

    private void serveAll(long nowNanos) {
        for (RawClient client : List.copyOf(clients)) {
            serve(client, nowNanos);
        }
    }

    private void serve(RawClient client, long nowNanos) {
        if (!open || held) {
            discard(client);
        } else if (ownership.owner() == client) {
            client.collector.flush(client.chunks::add);
            sendOwned(client, nowNanos);
        } else if (ownership.owner() == null) {
            sendInTurn(client, nowNanos);
        }
        if (clients.contains(client)) {
            client.report();
        }
    }

    private void discard(RawClient client) {
        if (held && client.chunks.stream().anyMatch(LineChunk::resets)) {
            outlet.notice(client.name() + " may not reset the gateway now: the chip is being flashed");
        }
        client.chunks.clear();
    }

    private void sendInTurn(RawClient client, long nowNanos) {
        while (!client.queued && ownership.owner() == null) {
            LineChunk next = client.chunks.peek();
            if (next == null) {
                return;
            }
            switch (next.kind()) {
                case LOADER -> {
                    begin(client, "talks to the boot loader", nowNanos);
                    sendOwned(client, nowNanos);
                }
                case LINE_FEEDS -> write(client, looseBytes(client));
                case LINE, LOOSE -> {
                    client.queued = true;
                    arbiter.submit(new ClientTurn(client), nowNanos);
                }
            }
        }
    }

    /** The owner's bytes wait for nothing but the end of a reset, which would swallow them. */
    private void sendOwned(RawClient client, long nowNanos) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        while (!resetting && !client.chunks.isEmpty()) {
            LineChunk next = client.chunks.remove();
            bytes.writeBytes(next.bytes());
            if (next.resets()) {
                write(client, bytes.toByteArray());
                bytes.reset();
                ownership.begin(client, nowNanos);
                resetting = outlet.pulseReset();
            }
            if (next.kind() == LineChunk.Kind.LINE) {
                outlet.sent(next);
            }
        }
        if (bytes.size() > 0) {
            write(client, bytes.toByteArray());
        }
    }

    private byte[] looseBytes(RawClient client) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        LineChunk next = client.chunks.peek();
        while (next != null && (next.kind() == LineChunk.Kind.LOOSE || next.kind() == LineChunk.Kind.LINE_FEEDS)) {
            bytes.writeBytes(next.bytes());
            client.chunks.remove();
            next = client.chunks.peek();
        }
        return bytes.toByteArray();
    }

    private void write(RawClient client, byte[] bytes) {
        client.unwritten++;
        outlet.write(bytes, nowNanos -> {
            client.unwritten--;
            serve(client, nowNanos);
        });
    }

    private void begin(RawClient client, String why, long nowNanos) {
        ownership.begin(client, nowNanos);
        arbiter.block();
        outlet.notice(client.name() + " " + why + " and has the line for itself");
        for (RawClient other : List.copyOf(clients)) {
            if (other != client && other.ended()) {
                other.drop();
                serve(other, nowNanos);
            }
        }
    }

    private void release(String why, long nowNanos) {
        String name = owner();
        ownership.end();
        resetting = false;
        outlet.notice(name + " no longer has the line for itself: " + why);
        arbiter.unblock(nowNanos);
        serveAll(nowNanos);
    }

    /** A client's next line, or what else it has to send, when the line is free. */
    private final class ClientTurn implements LineArbiter.Turn {

        private final RawClient client;
        private String command = "";
        private boolean begun;
        private boolean answered;

        private ClientTurn(RawClient client) {
            this.client = client;
        }

        @Override
        public void send(long nowNanos) {
            leaveQueue();
            LineChunk next = client.chunks.peek();
            if (next == null) {
                return;
            }
            if (next.kind() == LineChunk.Kind.LOOSE) {
                write(client, looseBytes(client));
            } else if (next.resets()) {
                begin(client, "resets the gateway", nowNanos);
            } else {
                client.chunks.remove();
                command = next.command();
                answered = true;
                client.unanswered++;
                write(client, next.bytes());
                outlet.sent(next);
            }
            serve(client, nowNanos);
        }

        @Override
        public @Nullable String answerIn(PicLine line) {
            return LineArbiter.answer(command, line);
        }

        @Override
        public long patienceNanos() {
            return answered ? LineArbiter.ANSWER_NANOS : 0;
        }

        @Override
        public void over(@Nullable String answer) {
            leaveQueue();
            if (answered) {
                client.unanswered--;
            }
            if (clients.contains(client)) {
                client.report();
            }
        }

        /** The place in the queue is given up, once. */
        private void leaveQueue() {
            if (!begun) {
                begun = true;
                client.queued = false;
            }
        }
    }
}
