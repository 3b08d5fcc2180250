package org.otgwpi.simulator;

import java.util.Locale;
import org.otgwpi.opentherm.Frame;
import org.otgwpi.opentherm.MessageType;

/**
 * The 32 bits of an OpenTherm message on a wire of the simulated house. Immutable.
 *
 * @param bits parity bit 31, type 30..28, spare 27..24, data id 23..16, high byte 15..8, low byte 7..0
 */
record Message(int bits) {

    /** A message with even parity. */
    static Message of(MessageType type, int dataId, int word) {
        return new Message(Frame.withParity(typeBits(type) | ((dataId & 0xFF) << 16) | (word & 0xFFFF)));
    }

    static Message read(int dataId, int word) {
        return of(MessageType.READ_DATA, dataId, word);
    }

    static Message write(int dataId, int word) {
        return of(MessageType.WRITE_DATA, dataId, word);
    }

    MessageType type() {
        return MessageType.of(bits);
    }

    int dataId() {
        return (bits >>> 16) & 0xFF;
    }

    int high() {
        return (bits >>> 8) & 0xFF;
    }

    int low() {
        return bits & 0xFF;
    }

    int word() {
        return bits & 0xFFFF;
    }

    /** True for an answer that the other side does not know the id or has no value for it. */
    boolean refusal() {
        return type() == MessageType.DATA_INVALID || type() == MessageType.UNKNOWN_DATA_ID;
    }

    Message withWord(int word) {
        return new Message(Frame.withParity((bits & 0xFFFF0000) | (word & 0xFFFF)));
    }

    Message withType(MessageType type) {
        return new Message(Frame.withParity((bits & 0x0FFFFFFF) | typeBits(type)));
    }

    /** The acknowledgement of this request: Read-Ack or Write-Ack with its id and {@code word}. */
    Message acknowledged(int word) {
        MessageType type = type() == MessageType.WRITE_DATA ? MessageType.WRITE_ACK : MessageType.READ_ACK;
        return withType(type).withWord(word);
    }

    private static int typeBits(MessageType type) {
        int number = switch (type) {
            case READ_DATA -> 0;
            case WRITE_DATA -> 1;
            case INVALID_DATA -> 2;
            case RESERVED -> 3;
            case READ_ACK -> 4;
            case WRITE_ACK -> 5;
            case DATA_INVALID -> 6;
            case UNKNOWN_DATA_ID -> 7;
        };
        return number << 28;
    }

    /** The line of the chip without its end: {@code B40192B80}. */
    String line(char origin) {
        String hex = Integer.toHexString(bits).toUpperCase(Locale.ROOT);
        return origin + "0".repeat(8 - hex.length()) + hex;
    }
}
