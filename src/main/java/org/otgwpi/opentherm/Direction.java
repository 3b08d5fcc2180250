package org.otgwpi.opentherm;

/** Which way the value of a data id travels (otgw-core 2.5, column dir). */
public enum Direction {
    /** The master reads it from the slave: the slave's Read-Ack carries the value. */
    READ("R"),
    /** The master writes it to the slave: the master's Write-Data carries the value. */
    WRITE("W"),
    READ_WRITE("RW"),
    /** The data id is undefined; no frame carries a value. */
    UNDEFINED("");

    private final String text;

    Direction(String text) {
        this.text = text;
    }

    /** How the table of data ids spells it: R, W, RW or nothing. */
    public String text() {
        return text;
    }

    /** True if a frame of {@code type} carries a value that travels this way (otgw-core 2.4). */
    public boolean carriesValue(MessageType type) {
        return switch (this) {
            case READ -> type == MessageType.READ_ACK;
            case WRITE -> type == MessageType.WRITE_DATA;
            case READ_WRITE -> type == MessageType.READ_ACK || type == MessageType.WRITE_DATA;
            case UNDEFINED -> false;
        };
    }

    static Direction of(String text) {
        for (Direction direction : values()) {
            if (direction.text.equals(text)) {
                return direction;
            }
        }
        throw new IllegalArgumentException("direction '" + text + "' is none of R, W, RW");
    }
}
