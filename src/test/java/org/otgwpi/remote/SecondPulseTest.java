package org.otgwpi.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SecondPulseTest {

    @Test
    void itIsLitForTheFirst50MillisecondsOfEachSecondAndDoesNotDrift() {
        long start = -123_456_789L;
        SecondPulse pulse = new SecondPulse(start);
        long now = start;
        List<Long> changes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            assertEquals(i % 2 == 0, pulse.lit(now));
            now += pulse.dueInNanos(now) + 1_000;
            changes.add((now - start) / 1_000_000);
        }
        assertEquals(List.of(50L, 1000L, 1050L, 2000L, 2050L, 3000L), changes);
    }
}
