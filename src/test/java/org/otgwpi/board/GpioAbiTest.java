package org.otgwpi.board;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import org.junit.jupiter.api.Test;

/** The structures of linux/gpio.h, written down once more as layouts, against the offsets that the program uses. */
final class GpioAbiTest {

    private static final StructLayout ATTRIBUTE = MemoryLayout.structLayout(
            JAVA_INT.withName("id"),
            JAVA_INT.withName("padding"),
            JAVA_LONG.withName("value"),
            JAVA_LONG.withName("mask"));

    private static final StructLayout REQUEST = MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(64, JAVA_INT).withName("offsets"),
            MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("consumer"),
            JAVA_LONG.withName("flags"),
            JAVA_INT.withName("num_attrs"),
            MemoryLayout.sequenceLayout(5, JAVA_INT).withName("config_padding"),
            MemoryLayout.sequenceLayout(10, ATTRIBUTE).withName("attrs"),
            JAVA_INT.withName("num_lines"),
            JAVA_INT.withName("event_buffer_size"),
            MemoryLayout.sequenceLayout(5, JAVA_INT).withName("padding"),
            JAVA_INT.withName("fd"));

    private static final StructLayout LINE_INFO = MemoryLayout.structLayout(
            MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("name"),
            MemoryLayout.sequenceLayout(32, JAVA_BYTE).withName("consumer"),
            JAVA_INT.withName("offset"),
            JAVA_INT.withName("num_attrs"),
            JAVA_LONG.withName("flags"),
            MemoryLayout.sequenceLayout(
                            10, MemoryLayout.structLayout(JAVA_INT, JAVA_INT.withName("p"), JAVA_LONG.withName("v")))
                    .withName("attrs"),
            MemoryLayout.sequenceLayout(4, JAVA_INT).withName("padding"));

    private static final StructLayout EVENT = MemoryLayout.structLayout(
            JAVA_LONG.withName("timestamp_ns"),
            JAVA_INT.withName("id"),
            JAVA_INT.withName("offset"),
            JAVA_INT.withName("seqno"),
            JAVA_INT.withName("line_seqno"),
            MemoryLayout.sequenceLayout(6, JAVA_INT).withName("padding"));

    private static long at(StructLayout layout, String field) {
        return layout.byteOffset(PathElement.groupElement(field));
    }

    private static long attribute(int index, String field) {
        return at(REQUEST, "attrs") + index * ATTRIBUTE.byteSize() + at(ATTRIBUTE, field);
    }

    @Test
    void sizesAreTheKernels() {
        assertEquals(592, REQUEST.byteSize());
        assertEquals(REQUEST.byteSize(), GpioAbi.REQUEST_BYTES);
        assertEquals(256, LINE_INFO.byteSize());
        assertEquals(LINE_INFO.byteSize(), GpioAbi.LINE_INFO_BYTES);
        assertEquals(EVENT.byteSize(), GpioAbi.EVENT_BYTES);
    }

    @Test
    void callNumbersHoldDirectionAndSizeOfTheirStructure() {
        assertEquals(number(2, 0x01, GpioAbi.CHIP_INFO_BYTES), GpioAbi.GET_CHIP_INFO);
        assertEquals(number(3, 0x05, GpioAbi.LINE_INFO_BYTES), GpioAbi.GET_LINE_INFO);
        assertEquals(number(3, 0x07, GpioAbi.REQUEST_BYTES), GpioAbi.GET_LINE);
        assertEquals(number(3, 0x0E, GpioAbi.VALUES_BYTES), GpioAbi.GET_VALUES);
        assertEquals(number(3, 0x0F, GpioAbi.VALUES_BYTES), GpioAbi.SET_VALUES);
    }

    /** The kernel's _IOC macro: direction, size, type 0xB4, number. */
    private static long number(long direction, long number, long size) {
        return direction << 30 | size << 16 | 0xB4L << 8 | number;
    }

    @Test
    void anOutputIsRequestedWithItsFirstLevels() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request =
                    GpioAbi.request(arena, "relays", new GpioAbi.Wanted(GpioAbi.OUTPUT, 0b101, 0), 4, 17, 27);
            assertEquals(4, request.get(JAVA_INT, 0));
            assertEquals(17, request.get(JAVA_INT, 4));
            assertEquals(27, request.get(JAVA_INT, 8));
            assertEquals("relays", request.getString(at(REQUEST, "consumer")));
            assertEquals(8, request.get(JAVA_LONG, at(REQUEST, "flags")));
            assertEquals(3, request.get(JAVA_INT, at(REQUEST, "num_lines")));
            assertEquals(0, request.get(JAVA_INT, at(REQUEST, "event_buffer_size")));
            assertEquals(1, request.get(JAVA_INT, at(REQUEST, "num_attrs")));
            assertEquals(2, request.get(JAVA_INT, attribute(0, "id")));
            assertEquals(0b101, request.get(JAVA_LONG, attribute(0, "value")));
            assertEquals(0b111, request.get(JAVA_LONG, attribute(0, "mask")));
            assertEquals(0, GpioAbi.requestedFd(request));
            request.set(JAVA_INT, at(REQUEST, "fd"), 42);
            assertEquals(42, GpioAbi.requestedFd(request));
        }
    }

    @Test
    void anInputIsRequestedWithBothEdgesItsPullAndDebounce() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = GpioAbi.request(arena, "button", GpioAbi.Wanted.input(Pull.UP, 20_000), 17);
            assertEquals(4 | 16 | 32 | 256, request.get(JAVA_LONG, at(REQUEST, "flags")));
            assertEquals(1, request.get(JAVA_INT, at(REQUEST, "num_attrs")));
            assertEquals(3, request.get(JAVA_INT, attribute(0, "id")));
            assertEquals(20_000, request.get(JAVA_INT, attribute(0, "value")));
            assertEquals(1, request.get(JAVA_LONG, attribute(0, "mask")));
            assertTrue(request.get(JAVA_INT, at(REQUEST, "event_buffer_size")) > 0);
        }
        assertEquals(4 | 16 | 32 | 512, GpioAbi.Wanted.input(Pull.DOWN, 0).flags());
        assertEquals(4 | 16 | 32 | 1024, GpioAbi.Wanted.input(Pull.NONE, 0).flags());
    }

    @Test
    void aCounterIsRequestedWithoutDebounce() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = GpioAbi.request(arena, "S0", GpioAbi.Wanted.input(Pull.UP, 0), 17);
            assertEquals(0, request.get(JAVA_INT, at(REQUEST, "num_attrs")));
        }
    }

    @Test
    void aResetLineIsOpenDrainAndStartsReleased() {
        assertEquals(8 | 64 | 1024, GpioAbi.Wanted.openDrain().flags());
        assertEquals(1, GpioAbi.Wanted.openDrain().levels());
    }

    @Test
    void sixtyFourLinesFillTheirMask() {
        try (Arena arena = Arena.ofConfined()) {
            int[] lines = new int[64];
            MemorySegment request = GpioAbi.request(arena, "all", GpioAbi.Wanted.output(true), lines);
            assertEquals(-1L, request.get(JAVA_LONG, attribute(0, "mask")));
        }
    }

    @Test
    void aLongUserNameIsCutAtThirtyOneLetters() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request =
                    GpioAbi.request(arena, "a name that is longer than the field", GpioAbi.Wanted.output(true), 1);
            assertEquals("a name that is longer than the ", request.getString(at(REQUEST, "consumer")));
        }
    }

    @Test
    void aLineTellsItsHolder() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = GpioAbi.lineInfo(arena, 6);
            assertEquals(6, info.get(JAVA_INT, at(LINE_INFO, "offset")));
            assertFalse(GpioAbi.used(info));
            info.setString(at(LINE_INFO, "consumer"), "gpioset");
            info.set(JAVA_LONG, at(LINE_INFO, "flags"), 1 | 8);
            assertTrue(GpioAbi.used(info));
            assertEquals("gpioset", GpioAbi.userOf(info));
        }
    }

    @Test
    void eventsAreReadFromTheirPlaces() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate(GpioAbi.EVENT_BYTES * 2, 8);
            long second = EVENT.byteSize();
            events.set(JAVA_LONG, second + at(EVENT, "timestamp_ns"), 123_456_789_012L);
            events.set(JAVA_INT, second + at(EVENT, "id"), 1);
            events.set(JAVA_INT, second + at(EVENT, "seqno"), 7);
            assertEquals(123_456_789_012L, GpioAbi.eventNanos(events, 1));
            assertTrue(GpioAbi.eventRising(events, 1));
            assertEquals(7, GpioAbi.eventSequence(events, 1));
            events.set(JAVA_INT, second + at(EVENT, "id"), 2);
            assertFalse(GpioAbi.eventRising(events, 1));
        }
    }
}
