package org.otgwpi.board;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The kernel's GPIO character device, version 2 (linux/gpio.h, since 5.10): numbers of its calls and the places of the
 * fields in its structures, the same on every machine with 32-bit int. Pure memory, no calls.
 */
final class GpioAbi {

    static final long GET_CHIP_INFO = 0x8044B401L;
    static final long GET_LINE_INFO = 0xC100B405L;
    static final long GET_LINE = 0xC250B407L;
    static final long SET_CONFIG = 0xC110B40DL;
    static final long GET_VALUES = 0xC010B40EL;
    static final long SET_VALUES = 0xC010B40FL;

    static final long CHIP_INFO_BYTES = 68;
    static final long LINE_INFO_BYTES = 256;
    static final long REQUEST_BYTES = 592;
    static final long CONFIG_BYTES = 272;
    static final long VALUES_BYTES = 16;
    static final long EVENT_BYTES = 48;

    static final int MAX_LINES = 64;
    static final int NAME_BYTES = 32;

    static final long USED = 1;
    static final long INPUT = 4;
    static final long OUTPUT = 8;
    static final long EDGE_RISING = 16;
    static final long EDGE_FALLING = 32;
    static final long OPEN_DRAIN = 64;
    static final long BIAS_PULL_UP = 256;
    static final long BIAS_PULL_DOWN = 512;
    static final long BIAS_DISABLED = 1024;

    /** In an event: the line went high. */
    static final int RISING = 1;

    private static final int ATTRIBUTE_FLAGS = 1;
    private static final int ATTRIBUTE_VALUES = 2;
    private static final int ATTRIBUTE_DEBOUNCE = 3;

    /** How many edges the kernel keeps for us; beyond that it drops the oldest, which the sequence numbers show. */
    private static final int KEPT_EDGES = 256;

    private GpioAbi() {}

    /**
     * How lines are asked for.
     *
     * @param flags {@link #INPUT}, {@link #OUTPUT}, ... together
     * @param levels of outputs at the start: bit n is the n-th line of the request
     * @param debounceMicros how long a level must last to count, 0 = any edge counts
     */
    record Wanted(long flags, long levels, int debounceMicros) {

        static Wanted output(boolean high) {
            return new Wanted(OUTPUT, high ? 1 : 0, 0);
        }

        /** Nothing is changed on the pin beside its direction. */
        static Wanted undriven() {
            return new Wanted(INPUT, 0, 0);
        }

        static Wanted input(Pull pull, int debounceMicros) {
            long bias = switch (pull) {
                case NONE -> BIAS_DISABLED;
                case UP -> BIAS_PULL_UP;
                case DOWN -> BIAS_PULL_DOWN;
            };
            return new Wanted(INPUT | EDGE_RISING | EDGE_FALLING | bias, 0, debounceMicros);
        }

        /** Pulls low or lets go, and never drives high; starts released. */
        static Wanted openDrain() {
            return new Wanted(OUTPUT | OPEN_DRAIN | BIAS_DISABLED, 1, 0);
        }
    }

    /** A {@code struct gpio_v2_line_request}. */
    static MemorySegment request(Arena arena, String user, Wanted wanted, int... lines) {
        MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
        for (int i = 0; i < lines.length; i++) {
            request.set(JAVA_INT, 4L * i, lines[i]);
        }
        setName(request, 256, user);
        request.set(JAVA_LONG, 288, wanted.flags());
        int attributes = 0;
        long all = lines.length == MAX_LINES ? -1L : (1L << lines.length) - 1;
        if ((wanted.flags() & OUTPUT) != 0) {
            setAttribute(request, 288, attributes++, ATTRIBUTE_VALUES, wanted.levels(), all);
        }
        if (wanted.debounceMicros() > 0) {
            setAttribute(request, 288, attributes++, ATTRIBUTE_DEBOUNCE, wanted.debounceMicros(), all);
        }
        request.set(JAVA_INT, 296, attributes);
        request.set(JAVA_INT, 560, lines.length);
        request.set(JAVA_INT, 564, (wanted.flags() & INPUT) != 0 ? KEPT_EDGES : 0);
        return request;
    }

    /** A {@code struct gpio_v2_line_config}: the lines in {@code outputs} are driven, all others are inputs. */
    static MemorySegment config(Arena arena, long outputs, long levels) {
        MemorySegment config = arena.allocate(CONFIG_BYTES, Long.BYTES);
        config.set(JAVA_LONG, 0, INPUT);
        setAttribute(config, 0, 0, ATTRIBUTE_FLAGS, OUTPUT, outputs);
        setAttribute(config, 0, 1, ATTRIBUTE_VALUES, levels, outputs);
        config.set(JAVA_INT, 8, 2);
        return config;
    }

    /** The descriptor that the kernel put into an answered request. */
    static int requestedFd(MemorySegment request) {
        return request.get(JAVA_INT, 588);
    }

    static String chipName(MemorySegment chipInfo) {
        return name(chipInfo, 0);
    }

    static String chipLabel(MemorySegment chipInfo) {
        return name(chipInfo, 32);
    }

    static int chipLines(MemorySegment chipInfo) {
        return chipInfo.get(JAVA_INT, 64);
    }

    /** A {@code struct gpio_v2_line_info} that asks about {@code line}. */
    static MemorySegment lineInfo(Arena arena, int line) {
        MemorySegment info = arena.allocate(LINE_INFO_BYTES, Long.BYTES);
        info.set(JAVA_INT, 64, line);
        return info;
    }

    static boolean used(MemorySegment lineInfo) {
        return (lineInfo.get(JAVA_LONG, 72) & USED) != 0;
    }

    static String userOf(MemorySegment lineInfo) {
        return name(lineInfo, 32);
    }

    static void setValues(MemorySegment values, long bits, long mask) {
        values.set(JAVA_LONG, 0, bits);
        values.set(JAVA_LONG, 8, mask);
    }

    static long bits(MemorySegment values) {
        return values.get(JAVA_LONG, 0);
    }

    static long eventNanos(MemorySegment events, int index) {
        return events.get(JAVA_LONG, EVENT_BYTES * index);
    }

    static boolean eventRising(MemorySegment events, int index) {
        return events.get(JAVA_INT, EVENT_BYTES * index + 8) == RISING;
    }

    static int eventLine(MemorySegment events, int index) {
        return events.get(JAVA_INT, EVENT_BYTES * index + 12);
    }

    /** Counts the edges of all lines of a request from 1 on, the lost ones too. */
    static int eventSequence(MemorySegment events, int index) {
        return events.get(JAVA_INT, EVENT_BYTES * index + 16);
    }

    /** @param config where in the segment the line configuration begins; its attributes stand 32 bytes behind */
    private static void setAttribute(MemorySegment segment, long config, int index, int id, long value, long lineMask) {
        long at = config + 32 + 24L * index;
        segment.set(JAVA_INT, at, id);
        segment.set(JAVA_LONG, at + 8, value);
        segment.set(JAVA_LONG, at + 16, lineMask);
    }

    private static void setName(MemorySegment segment, long offset, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, offset, Math.min(bytes.length, NAME_BYTES - 1));
    }

    private static String name(MemorySegment segment, long offset) {
        byte[] bytes = segment.asSlice(offset, NAME_BYTES).toArray(JAVA_BYTE);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(Arrays.copyOf(bytes, length), StandardCharsets.UTF_8);
    }
}
