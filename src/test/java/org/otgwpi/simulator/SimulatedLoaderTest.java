package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The commands of the boot loader (otgw-core 6.2-6.4). */
final class SimulatedLoaderTest {

    private static final int EMPTY_ROW = 0x0800;

    private static ChipBench inLoader(Chip model) {
        ChipBench bench = ChipBench.poweringOn(model);
        new LoaderClient(bench, model).enterAfterEtx();
        return bench;
    }

    private static String answerTo(ChipBench bench, String hex) {
        String sent = new String(HexFormat.ofDelimiter(" ").parseHex(hex), StandardCharsets.ISO_8859_1);
        String atOnce = bench.bytes(sent);
        bench.passMillis(1_500);
        return HexFormat.ofDelimiter(" ")
                .withUpperCase()
                .formatHex((atOnce + bench.output()).getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "PIC16F1847, 0F 00 03 FD 04, 0F 00 03 00 02 00 1F E9 1F D4 04",
        "PIC16F88, 0F 00 03 FD 04, 0F 00 03 01 01 00 05 0F FF 05 0F DE 04",
        "PIC16F1847, 0F 03 01 20 00 DC 04, 0F 03 FD 04",
        "PIC16F88, 0F 03 01 00 00 FC 04, 0F 03 FD 04",
        "PIC16F1847, 0F 02 05 04 20 00 9F 31 00 27 80 31 20 28 EA 04, 0F 02 FE 04",
        "PIC16F88, 0F 02 01 20 00 8A 15 00 27 8A 11 20 28 34 04, 0F 02 FE 04",
        "PIC16F1847, 0F 05 05 02 05 0F 00 37 00 B3 04, 0F 05 05 FB 04",
        "PIC16F88, 0F 05 05 02 05 0F 00 37 00 B3 04, 0F 05 05 FB 04",
        "PIC16F1847, 0F 06 01 06 00 F3 04, 0F 06 01 06 00 80 14 5F 04",
        "PIC16F88, 0F 06 01 06 00 F3 04, ''",
        "PIC16F1847, 0F 07 01 07 00 FF 3F B3 04, ''"
    })
    void thePacketsOfTheSpecificationAreAnswered(Chip model, String request, String answer) {
        assertEquals(answer, answerTo(inLoader(model), request));
    }

    @ParameterizedTest
    @CsvSource({
        "PIC16F1847, 02 05 04 20 00 9F 31 00 27 80 31 20 28 EA, 9F 31 00 27 80 31 20 28 EB",
        "PIC16F88, 02 01 20 00 8A 15 00 27 8A 11 20 28 34, 8A 15 00 27 8A 11 20 28 32"
    })
    void theFailSafeCodeIsReadBack(Chip model, String write, String words) {
        ChipBench bench = inLoader(model);
        answerTo(bench, "0F 03 01 20 00 DC 04");
        answerTo(bench, "0F " + write + " 04");
        assertEquals("0F 01 05 04 20 00 " + words + " 04", answerTo(bench, "0F 01 05 04 20 00 DB 04"));
    }

    @Test
    void anAnswerComesAMomentAfterThePacketAndAfterTheProgrammingTime() {
        ChipBench bench = inLoader(Chip.PIC16F1847);
        assertEquals("", bench.bytes(LoaderClient.packet(0, 3)));
        bench.passMillis(1.4);
        assertEquals("", bench.output());
        bench.passMillis(0.2);
        assertEquals(11, bench.output().length());
        bench.bytes(LoaderClient.packet(3, 10, 0, 8));
        bench.passMillis(21);
        assertEquals("", bench.output());
        bench.passMillis(1);
        assertEquals("\u000f\u0003\u00fd\u0004", bench.output());
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void writingOnlyClearsBitsUntilTheRowIsErased(Chip model) {
        LoaderClient client = new LoaderClient(inLoader(model), model);
        client.writeProgram(EMPTY_ROW, 0x0FF0, 0x3333, 0x3FFF, 0x0000);
        client.writeProgram(EMPTY_ROW, 0x3F0F, 0x1551, 0x2AAA, 0x3FFF);
        assertArrayEquals(new int[] {0x0F00, 0x1111, 0x2AAA, 0x0000, 0x3FFF}, client.readProgram(EMPTY_ROW, 5));
        client.eraseRows(EMPTY_ROW + 7, 1);
        assertArrayEquals(erased(5), client.readProgram(EMPTY_ROW, 5));
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void eachBitPatternOfFourteenBitsIsKept(Chip model) {
        LoaderClient client = new LoaderClient(inLoader(model), model);
        for (int word = 0; word < ProgramMemory.ERASED; word += 97) {
            client.eraseRows(EMPTY_ROW, 1);
            client.writeProgram(EMPTY_ROW, word | 0xC000);
            assertEquals(word, client.readProgram(EMPTY_ROW, 1)[0]);
        }
    }

    @Test
    void the88WritesWholeBlocksOfFourFromARoundAddress() {
        LoaderClient client = new LoaderClient(inLoader(Chip.PIC16F88), Chip.PIC16F88);
        client.writeProgram(EMPTY_ROW + 6, 1, 2, 3, 4, 5);
        assertArrayEquals(
                new int[] {0x3FFF, 0x3FFF, 0x3FFF, 0x3FFF, 1, 2, 3, 4, 5, 0x3FFF, 0x3FFF, 0x3FFF},
                client.readProgram(EMPTY_ROW, 12));
    }

    @Test
    void the1847WritesWordsWhereverTheyStart() {
        LoaderClient client = new LoaderClient(inLoader(Chip.PIC16F1847), Chip.PIC16F1847);
        client.writeProgram(EMPTY_ROW + 30, 1, 2, 3);
        assertArrayEquals(new int[] {0x3FFF, 1, 2, 3, 0x3FFF}, client.readProgram(EMPTY_ROW + 29, 5));
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void severalRowsAreErasedUpwards(Chip model) {
        LoaderClient client = new LoaderClient(inLoader(model), model);
        client.eraseRows(0x0100, 2);
        assertArrayEquals(erased(64), client.readProgram(0x0100, 64));
        assertEquals(0x30FF, client.readProgram(0x00FF, 1)[0]);
        assertEquals(0x3040, client.readProgram(0x0140, 1)[0]);
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void countZeroMeans256(Chip model) {
        LoaderClient client = new LoaderClient(inLoader(model), model);
        assertEquals(256, client.readEeprom(0, 256).length);
        assertEquals(0x3055, client.readProgram(0x0100, 256)[0x55]);
        assertEquals(2 + 512, client.ask(0, 0).length);
        client.ask(5, 0, 0x10, 0, 0xAB);
        assertEquals(0xAB, client.readEeprom(0x10, 1)[0]);
    }

    @Test
    void anEraseOf256RowsTakesTheLoaderWithIt() {
        ChipBench bench = inLoader(Chip.PIC16F1847);
        LoaderClient client = new LoaderClient(bench, Chip.PIC16F1847);
        client.ask(3, 0, 0, 0);
        client.reset();
        bench.passMillis(10_000);
        assertEquals("", bench.output());
        bench.powerReturns();
        bench.passMillis(10_000);
        assertEquals("", bench.output());
        assertEquals("", bench.thermostat("T80190000"));
        assertEquals(0, bench.atBoiler.size());
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void theEepromIsReadAndWrittenByteByByte(Chip model) {
        ChipBench bench = inLoader(model);
        LoaderClient client = new LoaderClient(bench, model);
        assertEquals('F', client.readEeprom(6, 1)[0]);
        client.writeEeprom(0xFE, 1, 2, 3);
        assertArrayEquals(new int[] {1, 2, 3}, client.readEeprom(0xFE, 3));
        assertEquals(3, client.readEeprom(0x00, 1)[0]);
        client.writeEeprom(0, IntStream.range(0, 64).map(i -> 255 - i).toArray());
        assertEquals(255 - 0x0F, client.readEeprom(0x0F, 1)[0]);
        assertEquals(255 - 0x0F, bench.eeprom(0x0F));
    }

    @Test
    void theConfigurationWordsOfThe1847AreReadAndNeverWritten() {
        ChipBench bench = inLoader(Chip.PIC16F1847);
        LoaderClient client = new LoaderClient(bench, Chip.PIC16F1847);
        int[] before = client.ask(6, 3, 6, 0);
        assertEquals(10, before.length);
        bench.bytes(LoaderClient.packet(7, 2, 7, 0, 0, 0, 0, 0));
        bench.passMillis(100);
        assertArrayEquals(before, client.ask(6, 3, 6, 0));
    }

    @Test
    void aWrongChecksumAnUnknownCommandAndShortPacketsAreNotAnswered() {
        ChipBench bench = inLoader(Chip.PIC16F1847);
        for (String packet : new String[] {"0F 00 03 FC 04", "0F 09 01 F6 04", "0F 04", "0F 00 04", "0F 00 00 00"}) {
            assertEquals("", answerTo(bench, packet));
        }
        assertEquals("0F 03 FD 04", answerTo(bench, "0F 03 01 20 00 DC 04"));
    }

    @Test
    void betweenPacketsEverythingButStxIsDropped() {
        ChipBench bench = inLoader(Chip.PIC16F1847);
        assertEquals("", bench.bytes("GW=R\r\n\u0004\u0005\u0000PR=A\r"));
        bench.passMillis(5_000);
        assertEquals("", bench.output());
        assertEquals("0F 03 FD 04", answerTo(bench, "0F 03 01 20 00 DC 04"));
    }

    @Test
    void aSecondStxStartsThePacketAgain() {
        assertEquals("0F 03 FD 04", answerTo(inLoader(Chip.PIC16F88), "0F 02 01 0F 03 01 20 00 DC 04"));
    }

    @Test
    void aLineFeedFreesAPendingEscape() {
        ChipBench bench = inLoader(Chip.PIC16F88);
        assertEquals("", answerTo(bench, "0F 01 05"));
        assertEquals("0F 03 FD 04", answerTo(bench, "0A 0F 03 01 20 00 DC 04"));
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void aPacketThatDoesNotFitIsDropped(Chip model) {
        ChipBench bench = inLoader(model);
        int[] large = new int[model.receiveBytes()];
        large[0] = 5;
        large[1] = 1;
        large[4] = 0x99;
        assertEquals("", bench.bytes(LoaderClient.packet(large)));
        bench.passMillis(100);
        assertEquals("", bench.output());
        assertEquals(0x77, new LoaderClient(bench, model).readEeprom(0, 1)[0]);
    }

    @Test
    void threeBytesDuringACommandOverrunTheReceiverAndResetTheChip() {
        ChipBench bench = inLoader(Chip.PIC16F1847);
        bench.bytes(LoaderClient.packet(3, 1, 0, 8) + "\n\n");
        bench.passMillis(100);
        assertEquals("\u000f\u0003\u00fd\u0004", bench.output());
        bench.bytes(LoaderClient.packet(3, 1, 0, 8) + "\n\n\n");
        bench.passMillis(100);
        assertEquals("\u000f\u0003\u00fd\u0004\u0004", bench.output());
        bench.passMillis(1_100);
        assertEquals("OpenTherm Gateway 6.6\r\n", bench.output());
    }

    @Test
    void lostCharactersResetTheChip() {
        ChipBench bench = inLoader(Chip.PIC16F1847);
        bench.chip.overrun();
        bench.passMillis(70);
        assertEquals("\u0004", bench.output());
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void theLoaderStaysForEverAndPassesFrames(Chip model) {
        ChipBench bench = inLoader(model);
        bench.passMillis(86_400_000);
        assertEquals("", bench.thermostat("T80190000"));
        assertEquals(1, bench.atBoiler.size());
        assertEquals(8, new LoaderClient(bench, model).ask(0, 3).length);
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void aCutInMidRowLeavesHalfOfItDone(Chip model) {
        ChipBench bench = inLoader(model);
        LoaderClient client = new LoaderClient(bench, model);
        bench.bytes(LoaderClient.packet(3, 2, 0x00, 0x01));
        bench.passMillis(4);
        bench.powerReturns();
        client.enterAfterEtx();
        assertArrayEquals(erased(48), client.readProgram(0x0100, 48));
        assertEquals(0x3030, client.readProgram(0x0130, 1)[0]);

        int[] words = IntStream.range(1, 33).toArray();
        bench.bytes(LoaderClient.packet(client.writeRequest(EMPTY_ROW, words)));
        bench.passMillis(2);
        bench.chip.resetPin(true, bench.nowNanos());
        bench.passMillis(100);
        bench.chip.resetPin(false, bench.nowNanos());
        client.enterAfterEtx();
        int half = model == Chip.PIC16F88 ? 2 : 16;
        int[] expected = erased(32);
        System.arraycopy(words, 0, expected, 0, half);
        assertArrayEquals(expected, client.readProgram(EMPTY_ROW, 32));
    }

    @Test
    void aCutInMidByteLeavesItErased() {
        ChipBench bench = inLoader(Chip.PIC16F1847);
        bench.bytes(LoaderClient.packet(5, 3, 0x40, 0, 0x11, 0x22, 0x33));
        bench.passMillis(7);
        bench.powerReturns();
        assertEquals(0x11, bench.eeprom(0x40));
        assertEquals(0xFF, bench.eeprom(0x41));
        assertTrue(bench.eeprom(0x42) != 0x33);
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void randomBytesDoNoHarmToTheSimulator(Chip model) {
        Random random = new Random(6);
        for (int chip = 0; chip < 100; chip++) {
            ChipBench bench = inLoader(model);
            for (int round = 0; round < 40; round++) {
                bench.bytes(round % 3 == 0 ? randomBytes(random) : randomPacket(random));
                bench.passMillis(random.nextInt(60));
                if (random.nextInt(20) == 0) {
                    bench.powerReturns();
                    bench.passMillis(random.nextInt(200));
                    bench.bytes("\u000f");
                }
            }
        }
    }

    private static String randomPacket(Random random) {
        int[] payload = random.ints(2 + random.nextInt(80), 0, 256).toArray();
        payload[0] = random.nextInt(10);
        return LoaderClient.packet(payload);
    }

    private static String randomBytes(Random random) {
        byte[] bytes = new byte[random.nextInt(120)];
        random.nextBytes(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static int[] erased(int words) {
        int[] row = new int[words];
        Arrays.fill(row, ProgramMemory.ERASED);
        return row;
    }
}
