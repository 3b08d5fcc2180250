package org.otgwpi.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulatedLinesTest {

    private final SimulatedLines lines = new SimulatedLines(() -> 42);

    @AfterEach
    void close() {
        lines.close();
    }

    @Test
    void anOutputShowsItsLevel() throws IOException {
        try (OutputLine led = lines.output(22, "LED 1", true)) {
            assertTrue(lines.level(22));
            led.set(false);
            assertFalse(lines.level(22));
        }
    }

    @Test
    void anInputTellsEachEdgeAndStartsAtItsPull() throws IOException {
        List<Edge> heard = new ArrayList<>();
        try (InputLine button = lines.input(17, "S0 counter", Pull.UP, 0, heard::add)) {
            assertTrue(button.high());
            lines.drive(17, false);
            assertFalse(button.high());
            lines.drive(17, true);
            assertEquals(List.of(new Edge(false, 42, 0), new Edge(true, 42, 0)), heard);
        }
        lines.drive(17, false);
        assertEquals(2, heard.size());
    }

    @Test
    void aLineHasOneUserAtATime() throws IOException {
        OutputLine led = lines.output(22, "LED 1", false);
        assertEquals(
                "GPIO line 22 for S0 counter is used by LED 1 already: choose another line for one of them",
                assertThrows(IOException.class, () -> lines.input(22, "S0 counter", Pull.UP, 0, edge -> {}))
                        .getMessage());
        assertEquals(
                "GPIO line 22 for PIC reset is used by LED 1 already: choose another line for one of them",
                assertThrows(IOException.class, () -> lines.resetLine(22, "PIC reset"))
                        .getMessage());
        led.close();
        led.close();
        lines.input(22, "S0 counter", Pull.UP, 0, edge -> {}).close();
        lines.resetLine(22, "PIC reset").close();
        lines.output(22, "LED 1", true).close();
    }

    @Test
    void aReservedLineIsKeptFromOthersUntilItIsLetGo() throws IOException {
        GpioLines.Reservation reservation = lines.reserve(4, "temperature sensors");
        assertEquals(
                "GPIO line 4 for LED 1 is used by temperature sensors already: choose another line for one of them",
                assertThrows(IOException.class, () -> lines.output(4, "LED 1", false))
                        .getMessage());
        reservation.close();
        OutputLine led = lines.output(4, "LED 1", false);
        reservation.close();
        assertThrows(IOException.class, () -> lines.reserve(4, "temperature sensors"));
        led.close();
    }

    @Test
    void theLinesOfTheUartAreTaken() {
        assertEquals(
                "GPIO line 14 for LED 1 is used by the UART already: choose another line for one of them",
                assertThrows(IOException.class, () -> lines.output(14, "LED 1", false))
                        .getMessage());
    }

    @Test
    void linesThatAreNotOnTheHeaderAreRefused() {
        for (int line : new int[] {-1, 28, 1000}) {
            assertEquals(
                    "GPIO line " + line + " for LED 1 does not exist: choose 0 to 27",
                    assertThrows(IOException.class, () -> lines.output(line, "LED 1", false))
                            .getMessage());
        }
    }

    @Test
    void aResetLineIsPulledAndReleased() throws IOException {
        ResetLine reset = lines.resetLine(18, "PIC reset");
        assertTrue(lines.level(18));
        assertEquals(LineState.Direction.NONE, direction(18));
        reset.pull();
        assertFalse(lines.level(18));
        assertEquals(LineState.Direction.OUT, direction(18));
        reset.release();
        assertTrue(lines.level(18));
        assertEquals(LineState.Direction.NONE, direction(18));
        reset.close();
        try (OutputLine lamp = lines.output(18, "lamp", true)) {
            assertEquals(LineState.Direction.OUT, direction(18), lamp::toString);
        }
    }

    private LineState.Direction direction(int line) {
        return lines.states().stream()
                .filter(state -> state.line() == line)
                .findFirst()
                .orElseThrow()
                .direction();
    }

    @Test
    void aResetLineThatIsNotWiredDoesNothing() throws IOException {
        try (ResetLine none = lines.resetLine(GpioLines.NONE, "PIC reset")) {
            none.pull();
            none.release();
        }
    }

    @Test
    void aMachineWithoutSuchAChipSaysSo(@TempDir Path devices) {
        assertEquals(
                "found no GPIO chip pinctrl-bcm2835, pinctrl-bcm2711, pinctrl-rp1: is this a Raspberry Pi?",
                assertThrows(IOException.class, () -> GpioChip.labelled(devices, GpioChip.HEADER_LABELS))
                        .getMessage());
        assertEquals(
                "/dev/null is no GPIO chip",
                assertThrows(IOException.class, () -> GpioLines.ofChip(Path.of("/dev/null"), Runnable::run))
                        .getMessage());
        assertEquals(
                "cannot open /dev/gpiochip99: No such file or directory (errno 2)",
                assertThrows(IOException.class, () -> GpioLines.ofChip(Path.of("/dev/gpiochip99"), Runnable::run))
                        .getMessage());
    }
}
