package org.otgwpi.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What commands have put in the place of the thermostat's values. Lost at a reset. A null stands for no override.
 */
final class Overrides {
    /** Control set-point from CS; null leaves it to the thermostat. */
    @Nullable
    FixedPoint controlSetpoint;

    @Nullable
    FixedPoint controlSetpoint2;

    boolean heatingEnabled = true;
    boolean heating2Enabled = true;

    @Nullable
    FixedPoint outsideTemperature;

    @Nullable
    FixedPoint coolingLevel;

    boolean coolingEnabled;

    /** Room set-point that the boiler is told instead of the real one. */
    @Nullable
    FixedPoint fakeRoomSetpoint;

    /** Highest relative modulation in percent. */
    @Nullable
    Integer modulationPercent;

    @Nullable
    Integer ventilationPercent;

    /** Day and time in the form of data id 20. */
    @Nullable
    Integer clock;

    @Nullable
    Integer hotWaterOperatingMode;

    @Nullable
    Integer heatingOperatingMode;

    @Nullable
    Integer heating2OperatingMode;

    boolean hotWaterPush;
    boolean hotWaterBlocked;

    /** The operating modes in the form of data id 99, or null if none is set. */
    @Nullable
    Integer operatingModes(int thermostatsWord) {
        if (hotWaterOperatingMode == null && heatingOperatingMode == null && heating2OperatingMode == null) {
            return null;
        }
        int word = thermostatsWord;
        word = withNibble(word, 8, hotWaterOperatingMode);
        word = withNibble(word, 0, heatingOperatingMode);
        return withNibble(word, 4, heating2OperatingMode);
    }

    private static int withNibble(int word, int shift, @Nullable Integer mode) {
        return mode == null ? word : (word & ~(0xF << shift)) | (mode << shift);
    }
}
