package org.otgwpi.otgw;

import org.otgwpi.otgw.mqtt.MeasurementFeed;
import org.otgwpi.otgw.mqtt.PulseReading;
import org.otgwpi.otgw.mqtt.SensorReading;
import org.otgwpi.otgw.sensors.PulseReadings;
import org.otgwpi.otgw.sensors.SensorListener;
import org.otgwpi.otgw.sensors.SensorReadings;

/** Hands what is measured at the Pi's own pins to MQTT. */
record MeasurementsToMqtt(MeasurementFeed mqtt) implements SensorListener {

    @Override
    public void temperatures(SensorReadings readings) {
        mqtt.sensors(readings.sensors().stream()
                .map(reading -> new SensorReading(reading.address(), reading.celsius()))
                .toList());
    }

    @Override
    public void pulses(PulseReadings readings) {
        mqtt.pulses(new PulseReading(
                readings.intervalCount(), readings.totalCount(), readings.pulseMillis(), readings.powerKilowatts()));
    }
}
