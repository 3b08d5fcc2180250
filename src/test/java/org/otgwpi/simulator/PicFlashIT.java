package org.otgwpi.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.simulator.FaultyLine.Direction;

/** The command for a bench repair as its user runs it, against a simulated gateway behind a pseudo terminal. */
final class PicFlashIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private Process start(Simulator simulator, Path file) throws IOException {
        List<String> command = List.of(
                // A shell that started these tests in its background has made them deaf to Ctrl-C.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "org.otgwpi.PicFlashMain",
                file.toString(),
                "--port",
                simulator.portPath(),
                "--data",
                folder.resolve("bench").toString());
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("printed").toFile())
                .start();
    }

    private String printed() throws IOException {
        return Files.readString(folder.resolve("printed"), StandardCharsets.UTF_8);
    }

    private int exitCode(Process process) throws IOException, InterruptedException {
        await().atMost(PATIENCE).until(() -> !process.isAlive());
        return process.waitFor();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static int word(Path data, int address) {
        return new ProgramMemory(Chip.PIC16F1847, MemoryFile.program(data, Chip.PIC16F1847)).get(address);
    }

    @Test
    void aFileIsWrittenAndAWrongOneIsRefusedBeforeTheChipIsTouched() throws Exception {
        TestImage image = TestImage.gateway(Chip.PIC16F1847, "6.7", 30);
        long[] sent = {0};
        try (Simulator simulator = new Simulator(new Simulator.Options(1, null, folder, 1), System::nanoTime)) {
            simulator.start();
            Process refused = start(simulator, file("broken.hex", image.hex().replace(":00000001FF", "")));
            assertEquals(2, exitCode(refused), this::quoted);
            assertTrue(printed().contains("Invalid format of hex file"), this::quoted);
            simulator.onLine(line -> sent[0] = line.count(Direction.TO_CHIP));
            assertEquals(0, sent[0]);
            Process wrong = start(
                    simulator,
                    file(
                            "other.hex",
                            TestImage.gateway(Chip.PIC16F88, "5.9", 30).hex()));
            assertEquals(1, exitCode(wrong), this::quoted);
            assertTrue(printed().contains("Wrong PIC (16F88 <=> 16F1847)"), this::quoted);
            Process done = start(simulator, file("gateway.hex", image.hex()));
            assertEquals(0, exitCode(done), this::quoted);
            assertTrue(printed().contains("In the chip: gateway 6.6"), this::quoted);
            assertTrue(printed().contains("PIC upgrade was successful"), this::quoted);
        }
        assertEquals(image.program[100], word(folder, 100));
    }

    @Test
    void whatCtrlCBrokeOffIsRepaired() throws Exception {
        TestImage image = TestImage.gateway(Chip.PIC16F1847, "6.7", 120);
        Path file = file("gateway.hex", image.hex());
        try (Simulator simulator = new Simulator(new Simulator.Options(1, null, folder, 1), System::nanoTime)) {
            simulator.start();
            Process broken = start(simulator, file);
            await().atMost(PATIENCE).until(() -> Files.exists(folder.resolve("bench/interrupted.json")));
            new ProcessBuilder("kill", "-INT", Long.toString(broken.pid()))
                    .start()
                    .waitFor();
            assertEquals(130, exitCode(broken), this::quoted);
            assertTrue(printed().contains("Start this again"), this::quoted);
            assertTrue(Files.exists(folder.resolve("bench/interrupted.json")));
            Process done = start(simulator, file);
            assertEquals(0, exitCode(done), this::quoted);
            assertFalse(Files.exists(folder.resolve("bench/interrupted.json")));
        }
        assertEquals(image.program[0], word(folder, 0));
        assertEquals(image.program[100], word(folder, 100));
    }

    @Test
    void whoHasASilentChipIsToldWhatToDoMeanwhile() throws Exception {
        Path file =
                file("gateway.hex", TestImage.gateway(Chip.PIC16F1847, "6.7", 5).hex());
        try (Simulator simulator = new Simulator(new Simulator.Options(1, null, folder, 1), System::nanoTime)) {
            simulator.start();
            simulator.onLine(line -> line.stick(Direction.FROM_CHIP, true));
            Process waiting = start(simulator, file);
            await().atMost(PATIENCE).until(() -> printed().contains("Press the reset button"));
            assertTrue(printed().contains("In the chip: nothing that names its version"), this::quoted);
            waiting.destroyForcibly();
        }
    }

    private String quoted() {
        try {
            return printed();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
