package org.otgwpi.otgw.sensors;

/** Who wants to know at once what was measured. Must neither wait nor throw; any thread may call. */
public interface SensorListener {

    /** All sensors were polled. */
    default void temperatures(SensorReadings readings) {}

    /**
     * An interval with pulses is over; or the power fell to 0, then {@code intervalCount} is 0, so that a sum over all
     * calls is right.
     */
    default void pulses(PulseReadings readings) {}
}
