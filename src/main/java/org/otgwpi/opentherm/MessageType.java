package org.otgwpi.opentherm;

/** The three type bits of a frame (OpenTherm protocol specification 2.2, section 4.2). */
public enum MessageType {
    READ_DATA("Read-Data"),
    WRITE_DATA("Write-Data"),
    INVALID_DATA("Invalid-Data"),
    RESERVED("Reserved"),
    READ_ACK("Read-Ack"),
    WRITE_ACK("Write-Ack"),
    DATA_INVALID("Data-Invalid"),
    UNKNOWN_DATA_ID("Unknown-Data-Id");

    private static final MessageType[] TYPES = values();

    private final String text;

    MessageType(String text) {
        this.text = text;
    }

    /** The words of the log line. */
    public String text() {
        return text;
    }

    /** True for the four types that only a master (the thermostat's side) sends. */
    public boolean fromMaster() {
        return compareTo(READ_ACK) < 0;
    }

    /** The type in bits 30 to 28 of a frame. */
    public static MessageType of(int frameBits) {
        return TYPES[frameBits >>> 28 & 7];
    }
}
