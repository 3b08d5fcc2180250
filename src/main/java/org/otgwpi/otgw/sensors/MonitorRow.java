package org.otgwpi.otgw.sensors;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * What is measured at our pins, as monitor programs get it (otgw-http-ws 1.9.6, rows 34 and later). Immutable.
 *
 * @param number an integer, or a number with three decimals
 * @param epochSeconds when it was measured; 0 if never
 */
public record MonitorRow(String name, String number, String unit, long epochSeconds) {

    private static final int DECIMALS = 3;

    /** The rows in their order; none for what is not there. */
    static List<MonitorRow> of(PulseReadings pulses, SensorReadings temperatures, long nowEpochSeconds) {
        List<MonitorRow> rows = new ArrayList<>();
        if (pulses.present()) {
            long epoch = pulses.epochSeconds();
            rows.add(new MonitorRow("s0powerkw", decimals(new BigDecimal(pulses.powerKilowatts())), "kW", epoch));
            rows.add(new MonitorRow("s0intervalcount", Integer.toString(pulses.intervalCount()), "", epoch));
            rows.add(new MonitorRow("s0totalcount", Long.toString(pulses.totalCount()), "", epoch));
        }
        if (temperatures.present()) {
            int count = temperatures.sensors().size();
            rows.add(new MonitorRow("numberofsensors", Integer.toString(count), "", nowEpochSeconds));
            for (SensorReadings.Reading sensor : temperatures.sensors()) {
                String celsius = decimals(BigDecimal.valueOf(sensor.milliCelsius(), DECIMALS));
                rows.add(new MonitorRow(sensor.address(), celsius, "°C", sensor.epochSeconds()));
            }
        }
        return List.copyOf(rows);
    }

    /** As C's {@code %.3f}: of the exact value, ties to even. */
    private static String decimals(BigDecimal exact) {
        return exact.setScale(DECIMALS, RoundingMode.HALF_EVEN).toPlainString();
    }
}
