package org.otgwpi.board;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** An array of {@code struct pollfd} (poll(2)): 8 bytes each, fd, events, revents. Not thread-safe. */
final class PollSet {

    private static final int ENTRY_BYTES = 8;

    private final MemorySegment segment;

    PollSet(Arena arena, int capacity) {
        segment = arena.allocate((long) ENTRY_BYTES * capacity, Integer.BYTES);
    }

    MemorySegment segment() {
        return segment;
    }

    /** Makes entry {@code index} wait for {@code events} of {@code fd}. */
    void set(int index, int fd, short events) {
        long at = (long) index * ENTRY_BYTES;
        segment.set(ValueLayout.JAVA_INT, at, fd);
        segment.set(ValueLayout.JAVA_SHORT, at + 4, events);
        segment.set(ValueLayout.JAVA_SHORT, at + 6, (short) 0);
    }

    /** What the last poll found for entry {@code index}. */
    short found(int index) {
        return segment.get(ValueLayout.JAVA_SHORT, (long) index * ENTRY_BYTES + 6);
    }
}
