package org.otgwpi.pic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the boot loader makes of a packet when one byte of it is lost, doubled or has a flipped bit on the way. Its checksum
 * is a plain sum, which does not notice a zero that is missing; and a flipped bit can make a control byte, so that the
 * loader takes the rest of the packet for a packet of its own (otgw-core 6.2, 6.4). Stateless.
 */
final class Misheard {

    private static final int BITS = 8;
    private static final int HEADER_BYTES = 4;
    private static final int ALL = 256;

    private Misheard() {}

    /**
     * Whether no single fault makes the loader change anything but the row of {@code meant}, or the bytes of the EEPROM that
     * are meant.
     *
     * <p>A zero that is doubled can lead a write from the first row of another page to the chip's first row, whatever is
     * chosen. That one is empty at that time, and between the bytes of a packet there is no room for another one.
     */
    static boolean harmless(byte[] packet, LoaderRequest meant, FlashLayout layout) {
        int meantRow = meant.address() & -FlashLayout.ROW_WORDS;
        byte[] heard = new byte[packet.length + 1];
        for (int at = 0; at < packet.length; at++) {
            System.arraycopy(packet, 0, heard, 0, at);
            System.arraycopy(packet, at + 1, heard, at, packet.length - at - 1);
            boolean harmless = harmless(heard, packet.length - 1, meant, layout, meantRow);
            System.arraycopy(packet, at, heard, at + 1, packet.length - at);
            heard[at] = packet[at];
            harmless = harmless
                    && (harmless(heard, packet.length + 1, meant, layout, meantRow)
                            || harmless(heard, packet.length + 1, meant, layout, 0));
            System.arraycopy(packet, 0, heard, 0, packet.length);
            for (int bit = 0; harmless && bit < BITS; bit++) {
                heard[at] = (byte) (packet[at] ^ 1 << bit);
                harmless = harmless(heard, packet.length, meant, layout, meantRow);
            }
            if (!harmless) {
                return false;
            }
        }
        return true;
    }

    private static boolean harmless(byte[] bytes, int length, LoaderRequest meant, FlashLayout layout, int row) {
        return heard(bytes, length).stream().allMatch(each -> harmlessOrder(each, meant, layout, row));
    }

    /** The packets with a right checksum in what was heard, without their checksums. */
    static List<byte[]> heard(byte[] bytes, int length) {
        List<byte[]> packets = List.of();
        byte[] payload = new byte[length];
        int stored = 0;
        int sum = 0;
        boolean receiving = false;
        boolean escaped = false;
        for (int i = 0; i < length; i++) {
            int octet = bytes[i];
            if (receiving && (escaped || !control(octet))) {
                escaped = false;
                payload[stored++] = (byte) octet;
                sum += octet;
            } else if (octet == LoaderRequest.STX) {
                receiving = true;
                stored = 0;
                sum = 0;
            } else if (receiving && octet == LoaderRequest.DLE) {
                escaped = true;
            } else if (receiving) {
                receiving = false;
                if ((sum & 0xFF) == 0 && stored > 1) {
                    packets = new ArrayList<>(packets);
                    packets.add(Arrays.copyOf(payload, stored - 1));
                }
            }
        }
        return packets;
    }

    private static boolean control(int octet) {
        return octet == LoaderRequest.STX || octet == LoaderRequest.ETX || octet == LoaderRequest.DLE;
    }

    /** What a payload leaves out is in the loader's buffer from before, so an address that is left out may be any. */
    private static boolean harmlessOrder(byte[] payload, LoaderRequest meant, FlashLayout layout, int row) {
        int command = payload[0];
        if (command != LoaderRequest.WRITE_PROGRAM
                && command != LoaderRequest.ERASE_PROGRAM
                && command != LoaderRequest.WRITE_EEPROM) {
            return true;
        }
        if (payload.length < HEADER_BYTES) {
            return false;
        }
        int count = payload[1] == 0 ? ALL : payload[1] & 0xFF;
        int address = (payload[2] & 0xFF) | (payload[3] & 0xFF) << BITS;
        return switch (command) {
            case LoaderRequest.WRITE_PROGRAM ->
                meant.changesProgram() && inRow(address, count * layout.wordsPerCount(), row, layout);
            case LoaderRequest.ERASE_PROGRAM ->
                meant.changesProgram()
                        && inRow(address & -FlashLayout.ROW_WORDS, count * FlashLayout.ROW_WORDS, row, layout);
            default ->
                meant.command() == LoaderRequest.WRITE_EEPROM
                        && (address & 0xFF) >= meant.address()
                        && (address & 0xFF) + count <= meant.address() + meant.count();
        };
    }

    private static boolean inRow(int from, int words, int row, FlashLayout layout) {
        int start = from & -layout.wordsPerCount() & (layout.programWords() - 1);
        return start >= row && start + words <= row + FlashLayout.ROW_WORDS;
    }
}
