package org.otgwpi.otgw.sensors;

/**
 * The ROM code of a 1-Wire sensor: family code, six bytes of serial number, CRC. Ordered as a search finds them on the
 * bus: by bits, the least significant of the first byte first (otgw-core 8.4). Immutable.
 *
 * @param rom the eight bytes in the order of the bus, the first in the least significant byte
 */
record SensorAddress(long rom) implements Comparable<SensorAddress> {

    static final int BYTES = 8;

    private static final int CRC_POLYNOMIAL = 0x8C;

    /** The address with these bytes in the order of the bus. */
    static SensorAddress of(byte[] bytes) {
        long rom = 0;
        for (int i = 0; i < BYTES; i++) {
            rom |= (bytes[i] & 0xFFL) << (8 * i);
        }
        return new SensorAddress(rom);
    }

    /** The address of the sensor in a folder of the kernel, {@code 28-c316821e64ff}: the CRC follows from the rest. */
    static SensorAddress ofFolder(String name) {
        long serial = Long.parseLong(name.substring(3), 16);
        long rom = serial << 8 | Long.parseLong(name.substring(0, 2), 16);
        return new SensorAddress(rom | (long) crc(rom) << 56);
    }

    /** The kernel's folder for it: family code and serial number, each with its most significant digit first. */
    String folder() {
        return "%02x-%012x".formatted(rom & 0xFF, rom >>> 8 & 0xFFFF_FFFF_FFFFL);
    }

    /** Sixteen upper-case hex digits in the order of the bus: {@code 28FF641E8216C3A1}. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < BYTES; i++) {
            text.append("%02X".formatted(octet(i)));
        }
        return text.toString();
    }

    /**
     * The eight or nine digits that older firmware made of it (otgw-http-ws 7.9): the first digit of each byte as it is
     * written without leading zeros, and of the last byte all: {@code 2F6181CA1}.
     */
    String legacyText() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < BYTES; i++) {
            String digits = "%X".formatted(octet(i));
            text.append(i < BYTES - 1 ? digits.substring(0, 1) : digits);
        }
        return text.toString();
    }

    @Override
    public int compareTo(SensorAddress other) {
        return Long.compareUnsigned(Long.reverse(rom), Long.reverse(other.rom));
    }

    private int octet(int index) {
        return (int) (rom >>> (8 * index)) & 0xFF;
    }

    /** CRC-8 of the first seven bytes (Maxim application note 27). */
    private static int crc(long rom) {
        int crc = 0;
        for (int bit = 0; bit < 7 * 8; bit++) {
            boolean odd = ((crc ^ (int) (rom >>> bit)) & 1) != 0;
            crc = crc >> 1 ^ (odd ? CRC_POLYNOMIAL : 0);
        }
        return crc;
    }
}
