package org.otgwpi.otgw;

import java.util.Locale;
import org.otgwpi.otgw.console.DebugConsole;
import org.otgwpi.otgw.console.Topic;
import org.otgwpi.otgw.sensors.PulseReadings;
import org.otgwpi.otgw.sensors.SensorListener;
import org.otgwpi.otgw.sensors.SensorReadings;

/** Shows what is measured at the Pi's own pins on the console. */
record MeasurementsToConsole(DebugConsole console) implements SensorListener {

    @Override
    public void temperatures(SensorReadings readings) {
        for (SensorReadings.Reading reading : readings.sensors()) {
            print("pollSensors", "Sensor %s: %.3f °C", reading.address(), reading.celsius());
        }
    }

    @Override
    public void pulses(PulseReadings readings) {
        print(
                "sendS0Counter",
                "S0 counter: %d pulses, %d in all, %d ms between the last two, %.3f kW",
                readings.intervalCount(),
                readings.totalCount(),
                readings.pulseMillis(),
                readings.powerKilowatts());
    }

    private void print(String part, String text, Object... values) {
        if (console.shows(Topic.SENSORS)) {
            console.print(Topic.SENSORS, part, String.format(Locale.ROOT, text, values));
        }
    }
}
