package org.otgwpi.simulator;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * What may go wrong with bytes on a serial line, on demand: one is lost, a bit of one is flipped, all are lost for a while. Bytes of both directions are counted from 0. Not thread-safe.
 */
final class FaultyLine {

    /** Where a byte goes. */
    enum Direction {
        TO_CHIP,
        FROM_CHIP
    }

    private static final byte[] NOTHING = {};

    private interface Fault {
        byte[] instead(byte octet);
    }

    private record Place(Direction direction, long index) {}

    private final Map<Place, Fault> faults = new HashMap<>();
    private final Map<Direction, Boolean> stuck = new HashMap<>();
    private final Map<Direction, IntConsumer> ears = new EnumMap<>(Direction.class);
    private final Map<Direction, Long> counts = new HashMap<>();

    /** The byte with this number gets lost. */
    void lose(Direction direction, long index) {
        faults.put(new Place(direction, index), octet -> NOTHING);
    }

    /** A bit (0..7) of the byte with this number is flipped. */
    void flip(Direction direction, long index, int bit) {
        faults.put(new Place(direction, index), octet -> new byte[] {(byte) (octet ^ 1 << bit)});
    }

    /** All bytes are lost from now on, or no more. */
    void stick(Direction direction, boolean lost) {
        stuck.put(direction, lost);
    }

    /** From now on {@code ear} hears what arrives in this direction. */
    void listen(Direction direction, IntConsumer ear) {
        ears.put(direction, ear);
    }

    /** Nothing goes wrong any more. */
    void heal() {
        faults.clear();
        stuck.clear();
    }

    /** How many bytes were sent. */
    long count(Direction direction) {
        return counts.getOrDefault(direction, 0L);
    }

    /** What arrives when this is sent. */
    byte[] pass(Direction direction, byte octet) {
        long index = count(direction);
        counts.put(direction, index + 1);
        if (stuck.getOrDefault(direction, false)) {
            return NOTHING;
        }
        Fault fault = faults.get(new Place(direction, index));
        byte[] arriving = fault == null ? new byte[] {octet} : fault.instead(octet);
        IntConsumer ear = ears.get(direction);
        if (ear != null) {
            for (byte each : arriving) {
                ear.accept(each & 0xFF);
            }
        }
        return arriving;
    }
}
