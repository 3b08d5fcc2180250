package org.otgwpi.personality;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.otgwpi.board.LineUse;
import org.otgwpi.board.OutputLine;
import org.otgwpi.board.SimulatedLines;

final class LineCheckTest {

    private final SimulatedLines lines = new SimulatedLines(() -> 0);

    @Test
    void aLineWantedTwiceIsToldWithBothUsers() {
        assertEquals(
                List.of("GPIO line 5 is wanted by output 5 and by output 6: choose another line for one of them."),
                problems(Set.of(), use(5, "output 5"), use(5, "output 6")));
    }

    @Test
    void aLineOfAnotherUserIsToldWithHisName() throws IOException {
        try (OutputLine held = lines.output(22, "LED 1", false)) {
            assertEquals(
                    List.of(
                            "GPIO line 22 for output 22 is used by LED 1 already: choose another line for one of them."),
                    problems(Set.of(), use(22, "output 22")));
            assertEquals(List.of(), problems(Set.of(22), use(22, "output 22")));
        }
        assertEquals(List.of(), problems(Set.of(), use(22, "output 22")));
    }

    @Test
    void linesThatAreNotThereOrBelongToTheSerialPortAreTold() {
        assertEquals(
                List.of(
                        "GPIO line 28 for a does not exist: choose 0 to 27.",
                        "GPIO line 14 for b belongs to the serial port: choose another one."),
                problems(Set.of(), use(28, "a"), use(14, "b")));
    }

    @Test
    void aMachineWithoutLinesCanDriveNone() {
        assertEquals(
                List.of("This machine has no GPIO lines to drive."),
                LineCheck.problems(List.of(use(5, "a")), null, Set.of()));
        assertEquals(List.of(), LineCheck.problems(List.of(), null, Set.of()));
    }

    private List<String> problems(Set<Integer> released, LineUse... wanted) {
        return LineCheck.problems(List.of(wanted), lines, released);
    }

    private static LineUse use(int line, String user) {
        return new LineUse(line, user, true);
    }
}
