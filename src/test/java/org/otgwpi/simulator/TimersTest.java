package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What times out and what the gateway does on its own account (otgw-core 1.11). */
final class TimersTest {

    private final ChipBench bench = ChipBench.running();

    private boolean controlled() {
        bench.conversation("T80190000", "BC0192B80");
        return bench.conversation("T10010A00", "BD0010A00").contains(" R");
    }

    @Test
    void aControlSetpointThatIsNotRepeatedEndsAfter63Seconds() {
        bench.command("CS=50");
        bench.passMillis(62_800);
        assertTrue(controlled());
        bench.passMillis(200);
        assertFalse(controlled());
    }

    @Test
    void oneThatIsRepeatedLastsAnotherPeriod() {
        bench.command("CS=50");
        bench.passMillis(40_000);
        bench.command("CS=50");
        bench.passMillis(50_000);
        assertTrue(controlled());
        bench.passMillis(35_700);
        assertTrue(controlled());
        bench.passMillis(300);
        assertFalse(controlled());
    }

    @Test
    void aLowControlSetpointLasts() {
        bench.command("CS=7.99");
        bench.passMillis(130_000);
        assertTrue(controlled());
        bench.command("CS=8");
        bench.passMillis(130_000);
        assertFalse(controlled());
    }

    @Test
    void theSecondCircuitAndTheClockShareTheTimer() {
        bench.command("CS=50");
        bench.passMillis(30_000);
        bench.command("C2=40");
        bench.command("SC=12:00/1");
        bench.passMillis(33_000);
        assertFalse(controlled());
        assertEquals("T10080500 R10082800", bench.thermostat("T10080500"));
        bench.boiler("B50082800");
        assertEquals("T80140000 BF0140000 A40142C00", bench.conversation("T80140000", "BF0140000"));
        bench.passMillis(63_000);
        assertEquals("T10080500", bench.thermostat("T10080500"));
        bench.boiler("B50082800");
        assertEquals("T80140000 BF0140000 A60140000", bench.conversation("T80140000", "BF0140000"));
    }

    @Test
    void withoutAThermostatTheGatewayAsksOneQuestionASecond() {
        assertEquals("Thermostat disconnected", disconnected());
        List<Integer> asked = asks(16, true);
        assertEquals(List.of(0, 25, 1, 6, 17, 27, 28, 14, 48, 0, 25, 1, 56, 57, 49, 18), asked);
        assertEquals(List.of(0, 25, 1, 99, 17, 27, 28, 14, 116), asks(9, true));
    }

    @Test
    void withoutAnAnswerTheSameQuestionIsAskedAgain() {
        disconnected();
        assertEquals(List.of(0, 0, 0), asks(3, false));
        assertEquals(List.of(0, 25), asks(2, true));
    }

    @Test
    void standingAloneNobodyAnswersTheThermostat() {
        disconnected();
        bench.passMillis(1_001);
        assertEquals("R00000000", bench.lines());
        assertEquals("B40000000", bench.boiler("B40000000"));
        bench.chip.thermostatLine(true, bench.nowNanos());
        assertEquals("Thermostat connected", bench.lines());
        bench.passMillis(5_000);
        assertEquals("", bench.lines());
    }

    @Test
    void standingAloneTheBoilerIsToldWhatTheUserWants() {
        bench.command("CS=40");
        bench.command("MM=60");
        disconnected();
        asks(8, true);
        String lines = String.join(" ", standAloneLines);
        assertTrue(lines.contains("R80000100"), lines);
        assertTrue(lines.contains("R10012800"), lines);
        assertTrue(lines.contains("R100E3C00"), lines);
    }

    @Test
    void aShorterIntervalMakesTheQuestionsComeFaster() {
        bench.command("MI=250");
        disconnected();
        bench.passMillis(1_000);
        for (int i = 0; i < 8; i++) {
            assertTrue(bench.lines().startsWith("R"));
            answer(true);
            bench.passMillis(250);
        }
    }

    private final List<String> standAloneLines = new ArrayList<>();

    private String disconnected() {
        bench.chip.thermostatLine(false, bench.nowNanos());
        return bench.lines();
    }

    private List<Integer> asks(int count, boolean answered) {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            bench.passMillis(1_000);
            String line = bench.lines();
            standAloneLines.add(line);
            ids.add(new Message(ChipBench.bits(line)).dataId());
            answer(answered);
        }
        return ids;
    }

    private void answer(boolean answered) {
        if (answered) {
            Message asked = new Message(Integer.parseUnsignedInt(bench.atBoiler.getLast(), 16));
            bench.boiler(asked.acknowledged(asked.word()).line('B'));
        }
    }
}
