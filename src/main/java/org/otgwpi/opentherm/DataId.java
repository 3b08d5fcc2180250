package org.otgwpi.opentherm;

/**
 * One entry of the catalogue: what a data id means (otgw-core 2.5). Immutable.
 *
 * @param id 0..255
 * @param label how REST, MQTT and the log call it; empty if the id is undefined
 * @param name what a person calls it
 * @param unit empty if the value has none
 */
public record DataId(
        int id, String label, String name, Direction direction, DataType type, String unit, Decoder decoder) {

    /** False for the ids that neither OpenTherm nor a known maker gave a meaning. */
    public boolean defined() {
        return direction != Direction.UNDEFINED;
    }

    /** True if a frame of {@code type} carries a value of this id (otgw-core 2.4). */
    public boolean carriesValue(MessageType type) {
        return decoder.joinsTwoFrames() || direction.carriesValue(type);
    }

    /** {@code word} (0..65535) as {@code /api/v0/otgw/{id}} shows it (otgw-http-ws 1.6, style P): 43.5, 60, -5. */
    public String number(int word) {
        return type.shortNumber(word);
    }

    /** {@code word} (0..65535) as the otmonitor lists show it (otgw-http-ws 1.9.6): f8.8 as 43.500, others as integer. */
    public String monitorNumber(int word) {
        return type.monitorNumber(word);
    }
}
