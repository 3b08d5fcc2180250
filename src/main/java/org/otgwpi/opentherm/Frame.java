package org.otgwpi.opentherm;

/**
 * One OpenTherm message of 32 bits as the gateway chip reported it. Immutable.
 *
 * @param nanos when its line was complete, on the monotonic clock of the serial reader
 * @param origin who sent it
 * @param bits parity bit 31, type 30..28, spare 27..24, data id 23..16, high byte 15..8, low byte 7..0
 */
public record Frame(long nanos, Origin origin, int bits) {

    public MessageType type() {
        return MessageType.of(bits);
    }

    /** The data id, 0..255. */
    public int dataId() {
        return bits >>> 16 & 0xFF;
    }

    /** The high byte, 0..255. */
    public int highByte() {
        return bits >>> 8 & 0xFF;
    }

    /** The low byte, 0..255. */
    public int lowByte() {
        return bits & 0xFF;
    }

    /** Both data bytes as an unsigned number, 0..65535. */
    public int word() {
        return bits & 0xFFFF;
    }

    /** Both data bytes as a two's complement number. */
    public short signedWord() {
        return (short) bits;
    }

    /** True if the frame's 32 bits hold an even number of ones, as OpenTherm demands. */
    public boolean evenParity() {
        return (Integer.bitCount(bits) & 1) == 0;
    }

    /** These bits with bit 31 set so that the parity is even. */
    public static int withParity(int bits) {
        return (Integer.bitCount(bits & 0x7FFFFFFF) & 1) == 0 ? bits & 0x7FFFFFFF : bits | 0x80000000;
    }
}
