package org.otgwpi.board;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.tinylog.Logger;

/**
 * One thread waits for the edges of all input lines and hands them to an executor, so that a slow listener delays no
 * other line. It sleeps until something happens. Safe for any thread.
 */
final class LineEvents implements AutoCloseable {

    private static final int MAX_WATCHED = 64;
    private static final int EVENTS_AT_ONCE = 16;

    private final Executor listeners;
    private final int wake;
    private final Thread thread;
    private final List<Watch> watched = new ArrayList<>();
    private long changes;
    private long seenChanges;
    private boolean closed;

    /** A line with one listener; the sequence number belongs to the event thread. */
    private static final class Watch {
        private final LineRequest line;
        private final Consumer<Edge> listener;
        private int sequence;

        private Watch(LineRequest line, Consumer<Edge> listener) {
            this.line = line;
            this.listener = listener;
        }
    }

    /**
     * Starts the thread.
     *
     * @param listeners runs the listeners, one at a time if their order matters
     */
    LineEvents(Executor listeners) {
        this.listeners = listeners;
        wake = Libc.eventfd();
        if (wake < 0) {
            throw new IllegalStateException("cannot wait for GPIO lines: " + Libc.message(wake));
        }
        thread = Thread.ofPlatform().name("gpio-events").daemon().start(this::run);
    }

    /** Hands the edges of {@code line} to {@code listener} from now on, those that wait in the kernel first. */
    synchronized void add(LineRequest line, Consumer<Edge> listener) {
        if (closed) {
            throw new IllegalStateException("GPIO inputs were closed");
        }
        if (watched.size() == MAX_WATCHED) {
            throw new IllegalStateException("more than " + MAX_WATCHED + " GPIO inputs");
        }
        watched.add(new Watch(line, listener));
        changed();
    }

    /** Forgets {@code line}. When this returns the thread no longer uses it, and it can be closed. */
    synchronized void remove(LineRequest line) {
        if (watched.removeIf(watch -> watch.line == line) && !closed) {
            awaitSeen(changed());
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            awaitSeen(changed());
        }
        Libc.close(wake);
    }

    private long changed() {
        changes++;
        try (Arena arena = Arena.ofConfined()) {
            Libc.write(wake, arena.allocateFrom(ValueLayout.JAVA_LONG, 1), Long.BYTES);
        }
        return changes;
    }

    /** Waits until the thread has seen a change: a descriptor must not be closed while the kernel polls it. */
    private void awaitSeen(long change) {
        boolean interrupted = false;
        while (seenChanges < change && Thread.currentThread() != thread) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The lines to wait for now. */
    private synchronized List<Watch> latest() {
        seenChanges = changes;
        notifyAll();
        return List.copyOf(watched);
    }

    private synchronized boolean closed() {
        return closed;
    }

    private void run() {
        try (Arena arena = Arena.ofConfined()) {
            PollSet entries = new PollSet(arena, MAX_WATCHED + 1);
            MemorySegment events = arena.allocate(GpioAbi.EVENT_BYTES * EVENTS_AT_ONCE, Long.BYTES);
            for (List<Watch> lines = latest(); !closed(); lines = latest()) {
                entries.set(0, wake, Libc.POLLIN);
                for (int i = 0; i < lines.size(); i++) {
                    entries.set(i + 1, lines.get(i).line.fd(), Libc.POLLIN);
                }
                int count = Libc.poll(entries, lines.size() + 1, -1);
                if (count < 0 && count != -Libc.EINTR) {
                    Logger.error("GPIO inputs are dead until the next start: {}", Libc.message(count));
                    return;
                }
                if (count > 0) {
                    handle(lines, entries, events);
                }
            }
        } finally {
            over();
        }
    }

    /** Nobody needs to wait for this thread any more. */
    private synchronized void over() {
        seenChanges = Long.MAX_VALUE;
        notifyAll();
    }

    private void handle(List<Watch> lines, PollSet entries, MemorySegment events) {
        if (entries.found(0) != 0) {
            Libc.read(wake, events, Long.BYTES);
        }
        Iterator<Watch> line = lines.iterator();
        for (int i = 1; line.hasNext(); i++) {
            Watch watch = line.next();
            int found = entries.found(i);
            if ((found & Libc.POLLIN) != 0) {
                read(watch, events);
            } else if (found != 0) {
                giveUp(watch, "the kernel took it away");
            }
        }
    }

    private void read(Watch watch, MemorySegment events) {
        int count = Libc.read(watch.line.fd(), events, events.byteSize());
        if (count <= 0) {
            if (count != -Libc.EINTR && count != -Libc.EAGAIN) {
                giveUp(watch, Libc.message(count));
            }
            return;
        }
        for (int i = 0; i < count / (int) GpioAbi.EVENT_BYTES; i++) {
            int sequence = GpioAbi.eventSequence(events, i);
            long lost = Integer.toUnsignedLong(sequence - watch.sequence - 1);
            watch.sequence = sequence;
            Edge edge = new Edge(GpioAbi.eventRising(events, i), GpioAbi.eventNanos(events, i), lost);
            try {
                listeners.execute(() -> tell(watch, edge));
            } catch (RejectedExecutionException e) {
                giveUp(watch, "nobody takes its edges any more");
                return;
            }
        }
    }

    private static void tell(Watch watch, Edge edge) {
        try {
            watch.listener.accept(edge);
        } catch (RuntimeException e) {
            Logger.error(e, "an edge of the GPIO line for {} was not handled", watch.line.user());
        }
    }

    /** Stops waiting for a line that would wake us for ever. */
    private void giveUp(Watch watch, String why) {
        synchronized (this) {
            watched.remove(watch);
        }
        Logger.error("the GPIO line for {} is dead until it is set up anew: {}", watch.line.user(), why);
    }
}
