package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings and how they are played (decisions 9). */
final class ReplayTest {

    private static final long MILLI = 1_000_000L;

    @TempDir
    Path folder;

    private static Path recording(String name) {
        try {
            return Path.of(Objects.requireNonNull(ReplayTest.class.getResource("/recordings/" + name))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path written(String text) throws IOException {
        Path file = folder.resolve("a.log");
        Files.writeString(file, text, StandardCharsets.ISO_8859_1);
        return file;
    }

    @ParameterizedTest
    @CsvSource({"bus-recording-20min.log, 2746", "bus-frames.log, 2445", "bus-overrides.log, 266"})
    void everyRecordingIsPlayedWholeAndStartsAgain(String name, int frames) throws IOException {
        Path file = recording(name);
        List<String> expected = Files.readAllLines(file).stream()
                .map(line -> line.substring(line.length() - 9))
                .toList();
        assertEquals(frames, expected.size());
        List<String> played = new ArrayList<>();
        Recording recording = Recording.read(file);
        Replay replay =
                new Replay(recording, 1, (origin, bits, now) -> played.add(new Message(bits).line(origin.letter())), 0);
        long now = 0;
        while (played.size() < frames + 10) {
            now += replay.dueInNanos(now);
            replay.tick(now);
        }
        assertEquals(expected, played.subList(0, frames));
        assertEquals(expected.subList(0, 10), played.subList(frames, frames + 10));
        assertTrue(now >= recording.durationNanos());
    }

    @Test
    void bareFramesComeEvery440Millis() throws IOException {
        Recording recording = Recording.read(written("T80190000\nBC0192B80\r\n\nT80190000\n"));
        assertEquals(
                List.of(0L, 440 * MILLI, 880 * MILLI),
                recording.entries().stream().map(Recording.Entry::nanos).toList());
    }

    @Test
    void framesWithTimesComeAtTheirTimes() throws IOException {
        Recording recording = Recording.read(written("1.5 T80190000\n1.75\tBC0192B80\n1.7 T80190000\n3 BC0192B80\n"));
        assertEquals(
                List.of(1_500 * MILLI, 1_750 * MILLI, 1_750 * MILLI, 3_000 * MILLI),
                recording.entries().stream().map(Recording.Entry::nanos).toList());
    }

    @Test
    void speedShortensTheTimes() throws IOException {
        List<Long> times = new ArrayList<>();
        Replay replay = new Replay(
                Recording.read(written("0 T80190000\n10 BC0192B80\n")), 10, (origin, bits, now) -> times.add(now), 0);
        long now = 0;
        while (times.size() < 3) {
            now += replay.dueInNanos(now);
            replay.tick(now);
        }
        assertEquals(List.of(0L, 1_000 * MILLI, 1_044 * MILLI), times);
    }

    @Test
    void aReplayThatWasAsleepGoesOnWhereItWas() throws IOException {
        List<Long> times = new ArrayList<>();
        Replay replay = new Replay(
                Recording.read(written("T80190000\nBC0192B80\n")), 1, (origin, bits, now) -> times.add(now), 0);
        replay.tick(3_600_000 * MILLI);
        assertEquals(1, times.size());
    }

    @ParameterizedTest
    @CsvSource({
        "'T8019000',1",
        "'T801900001',1",
        "'T80190000\nX80190000',2",
        "'t80190000',1",
        "'T8019000g',1",
        "'T80190000\n\n1.0',3",
        "'1.0 T80190000 extra',1",
        "'-1 T80190000',1",
        "'NaN T80190000',1",
        "'1e3 T80190000',1",
        "'T80190000\n1,5 BC0192B80',2",
        "'99999999999 T80190000',1"
    })
    void aLineThatIsNoFrameIsNamed(String text, int line) throws IOException {
        Path file = written(text);
        String message = failure(file);
        assertTrue(message.contains(file.toString()), message);
        assertTrue(message.contains("line " + line + ":"), message);
        assertTrue(message.matches("[^\n]+\\."), message);
    }

    @Test
    void binaryRubbishIsQuotedHarmlessly() throws IOException {
        Path file = written("\u0000\u0007\u001b[31m\u00ff" + "x".repeat(500));
        String message = failure(file);
        assertTrue(message.matches("[ -~]+") && message.length() < 250, message);
    }

    @Test
    void anEmptyFileAndAFolderAndNoFileAreNamed() throws IOException {
        Path empty = written("\n\n");
        assertTrue(failure(empty).endsWith("has no frame in it, from line 1 to its end."));
        assertTrue(failure(folder).endsWith("cannot be read: it is a folder."));
        assertTrue(failure(folder.resolve("none.log")).endsWith("cannot be read: there is no such file."));
    }

    private static String failure(Path file) {
        return String.valueOf(assertThrows(RecordingException.class, () -> Recording.read(file))
                .getMessage());
    }

    @Test
    void playedFramesAreReportedAndCommandsStillAnswered() {
        ChipBench bench = ChipBench.running();
        bench.chip.play(org.otgwpi.opentherm.Origin.BOILER, ChipBench.bits("BC0192B80"), bench.nowNanos());
        assertEquals("BC0192B80", bench.lines());
        assertEquals("CS: 50.00", bench.command("CS=50"));
        assertTrue(bench.bytes("PS=1\r").contains(",43.50,"));
        bench.chip.play(org.otgwpi.opentherm.Origin.BOILER, ChipBench.bits("BC0192B80"), bench.nowNanos());
        assertEquals("", bench.lines());
        assertEquals(List.of(), bench.atBoiler);
    }
}
