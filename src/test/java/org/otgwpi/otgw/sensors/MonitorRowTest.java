package org.otgwpi.otgw.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class MonitorRowTest {

    private static final SensorReadings TWO = new SensorReadings(
            true,
            List.of(
                    new SensorReadings.Reading("28FF641E8216C3A1", 21437, 1_770_000_020),
                    new SensorReadings.Reading("2ABCDEFC", -127_000, 1_770_000_020)));

    @Test
    void theCounterComesFirstThenTheSensors() {
        PulseReadings pulses = new PulseReadings(true, 12, 345, 3600, 1.0f, 1_770_000_060, 0);
        assertEquals(
                List.of(
                        new MonitorRow("s0powerkw", "1.000", "kW", 1_770_000_060),
                        new MonitorRow("s0intervalcount", "12", "", 1_770_000_060),
                        new MonitorRow("s0totalcount", "345", "", 1_770_000_060),
                        new MonitorRow("numberofsensors", "2", "", 1_770_000_099),
                        new MonitorRow("28FF641E8216C3A1", "21.437", "°C", 1_770_000_020),
                        new MonitorRow("2ABCDEFC", "-127.000", "°C", 1_770_000_020)),
                MonitorRow.of(pulses, TWO, 1_770_000_099));
    }

    @Test
    void whatIsNotThereHasNoRows() {
        assertEquals(List.of(), MonitorRow.of(PulseReadings.NONE, SensorReadings.NONE, 1));
    }

    @Test
    void beforeTheFirstPollAndPulseAllIsZero() {
        PulseReadings pulses = new PulseReadings(true, 0, 0, 0, 0, 0, 0);
        SensorReadings sensors = new SensorReadings(true, List.of(new SensorReadings.Reading("28FF", 0, 0)));
        assertEquals(
                List.of("0.000", "0", "0", "1", "0.000"),
                MonitorRow.of(pulses, sensors, 5).stream()
                        .map(MonitorRow::number)
                        .toList());
    }

    @Test
    void powerIsRoundedAsCDoes() {
        PulseReadings pulses = new PulseReadings(true, 1, 1, 55_000, 3600f / 55_000, 1, 0);
        assertEquals(
                "0.065",
                MonitorRow.of(pulses, SensorReadings.NONE, 1).getFirst().number());
        PulseReadings tie = new PulseReadings(true, 1, 1, 1, 0.0625f, 1, 0);
        assertEquals(
                "0.062", MonitorRow.of(tie, SensorReadings.NONE, 1).getFirst().number());
    }
}
