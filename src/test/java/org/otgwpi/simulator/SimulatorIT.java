package org.otgwpi.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.otgwpi.board.SerialPortLine;
import org.otgwpi.board.Uart;

/** The simulated gateway through a real pseudo terminal and the serial code of the Pi. */
@Timeout(60)
final class SimulatorIT {

    /** What has come in, written by the reader and looked at by the test. */
    private static final class Received {
        private final StringBuilder text = new StringBuilder();

        synchronized void append(String part) {
            text.append(part);
        }

        synchronized void clear() {
            text.setLength(0);
        }

        synchronized String text() {
            return text.toString();
        }
    }

    @TempDir
    Path folder;

    private @Nullable Simulator simulator;
    private @Nullable Uart uart;
    private final Received received = new Received();

    @AfterEach
    void close() {
        if (uart != null) {
            uart.close();
        }
        if (simulator != null) {
            simulator.close();
        }
    }

    private Simulator started(double speed, @Nullable Path replay) throws IOException {
        return started(new Simulator.Options(speed, replay, folder, 1));
    }

    private Simulator started(Simulator.Options options) throws IOException {
        Simulator started = new Simulator(options, System::nanoTime);
        simulator = started;
        started.start();
        Uart opened = new SerialPortLine(started::portPath).open();
        uart = opened;
        Thread.ofPlatform().daemon().start(() -> read(opened));
        return started;
    }

    private void read(Uart line) {
        byte[] buffer = new byte[4096];
        try {
            for (int count = line.read(buffer); count > 0; count = line.read(buffer)) {
                received.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            received.append(e.toString());
        }
        received.append("<end>");
    }

    private void send(String text) throws IOException {
        Objects.requireNonNull(uart).write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void awaitText(String text) {
        await().atMost(Duration.ofSeconds(20)).until(() -> received.text().contains(text));
    }

    @Test
    void theChipIsRunningAndAnswers() throws IOException {
        started(1, null);
        send("PR=A\r\n");
        awaitText("PR: A=OpenTherm Gateway 6.6\r\n");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> received.text().contains("T8") && received.text().contains("\r\nB"));
    }

    @Test
    void aRoomSetpointIsSeenOnTheBusOfAFastHouse() throws IOException {
        started(100, null);
        send("TT=21.5\r\n");
        awaitText("TT: 21.50\r\n");
        awaitText("\r\nT10101580\r\n");
    }

    @Test
    void theResetLineRestartsTheChip() throws IOException {
        Simulator started = started(1, null);
        started.resetLine().pull();
        started.resetLine().release();
        awaitText("\u0004OpenTherm Gateway 6.6\r\n");
    }

    @Test
    void settingsAreKeptFromOneRunToTheNext() throws IOException {
        started(1, null);
        send("SB=15.5\r\n");
        awaitText("SB: 15.50\r\n");
        close();
        assertTrue(Files.exists(folder.resolve("simulated-pic.eeprom")));
        received.clear();
        started(1, null);
        send("PR=S\r\n");
        awaitText("PR: S=15.50\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus-recording-20min.log", "bus-frames.log", "bus-overrides.log"})
    void aRecordingArrivesWholeAndInOrder(String name) throws IOException, URISyntaxException {
        Path file = Path.of(Objects.requireNonNull(SimulatorIT.class.getResource("/recordings/" + name))
                .toURI());
        List<String> frames = Files.readAllLines(file).stream()
                .map(line -> line.substring(line.length() - 9))
                .toList();
        String whole = String.join("\r\n", frames.subList(frames.size() / 2, frames.size()))
                + "\r\n"
                + String.join("\r\n", frames.subList(0, frames.size() / 2))
                + "\r\n";
        started(500, file);
        awaitText(whole);
        send("PR=M\r\n");
        awaitText("PR: M=G\r\n");
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void whatTheBootLoaderWroteIsKeptFromOneRunToTheNext(Chip chip) throws IOException {
        Simulator.Options options = new Simulator.Options(1, null, folder, 1, chip);
        String read = LoaderClient.packet(1, 2, 0x00, 0x08);
        String written = LoaderClient.packet(1, 2, 0x00, 0x08, 0x34, 0x12, 0xFF, 0x3F);
        enterLoader(started(options));
        send(LoaderClient.packet(2, 1, 0x00, 0x08, 0x34, 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF));
        awaitText(LoaderClient.packet(2));
        send(read);
        awaitText(written);
        close();
        received.clear();
        enterLoader(started(options));
        send(read);
        awaitText(written);
    }

    private void enterLoader(Simulator simulated) throws IOException {
        simulated.resetLine().pull();
        simulated.resetLine().release();
        send(LoaderClient.packet(0, 1));
        awaitText("\u000f\u0000\u0001");
    }

    @Test
    void aBreakRestartsTheChip() throws IOException {
        started(1, null).serialBreak();
        awaitText("\u0004OpenTherm Gateway 6.6\r\n");
    }

    @Test
    void pulledOffWiresAreReported() throws IOException {
        Simulator started = started(20, null);
        started.connectThermostat(false);
        awaitText("Thermostat disconnected\r\n");
        awaitText("\r\nR00000000\r\n");
        started.connectThermostat(true);
        awaitText("Thermostat connected\r\n");
    }

    @Test
    void closingHangsUp() throws IOException {
        Simulator started = started(1, null);
        started.close();
        started.close();
        awaitText("<end>");
    }

    @Test
    void aBrokenRecordingIsRefusedBeforeAnythingStarts() {
        Path missing = folder.resolve("none.log");
        String message = String.valueOf(assertThrows(
                        RecordingException.class,
                        () -> new Simulator(new Simulator.Options(1, missing, folder, 1), System::nanoTime))
                .getMessage());
        assertEquals("The recording " + missing + " cannot be read: there is no such file.", message);
    }
}
