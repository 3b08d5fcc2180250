package org.otgwpi.otgw.sensors;

import java.util.List;

/**
 * What the temperature sensors read last. Immutable.
 *
 * @param present sensors are wanted and at least one was found; else monitor programs hear nothing of them
 * @param sensors in the order of the bus
 */
public record SensorReadings(boolean present, List<Reading> sensors) {

    /** There are none. */
    public static final SensorReadings NONE = new SensorReadings(false, List.of());

    /** What a sensor that does not answer has, in thousandths of a degree: -127 degrees. */
    public static final int DISCONNECTED = -127_000;

    /**
     * One sensor.
     *
     * @param address in the form that the user chose when this was asked for
     * @param milliCelsius thousandths of a degree; 0 before the first poll, {@link #DISCONNECTED} without an answer
     * @param epochSeconds when it was read, in seconds since 1970; 0 before the first poll
     */
    public record Reading(String address, int milliCelsius, long epochSeconds) {

        /** Degrees. */
        public double celsius() {
            return milliCelsius / 1000.0;
        }
    }
}
