package org.otgwpi.pic;

import java.util.Arrays;

/**
 * Puts the boot loader's answers together from bytes (otgw-core 6.2). What stands between packets is no answer; an ETX there
 * says that the chip was reset. Not thread-safe.
 */
public final class LoaderReceiver {

    private static final int LONGEST = 600;

    /** What a byte completed. */
    public enum Event {
        /** Nothing. */
        NONE,
        /** A packet with a right checksum: {@link #payload}. */
        PACKET,
        /** A packet with a wrong checksum. */
        BROKEN,
        /** The ETX of a chip that has just been reset. */
        RESET
    }

    private final byte[] buffer = new byte[LONGEST];
    private int length;
    private boolean receiving;
    private boolean escaped;

    /** Takes the next byte from the line. */
    public Event accept(int octet) {
        if (receiving && escaped) {
            escaped = false;
            return store(octet);
        }
        if (octet == LoaderRequest.STX) {
            clear();
            receiving = true;
            return Event.NONE;
        }
        if (!receiving) {
            return octet == LoaderRequest.ETX ? Event.RESET : Event.NONE;
        }
        return switch (octet) {
            case LoaderRequest.DLE -> {
                escaped = true;
                yield Event.NONE;
            }
            case LoaderRequest.ETX -> {
                receiving = false;
                yield length > 1 && sum() == 0 ? Event.PACKET : Event.BROKEN;
            }
            default -> store(octet);
        };
    }

    /** Forgets a packet that has begun. */
    public void clear() {
        receiving = false;
        escaped = false;
        length = 0;
    }

    /** The last packet without its checksum. */
    public byte[] payload() {
        return Arrays.copyOf(buffer, length - 1);
    }

    private Event store(int octet) {
        if (length == LONGEST) {
            clear();
            return Event.BROKEN;
        }
        buffer[length++] = (byte) octet;
        return Event.NONE;
    }

    private int sum() {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += buffer[i];
        }
        return sum & 0xFF;
    }
}
