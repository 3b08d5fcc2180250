package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.otgwpi.pic.CommandTable;

/** Commands, their echoes and errors, and the reports (otgw-core 1.3 to 1.8). */
final class AnswersTest {

    static Stream<String> rows() throws IOException {
        try (InputStream in = Objects.requireNonNull(AnswersTest.class.getResourceAsStream("answers.txt"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theAnswerIsTheOneOfTheTable(String row) {
        ChipBench bench = ChipBench.running();
        String[] cells = row.split(" \\| ", 2);
        String answer = "";
        for (String command : cells[0].split(" ; ", -1)) {
            answer = bench.command(command);
        }
        assertEquals(cells[1], answer);
    }

    @Test
    void theTableOfAnswersNamesEveryCommand() throws IOException {
        String all = String.join("\n", rows().toList());
        CommandTable.load().commands().forEach(command -> {
            boolean led = command.code().matches("L[A-F]");
            assertTrue(led || all.contains(command.code() + "="), command.code());
        });
    }

    @Test
    void theChipCarriesOutWhatItsTableAccepts() {
        ChipBench bench = ChipBench.running();
        CommandTable.load().commands().stream()
                .filter(command ->
                        !command.code().equals("GW") && !command.code().equals("PS"))
                .forEach(command ->
                        assertTrue(!bench.command(command.code() + "=1").endsWith("NG"), command.code()));
    }

    @Test
    void lineFeedsAndEmptyLinesCountForNothing() {
        ChipBench bench = ChipBench.running();
        assertEquals("", bench.bytes("\r\n\r\r\n"));
        assertEquals("CH: 1\r\n", bench.bytes("\nC\nH=\n1\r\n"));
    }

    @Test
    void whatComesBehindTheFifteenthCharacterIsLost() {
        ChipBench bench = ChipBench.running();
        assertEquals("TT: 20.00", bench.command("TT=20.0000000000000000000000000zzz"));
    }

    @Test
    void aCommandMayComeInPieces() {
        ChipBench bench = ChipBench.running();
        assertEquals("", bench.bytes("PR"));
        assertEquals("", bench.bytes("=M"));
        assertEquals("PR: M=G\r\n", bench.bytes("\r\n"));
    }

    @Test
    void whatComesWhileACommandWaitsIsDropped() {
        ChipBench bench = ChipBench.running();
        assertEquals("TT: 20.00\r\n", bench.bytes("TT=20\r\nTC=21\r\n"));
        assertEquals("PR: O=t20.00", bench.command("PR=O"));
    }

    @Test
    void aCommandAfterLostCharactersIsAnsweredByAnOverrun() {
        ChipBench bench = ChipBench.running();
        bench.chip.overrun();
        assertEquals("OE", bench.command("TT=20"));
        assertEquals("PR: O=N", bench.command("PR=O"));
    }

    @Test
    void thirtyTwoAlternativesFitAndNoMore() {
        ChipBench bench = ChipBench.running();
        for (int i = 8; i < 32; i++) {
            assertEquals("AA: 42", bench.command("AA=42"));
        }
        assertEquals("AA: NS", bench.command("AA=42"));
        assertEquals("DA: 42", bench.command("DA=42"));
        assertEquals("AA: 43", bench.command("AA=43"));
    }

    @Test
    void sixteenResponsesFitAndNoMore() {
        ChipBench bench = ChipBench.running();
        for (int i = 1; i <= 16; i++) {
            assertEquals("SR: " + i + ":0/1", bench.command("SR=" + i + ":1"));
        }
        assertEquals("SR: NS", bench.command("SR=17:1"));
        assertEquals("SR: 16:0/2", bench.command("SR=16:2"));
    }

    @Test
    void theDebugPointerIsReportedAfterEveryCommandAndFrame() {
        ChipBench bench = ChipBench.running();
        assertTrue(bench.bytes("DP=7d\r").matches("DP: 07D\r\n07D=[0-9A-F]{2}\r\n"));
        assertTrue(bench.thermostat("T80190000").matches("T80190000 07D=[0-9A-F]{2}"));
        assertEquals("DP: 000\r\n", bench.bytes("DP=00\r"));
        assertEquals("BC0192B80", bench.boiler("BC0192B80"));
    }

    @Test
    void boundsThatTheBoilerTellsLimitTheSetpoints() {
        ChipBench bench = ChipBench.running();
        bench.conversation("T00300000", "BC0303C28");
        assertEquals("SW: BV", bench.command("SW=61"));
        assertEquals("SW: 60.00", bench.command("SW=60"));
        bench.conversation("T80310000", "B40314B14");
        assertEquals("SH: BV", bench.command("SH=76"));
        assertEquals("SH: 75.00", bench.command("SH=75"));
    }

    @Test
    void randomBytesNeverUpsetTheChip() {
        Random random = new Random(42);
        ChipBench bench = ChipBench.running();
        byte[] bytes = new byte[64];
        for (int round = 0; round < 4_000; round++) {
            random.nextBytes(bytes);
            if (round % 2 == 0) {
                String command = "" + (char) ('A' + random.nextInt(26)) + (char) ('A' + random.nextInt(26)) + "=";
                System.arraycopy(command.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, 3);
            }
            bytes[random.nextInt(bytes.length)] = '\r';
            bench.chip.receive(bytes, random.nextInt(bytes.length) + 1, bench.nowNanos());
            bench.chip.thermostatFrame(random.nextInt(), bench.nowNanos());
            bench.chip.boilerFrame(random.nextInt(), bench.nowNanos());
            bench.passMillis(random.nextInt(200));
            bench.output();
        }
        bench.chip.resetPin(true, bench.nowNanos());
        bench.chip.resetPin(false, bench.nowNanos());
        bench.passMillis(2_000);
        bench.output();
        assertEquals("PR: A=OpenTherm Gateway 6.6", bench.command("PR=A"));
    }
}
