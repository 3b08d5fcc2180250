package org.otgwpi.simulator;

import org.otgwpi.opentherm.MessageType;

/** The data words that the chip has seen, for its summary (otgw-core 1.7), and the bounds it has learnt. */
final class BoilerValues {

    private static final int HOT_WATER_BOUNDS = 48;
    private static final int HEATING_BOUNDS = 49;

    private final int[] words = new int[256];
    private int hotWaterBounds = (80 << 8) | 20;
    private int heatingBounds = (90 << 8) | 10;

    /** Takes over what the thermostat writes or the boiler answers; other messages carry no value. */
    void accept(Message message) {
        MessageType type = message.type();
        if (type != MessageType.WRITE_DATA && type != MessageType.READ_ACK) {
            return;
        }
        words[message.dataId()] = message.word();
        if (type == MessageType.READ_ACK && message.dataId() == HOT_WATER_BOUNDS) {
            hotWaterBounds = message.word();
        } else if (type == MessageType.READ_ACK && message.dataId() == HEATING_BOUNDS) {
            heatingBounds = message.word();
        }
    }

    /** Both data bytes, 0 for an id never seen. */
    int word(int dataId) {
        return words[dataId];
    }

    boolean allowsHotWater(FixedPoint setpoint) {
        return within(hotWaterBounds, setpoint);
    }

    boolean allowsHeating(FixedPoint setpoint) {
        return within(heatingBounds, setpoint);
    }

    private static boolean within(int bounds, FixedPoint setpoint) {
        double value = setpoint.value();
        return value <= bounds >> 8 && value >= (bounds & 0xFF);
    }
}
