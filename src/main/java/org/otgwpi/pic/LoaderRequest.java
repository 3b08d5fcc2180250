package org.otgwpi.pic;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * A command for the boot loader (otgw-core 6.2, 6.3).
 *
 * @param command its code, which the answer repeats
 * @param count of rows, blocks, words or bytes
 * @param address where it begins
 * @param data bytes of a write
 * @param guarded whether a zero in the address, and the byte behind it, are sent like control bytes, although they are none.
 *     If the zero gets lost, a DLE takes its place, which the checksum notices
 */
public record LoaderRequest(int command, int count, int address, List<Integer> data, boolean guarded) {

    public static final int VERSION = 0;
    public static final int READ_PROGRAM = 1;
    public static final int WRITE_PROGRAM = 2;
    public static final int ERASE_PROGRAM = 3;
    public static final int READ_EEPROM = 4;
    public static final int WRITE_EEPROM = 5;
    private static final int RESET = 8;

    static final int STX = 0x0F;
    static final int ETX = 0x04;
    static final int DLE = 0x05;

    private static final int VERSION_WORDS = 3;
    private static final int ADDRESS_LOW = 2;
    private static final int ADDRESS_HIGH = 3;

    /** Asks for version, first and last address of the loader. */
    public static LoaderRequest version() {
        return plain(VERSION, VERSION_WORDS, 0);
    }

    public static LoaderRequest readProgram(int address, int words) {
        return plain(READ_PROGRAM, words, address);
    }

    /** Erases the row that holds {@code address}. */
    static LoaderRequest eraseRow(int address) {
        return plain(ERASE_PROGRAM, 1, address);
    }

    /** Writes words into one row, at least one. The PIC16F88 gets whole blocks. */
    static LoaderRequest writeProgram(FlashLayout layout, int address, List<Integer> words) {
        int unit = layout.wordsPerCount();
        int count = (words.size() + unit - 1) / unit;
        List<Integer> bytes = new ArrayList<>();
        for (int i = 0; i < count * unit; i++) {
            int word = i < words.size() ? words.get(i) : FlashLayout.ERASED;
            bytes.add(word & 0xFF);
            bytes.add(word >> 8);
        }
        return new LoaderRequest(WRITE_PROGRAM, count, address, bytes, false);
    }

    public static LoaderRequest readEeprom(int address, int bytes) {
        return plain(READ_EEPROM, bytes, address);
    }

    public static LoaderRequest writeEeprom(int address, List<Integer> bytes) {
        return new LoaderRequest(WRITE_EEPROM, bytes.size(), address, List.copyOf(bytes), false);
    }

    /** Leaves the loader; there is no answer. */
    public static byte[] reset() {
        return packet(List.of(RESET, 0), false);
    }

    /** The same, guarded or not. */
    public LoaderRequest guarded(boolean guard) {
        return new LoaderRequest(command, count, address, data, guard);
    }

    /** Whether this writes or erases program memory. */
    boolean changesProgram() {
        return command == WRITE_PROGRAM || command == ERASE_PROGRAM;
    }

    private static LoaderRequest plain(int command, int count, int address) {
        return new LoaderRequest(command, count, address, List.of(), false);
    }

    /** The packet to send. */
    public byte[] packet() {
        List<Integer> payload = new ArrayList<>(List.of(command, count));
        if (command != VERSION) {
            payload.add(address & 0xFF);
            payload.add(address >> 8);
        }
        payload.addAll(data);
        return packet(payload, guarded);
    }

    private static byte[] packet(List<Integer> payload, boolean guarded) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(STX);
        int sum = 0;
        boolean behindZero = false;
        for (int i = 0; i < payload.size(); i++) {
            int octet = payload.get(i);
            boolean zero = guarded && octet == 0 && (i == ADDRESS_LOW || i == ADDRESS_HIGH);
            sum += octet;
            stuff(packet, octet, zero || behindZero);
            behindZero = zero || (behindZero && octet == DLE);
        }
        stuff(packet, -sum & 0xFF, behindZero);
        packet.write(ETX);
        return packet.toByteArray();
    }

    private static void stuff(ByteArrayOutputStream packet, int octet, boolean always) {
        if (always || octet == STX || octet == ETX || octet == DLE) {
            packet.write(DLE);
        }
        packet.write(octet);
    }
}
