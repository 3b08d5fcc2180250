package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.otgwpi.board.SerialPortLine;
import org.otgwpi.board.Uart;
import org.otgwpi.otgw.flash.BenchFlash;
import org.otgwpi.otgw.flash.FlashJournal;
import org.otgwpi.simulator.FaultyLine.Direction;

/** A flash at 9600 baud on the real clock, by hand: {@code -Dflash.realclock=true}. It takes more than a minute. */
@EnabledIfSystemProperty(named = "flash.realclock", matches = "true")
final class FlashAtLineSpeedTest {

    @ParameterizedTest
    @CsvSource({"PIC16F1847, 6.7, 140", "PIC16F88, 5.9, 118"})
    void aFlashTakesLittleLongerThanItsBytes(Chip chip, String version, int rows, @TempDir Path data) throws Exception {
        TestImage image = TestImage.gateway(chip, version, rows);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        long[] bytes = {0};
        Simulator.Options options = new Simulator.Options(1, null, data, 1, chip);
        try (Simulator simulator = new Simulator(options, System::nanoTime)) {
            simulator.pace(FlashBench.BYTE_NANOS);
            simulator.start();
            try (Uart uart = new SerialPortLine(simulator::portPath).open()) {
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
                BenchFlash bench = new BenchFlash(
                        uart, simulator.resetLine(), new FlashJournal(data.resolve("flash")), out, System::nanoTime);
                long start = System.nanoTime();
                boolean done = bench.flash("gateway.hex", image.hex().getBytes(StandardCharsets.US_ASCII));
                long took = System.nanoTime() - start;
                assertTrue(done, () -> printed.toString(StandardCharsets.UTF_8));
                simulator.onLine(line -> bytes[0] = line.count(Direction.TO_CHIP) + line.count(Direction.FROM_CHIP));
                double wire = (double) bytes[0] * FlashBench.BYTE_NANOS;
                System.out.printf(
                        "%s, %d rows at 9600 baud: %.1f s for %d bytes, %.3f times their time on the wire%n",
                        chip, rows, took / 1e9, bytes[0], took / wire);
                assertTrue(took <= 1.15 * wire);
            }
        }
    }
}
