package org.otgwpi.otgw.mqtt;

import java.util.List;

/** Takes what is measured at this Pi's own pins. Never waits. Thread-safe. */
public interface MeasurementFeed {

    /** All temperature sensors there are, after each poll, in the order of the bus. */
    void sensors(List<SensorReading> readings);

    /** The S0 counter, after each interval with pulses. */
    void pulses(PulseReading reading);
}
