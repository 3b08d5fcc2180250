package org.otgwpi.railhub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.otgwpi.board.LineState;
import org.otgwpi.board.OutputBank;
import org.otgwpi.board.SimulatedLines;

final class LampDriverTest {

    private static final long START = 5_000_000_000L;
    private static final long TEN_MINUTES = TimeUnit.MINUTES.toNanos(10);
    private static final long MOST_LATE = TimeUnit.MICROSECONDS.toNanos(1500);

    private final SimulatedLines lines = new SimulatedLines(() -> 0);

    @Test
    void aLineIsAnInputUntilItsOutputsFirstCommand() throws IOException {
        Wiring wiring = Wiring.of(Variant.RAILHUB8266, "");
        OutputBank bank = lines.bank(wiring.uses(Variant.RAILHUB8266));
        try (LampDriver lamps = driver(wiring, bank)) {
            Lights lights = Lights.fresh(7);
            lamps.step(lights, START);
            assertEquals(LineState.Direction.NONE, state(17).direction());
            lamps.step(lights.with(0, Output.FRESH.switched(false, 100, START)), START);
            assertEquals(new LineState(17, "output 4 (railhub8266)", LineState.Direction.OUT, false), state(17));
            lamps.step(lights.with(0, Output.FRESH.switched(true, 100, START)), START);
            assertTrue(state(17).high());
            assertEquals(LineState.Direction.NONE, state(5).direction());
        }
        assertEquals(
                List.of(14, 15), lines.states().stream().map(LineState::line).toList());
    }

    /** The thread wakes up to 1.5 ms late at random; what it does late must never add up. */
    @Test
    void sixteenOutputsBlinkForTenMinutesOnPi4jsMockWithin2MillisecondsOfIdeal() throws IOException {
        Wiring wiring = Wiring.of(Variant.RAILHUB32, "");
        Random chance = new Random(9);
        Lights lights = Lights.fresh(16);
        long[] interval = new long[16];
        for (int i = 0; i < 16; i++) {
            long millis = i == 0 ? 10 : i == 15 ? 65_535 : Math.round(10 * Math.pow(6553.5, i / 15.0));
            interval[i] = TimeUnit.MILLISECONDS.toNanos(millis);
            lights = lights.with(i, Output.FRESH.switched(true, 100, START).blinking(millis, START));
        }
        OutputBank bank = new MockBank(lines, wiring);
        List<List<Long>> edges = new ArrayList<>();
        boolean[] high = new boolean[16];
        for (int i = 0; i < 16; i++) {
            edges.add(new ArrayList<>());
        }
        try (LampDriver lamps = driver(wiring, bank)) {
            long now = START;
            while (now < START + TEN_MINUTES) {
                long due = lamps.step(lights, now);
                for (int i = 0; i < 16; i++) {
                    if (lines.level(wiring.line(i)) != high[i]) {
                        high[i] = !high[i];
                        edges.get(i).add(now);
                    }
                }
                now += due + chance.nextLong(MOST_LATE);
            }
        }
        long count = 0;
        long latest = 0;
        for (int i = 0; i < 16; i++) {
            assertEquals((TEN_MINUTES - 1) / interval[i] + 1, edges.get(i).size(), "edges of output " + i);
            for (int k = 0; k < edges.get(i).size(); k++) {
                long late = edges.get(i).get(k) - (START + k * interval[i]);
                assertTrue(late >= 0 && late < 2_000_000, "edge %d of output %d: %d ns late".formatted(k, i, late));
                count++;
                latest = Math.max(latest, late);
            }
            long last = (TEN_MINUTES - 1) / interval[i];
            long lastLate = edges.get(i).getLast() - (START + last * interval[i]);
            assertTrue(lastLate < MOST_LATE, "output %d has drifted by %d ns".formatted(i, lastLate));
        }
        System.out.println("%d edges of 16 outputs in 10 minutes, the latest %.2f ms after its time"
                .formatted(count, latest / 1e6));
    }

    private LineState state(int line) {
        return lines.states().stream()
                .filter(each -> each.line() == line)
                .findFirst()
                .orElseThrow();
    }

    private static LampDriver driver(Wiring wiring, OutputBank bank) {
        return new LampDriver(
                wiring, Lights.fresh(wiring.size()), bank, Collections.nCopies(wiring.size(), null), () -> START);
    }
}
