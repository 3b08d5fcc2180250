package org.otgwpi.simulator;

import java.io.ByteArrayOutputStream;

/**
 * The packets of the boot loader (otgw-core 6.2): {@code STX payload checksum ETX}, control bytes inside preceded by DLE.
 * An instance receives packets; the loader executes a command from the very buffer it was received in.
 */
final class LoaderPacket {

    static final int STX = 0x0F;
    static final int ETX = 0x04;
    static final int DLE = 0x05;

    /** Command, count and checksum. */
    private static final int SHORTEST = 3;

    private final byte[] buffer;
    private int length;
    private boolean receiving;
    private boolean escaped;

    LoaderPacket(int bufferBytes) {
        buffer = new byte[bufferBytes];
    }

    /**
     * Takes the next byte from the line.
     *
     * @return true if it completed a packet with a right checksum
     */
    boolean accept(int octet) {
        if (escaped) {
            escaped = false;
            store(octet);
            return false;
        }
        if (octet == STX) {
            receiving = true;
            length = 0;
            return false;
        }
        if (!receiving) {
            return false;
        }
        switch (octet) {
            case DLE -> escaped = true;
            case ETX -> {
                receiving = false;
                return length >= SHORTEST && sum(buffer, length) == 0;
            }
            default -> store(octet);
        }
        return false;
    }

    /** Byte {@code index} of the payload. Beyond its end stands what earlier packets left, and the buffer repeats. */
    int get(int index) {
        return buffer[index % buffer.length] & 0xFF;
    }

    /** The whole packet around {@code payload}. */
    static byte[] around(byte[] payload) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream(payload.length + 8);
        packet.write(STX);
        for (byte octet : payload) {
            stuff(packet, octet);
        }
        stuff(packet, -sum(payload, payload.length));
        packet.write(ETX);
        return packet.toByteArray();
    }

    /** A packet that does not fit is dropped. */
    private void store(int octet) {
        if (length == buffer.length) {
            receiving = false;
        } else {
            buffer[length++] = (byte) octet;
        }
    }

    private static void stuff(ByteArrayOutputStream packet, int value) {
        int octet = value & 0xFF;
        if (octet == STX || octet == ETX || octet == DLE) {
            packet.write(DLE);
        }
        packet.write(octet);
    }

    private static int sum(byte[] bytes, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            sum += bytes[i];
        }
        return sum & 0xFF;
    }
}
