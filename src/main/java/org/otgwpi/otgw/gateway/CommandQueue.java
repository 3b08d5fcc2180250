package org.otgwpi.otgw.gateway;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Commands that are repeated until the chip answers: 20 places, at most 5 transmissions 5 s apart, served once a
 * second. An answer with the same two letters, whatever it says, removes the first such command.
 *
 * <p>Source: otgw-core 3.1 to 3.4. Times are nanoseconds of a monotonic clock. Not thread-safe: the gateway calls it
 * under its lock.
 */
final class CommandQueue {

    static final int PLACES = 20;
    static final int LONGEST_COMMAND = 14;
    static final int MOST_TRANSMISSIONS = 5;
    static final long RETRY_NANOS = 5_000_000_000L;
    static final long DELAY_NANOS = 1_000_000_000L;

    private final List<Entry> entries = new ArrayList<>();

    /** True if {@code command} has the form of one: {@code XX=...}, 14 characters at most. */
    static boolean accepts(String command) {
        return command.length() >= 3 && command.charAt(2) == '=' && command.length() <= LONGEST_COMMAND;
    }

    /**
     * Queues a command; one with the same two letters is replaced in its place unless {@code forced}.
     *
     * @param forced true to keep an earlier command with the same letters and add this one behind it
     * @return false if it has no form of a command or no place is left
     */
    boolean add(String command, boolean forced, long delayNanos, long nowNanos) {
        if (!accepts(command)) {
            return false;
        }
        Entry entry = new Entry(command, nowNanos + delayNanos);
        if (!forced) {
            for (int i = 0; i < entries.size(); i++) {
                if (entries.get(i).hasCode(command)) {
                    entries.set(i, entry);
                    return true;
                }
            }
        }
        return entries.size() < PLACES && entries.add(entry);
    }

    /**
     * The commands to be sent now, in order. To be called once a second. One whose earlier transmission still waits
     * for the line is left out: the line would only fill up with copies.
     */
    List<Entry> due(long nowNanos) {
        List<Entry> due = new ArrayList<>();
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            Entry entry = all.next();
            if (entry.waitsForLine || nowNanos - entry.dueNanos < 0) {
                continue;
            }
            due.add(entry);
            entry.waitsForLine = true;
            entry.transmissions++;
            entry.dueNanos = nowNanos + RETRY_NANOS;
            if (entry.transmissions >= entry.mostTransmissions()) {
                all.remove();
            }
        }
        return due;
    }

    /** The chip sent an answer that starts with the letters {@code code}. */
    void answered(String code) {
        for (Iterator<Entry> all = entries.iterator(); all.hasNext(); ) {
            if (all.next().hasCode(code)) {
                all.remove();
                return;
            }
        }
    }

    /** Empties it; the commands that were in it, in their order. */
    List<String> drop() {
        List<String> dropped = entries.stream().map(Entry::command).toList();
        entries.clear();
        return dropped;
    }

    int size() {
        return entries.size();
    }

    /** One queued command. */
    static final class Entry {

        private final String command;
        private long dueNanos;
        private int transmissions;
        private boolean waitsForLine;

        private Entry(String command, long dueNanos) {
            this.command = command;
            this.dueNanos = dueNanos;
        }

        String command() {
            return command;
        }

        /** The transmission is over: answered, unanswered or never made. */
        void transmitted() {
            waitsForLine = false;
        }

        private boolean hasCode(String other) {
            return command.regionMatches(0, other, 0, 2);
        }

        /** A reset is answered by a restart, never by {@code GW:}; repeating it would reset the chip five times. */
        private int mostTransmissions() {
            return command.equals("GW=R") ? 1 : MOST_TRANSMISSIONS;
        }
    }
}
