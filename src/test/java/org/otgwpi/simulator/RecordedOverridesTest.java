package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.otgwpi.opentherm.Origin;

/**
 * The thermostat and the boiler of a recording of real firmware 6.6 meet the simulated chip: it has to say, line by
 * line, what the real one said.
 */
final class RecordedOverridesTest {

    /** The commands that were given while the recording ran, and the second before whose frames they came. */
    private static final Map<Integer, String> COMMANDS = Map.of(3, "CS=49.72", 5, "OT=5.5", 9, "MM=50");

    @Test
    void theSimulatedChipSaysWhatTheRealOneSaid() throws IOException, URISyntaxException {
        Path file =
                Path.of(Objects.requireNonNull(RecordedOverridesTest.class.getResource("/recordings/bus-overrides.log"))
                        .toURI());
        ChipBench bench = ChipBench.running();
        List<String> expected = new ArrayList<>();
        List<String> said = new ArrayList<>();
        long millis = 0;
        for (Recording.Entry entry : Recording.read(file).entries()) {
            long at = entry.nanos() / 1_000_000;
            for (int second = (int) (millis / 1_000) + 1; second <= at / 1_000; second++) {
                bench.command(COMMANDS.getOrDefault(second, "PR=A"));
            }
            bench.passMillis((double) (at - millis));
            millis = at;
            Message message = new Message(entry.bits());
            expected.add(message.line(entry.origin().letter()));
            if (entry.origin() == Origin.THERMOSTAT) {
                said.addAll(List.of(bench.thermostat(message.line('T')).split(" ")));
            } else if (entry.origin() == Origin.BOILER) {
                said.addAll(List.of(bench.boiler(message.line('B')).split(" ")));
            }
        }
        assertEquals(expected, said);
    }
}
