package org.otgwpi.simulator;

/** The settings that the chip keeps in its EEPROM, by name instead of by address and bit (otgw-core 1.12). */
final class Configuration {

    private static final int MONITOR_BIT = 0;
    private static final int SENSOR_RETURN_BIT = 2;
    private static final int SUMMER_BIT = 3;
    private static final int DHW_SET_BIT = 4;
    private static final int DHW_ON_BIT = 5;
    private static final int FAIL_SAFE_OFF_BIT = 6;

    private static final int IGNORE_TRANSITIONS_BIT = 5;
    private static final int OVERRIDE_HIGH_BIT = 6;
    private static final int DAC_MASK = 0x1F;
    private static final int DAC_BASE = 13;

    private static final int MODEL_MANUAL = 0x10;
    private static final int MODEL_CELCIA = 0x20;
    private static final int MODEL_ISENSE = 0x40;
    private static final int MODEL_REMEHA = 0x80;

    private static final int INTERVAL_UNIT_MILLIS = 5;
    private static final int FIXED_INTERVAL_MILLIS = 1_000;

    private final Eeprom eeprom;

    Configuration(Eeprom eeprom) {
        this.eeprom = eeprom;
    }

    boolean monitorMode() {
        return eeprom.bit(Eeprom.CONFIGURATION, MONITOR_BIT);
    }

    void setMonitorMode(boolean monitor) {
        eeprom.setBit(Eeprom.CONFIGURATION, MONITOR_BIT, monitor);
    }

    /** True if the temperature sensor measures the return water, false for the outside. */
    boolean sensorOnReturn() {
        return eeprom.bit(Eeprom.CONFIGURATION, SENSOR_RETURN_BIT);
    }

    void setSensorOnReturn(boolean onReturn) {
        eeprom.setBit(Eeprom.CONFIGURATION, SENSOR_RETURN_BIT, onReturn);
    }

    boolean summerMode() {
        return eeprom.bit(Eeprom.CONFIGURATION, SUMMER_BIT);
    }

    void setSummerMode(boolean on) {
        eeprom.setBit(Eeprom.CONFIGURATION, SUMMER_BIT, on);
    }

    boolean failSafe() {
        return !eeprom.bit(Eeprom.CONFIGURATION, FAIL_SAFE_OFF_BIT);
    }

    void setFailSafe(boolean on) {
        eeprom.setBit(Eeprom.CONFIGURATION, FAIL_SAFE_OFF_BIT, !on);
    }

    /** Hot water: {@code 0} off, {@code 1} on, {@code A} as the thermostat says. */
    char hotWater() {
        if (!eeprom.bit(Eeprom.CONFIGURATION, DHW_SET_BIT)) {
            return 'A';
        }
        return eeprom.bit(Eeprom.CONFIGURATION, DHW_ON_BIT) ? '1' : '0';
    }

    void setHotWater(char setting) {
        eeprom.setBit(Eeprom.CONFIGURATION, DHW_SET_BIT, setting != 'A');
        eeprom.setBit(Eeprom.CONFIGURATION, DHW_ON_BIT, setting == '1');
    }

    boolean ignoreTransitions() {
        return eeprom.bit(Eeprom.SAVED_SETTINGS, IGNORE_TRANSITIONS_BIT);
    }

    void setIgnoreTransitions(boolean on) {
        eeprom.setBit(Eeprom.SAVED_SETTINGS, IGNORE_TRANSITIONS_BIT, on);
    }

    /** True if the override flags stand in the high byte of id 100 too. */
    boolean overrideFlagsInHighByte() {
        return eeprom.bit(Eeprom.SAVED_SETTINGS, OVERRIDE_HIGH_BIT);
    }

    void setOverrideFlagsInHighByte(boolean on) {
        eeprom.setBit(Eeprom.SAVED_SETTINGS, OVERRIDE_HIGH_BIT, on);
    }

    /** The reference voltage as a digit: 0.832 V + n * 0.128 V. */
    int referenceVoltage() {
        return Math.floorMod(((eeprom.get(Eeprom.SAVED_SETTINGS) & DAC_MASK) - DAC_BASE) / 2, 16);
    }

    void setReferenceVoltage(int digit) {
        int rest = eeprom.get(Eeprom.SAVED_SETTINGS) & ~DAC_MASK;
        eeprom.set(Eeprom.SAVED_SETTINGS, rest | (DAC_BASE + 2 * digit));
    }

    int gpioFunction(int pin) {
        return (eeprom.get(Eeprom.GPIO_FUNCTIONS) >> (4 * pin)) & 0xF;
    }

    void setGpioFunction(int pin, int function) {
        int rest = eeprom.get(Eeprom.GPIO_FUNCTIONS) & ~(0xF << (4 * pin));
        eeprom.set(Eeprom.GPIO_FUNCTIONS, rest | (function << (4 * pin)));
    }

    String ledFunctions() {
        StringBuilder letters = new StringBuilder();
        for (int led = 0; led < 6; led++) {
            letters.append((char) eeprom.get(Eeprom.LED_FUNCTIONS + led));
        }
        return letters.toString();
    }

    void setLedFunction(int led, char letter) {
        eeprom.set(Eeprom.LED_FUNCTIONS + led, letter);
    }

    /** {@code C} Celcia 20, {@code I} iSense, {@code S} standard, {@code R} Remeha, detected, {@code D} unknown yet. */
    char thermostatModel() {
        int model = eeprom.get(Eeprom.THERMOSTAT_MODEL);
        if ((model & MODEL_MANUAL) == 0) {
            return (model & MODEL_REMEHA) != 0 ? 'R' : 'D';
        }
        if ((model & MODEL_CELCIA) != 0) {
            return 'C';
        }
        return (model & MODEL_ISENSE) != 0 ? 'I' : 'S';
    }

    void setThermostatModel(char letter) {
        int model = switch (letter) {
            case 'C' -> MODEL_MANUAL | MODEL_CELCIA;
            case 'I' -> MODEL_MANUAL | MODEL_ISENSE;
            case 'S' -> MODEL_MANUAL;
            default -> 0;
        };
        eeprom.set(Eeprom.THERMOSTAT_MODEL, model);
    }

    FixedPoint setback() {
        return new FixedPoint(eeprom.word(Eeprom.AWAY_SETPOINT));
    }

    void setSetback(FixedPoint temperature) {
        eeprom.setWord(Eeprom.AWAY_SETPOINT, temperature.word());
    }

    /** The hot-water set-point, 0 for none. */
    FixedPoint hotWaterSetpoint() {
        return new FixedPoint(eeprom.word(Eeprom.DHW_SETTING));
    }

    void setHotWaterSetpoint(FixedPoint temperature) {
        eeprom.setWord(Eeprom.DHW_SETTING, temperature.word());
    }

    /** The highest central-heating set-point, 0 for none. */
    FixedPoint maxHeatingSetpoint() {
        return new FixedPoint(eeprom.word(Eeprom.MAX_CH_SETTING));
    }

    void setMaxHeatingSetpoint(FixedPoint temperature) {
        eeprom.setWord(Eeprom.MAX_CH_SETTING, temperature.word());
    }

    /** False for firmware that is older than this setting. */
    boolean hasMessageInterval() {
        return eeprom.holdsMessageInterval();
    }

    int messageIntervalMillis() {
        return hasMessageInterval()
                ? eeprom.get(Eeprom.MESSAGE_INTERVAL) * INTERVAL_UNIT_MILLIS
                : FIXED_INTERVAL_MILLIS;
    }

    void setMessageIntervalMillis(int millis) {
        eeprom.set(Eeprom.MESSAGE_INTERVAL, millis / INTERVAL_UNIT_MILLIS);
    }
}
