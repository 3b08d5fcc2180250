package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.board.SerialPortLine;
import org.otgwpi.board.Uart;
import org.otgwpi.otgw.flash.BenchFlash;
import org.otgwpi.otgw.flash.FlashJournal;

/** A bench repair by a cable alone: no reset wire, no gateway around it. */
final class BenchFlashTest {

    @Test
    void aChipAtABadCableIsFlashed(@TempDir Path data) throws Exception {
        TestImage image = TestImage.gateway(Chip.PIC16F1847, "6.7", 6);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (Simulator simulator = new Simulator(new Simulator.Options(1, null, data, 1), System::nanoTime)) {
            simulator.start();
            simulator.onLine(line -> {
                line.lose(FaultyLine.Direction.TO_CHIP, 200);
                line.flip(FaultyLine.Direction.FROM_CHIP, 700, 3);
            });
            try (Uart uart = new SerialPortLine(simulator::portPath).open()) {
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
                BenchFlash bench =
                        new BenchFlash(uart, null, new FlashJournal(data.resolve("flash")), out, System::nanoTime);
                assertTrue(bench.flash("gateway.hex", image.hex().getBytes(StandardCharsets.US_ASCII)));
            }
        }
        String text = printed.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("In the chip: gateway 6.6"), text);
        assertTrue(text.contains("PIC upgrade was successful ("), text);
        assertFalse(Files.exists(data.resolve("flash/interrupted.json")));
        assertTrue(Files.exists(data.resolve("flash/last-settings.json")));
        ProgramMemory program = new ProgramMemory(Chip.PIC16F1847, MemoryFile.program(data, Chip.PIC16F1847));
        assertEquals(image.program[100], program.get(100));
    }
}
