package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A new firmware by way of the boot loader, from start to banner (otgw-core 6.7, 6.11, 11). */
final class FlashingTest {

    private static final int IMAGE_WORDS = 0x600;

    /** A program that calls the loader as all do; {@code text} stands in it as a table of return instructions. */
    private static int[] program(Chip model, String text) {
        int[] words = new int[IMAGE_WORDS];
        for (int address = 0; address < words.length; address++) {
            words[address] = (address * 0x1D3 + 0x55) & 0x2F80;
        }
        words[0] = model.selectLoaderPage();
        words[1] = model.callLoader();
        Arrays.fill(words, 0x200, 0x240, ProgramMemory.ERASED);
        for (int i = 0; i < text.length(); i++) {
            words[0x300 + i] = 0x3400 | text.charAt(i);
        }
        return words;
    }

    private static int[] eeprom(int textAddress, String text) {
        int[] bytes = new int[Eeprom.SIZE];
        for (int i = 0; i < text.length(); i++) {
            bytes[textAddress + i] = text.charAt(i);
        }
        return bytes;
    }

    private static String startAfter(ChipBench bench) {
        bench.passMillis(2_000);
        return bench.output();
    }

    @ParameterizedTest
    @CsvSource({"PIC16F88, 5.8, 4.3", "PIC16F1847, 6.6, 6.7"})
    void theGatewayIsUpgradedAsOtmonitorDoesIt(Chip model, String from, String to) {
        ChipBench bench = ChipBench.running(model);
        assertEquals("PR: A=OpenTherm Gateway " + from, bench.command("PR=A"));
        bench.command("SB=14.5");
        LoaderClient client = new LoaderClient(bench, model);
        client.enter("GW=R\r");
        int[] kept = client.readEeprom(0, 256);
        assertEquals(14, kept[2]);
        int[] program = program(model, "");
        int[] data = eeprom(0x14, "A=OpenTherm Gateway " + to + "\0");
        data[2] = kept[2];
        data[3] = kept[3];
        client.flash(program, data);
        client.reset();
        assertEquals("\u0004OpenTherm Gateway " + to + "\r\n", startAfter(bench));
        assertEquals("PR: A=OpenTherm Gateway " + to, bench.command("PR=A"));
        assertEquals("PR: S=14.50", bench.command("PR=S"));
        assertEquals("PR: Q=C", bench.command("PR=Q"));
        for (int address = 0; address < program.length; address++) {
            assertEquals(program[address], bench.memory().program().get(address), "word " + address);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PIC16F88, Opentherm gateway diagnostics - Version 1.2, '\r0\r'",
        "PIC16F1847, Opentherm gateway diagnostics - Version 2.1, '\r0\r'"
    })
    void diagnoseIsKnownByTheTextInItsProgramAndLeftBy0(Chip model, String banner, String reset) {
        ChipBench bench = ChipBench.running(model);
        LoaderClient client = new LoaderClient(bench, model);
        client.enter("GW=R\r");
        int[] program = program(model, banner + "\r\n");
        client.writeFailSafe();
        for (int address = 0; address < program.length; address += 32) {
            client.writeRow(address, program);
        }
        client.reset();
        assertEquals("\u0004\r\n" + banner + "\r\n", startAfter(bench));
        assertEquals("", bench.command("PR=A"));
        assertEquals("", bench.bytes("GW=R\r"));
        assertEquals(" ", bench.conversation("T80190000", "BC0192B80"));
        assertEquals(1, bench.atBoiler.size());
        client.enter(reset);
        client.flash(program(model, ""), eeprom(0x14, "A=OpenTherm Gateway 6.6"));
        client.reset();
        assertEquals("\u0004OpenTherm Gateway 6.6\r\n", startAfter(bench));
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void interfaceIsKnownByItsEepromAndLeftByReset(Chip model) {
        ChipBench bench = ChipBench.running(model);
        LoaderClient client = new LoaderClient(bench, model);
        client.enter("GW=R\r");
        client.flash(program(model, ""), eeprom(0x02, "OpenTherm Interface 2.0"));
        client.reset();
        assertEquals("\u0004OpenTherm Interface 2.0\r\n", startAfter(bench));
        client.enter("GW=R\r");
    }

    @Test
    void aProgramThatNamesItselfNowhereSaysNothing() {
        ChipBench bench = ChipBench.running();
        LoaderClient client = new LoaderClient(bench, Chip.PIC16F1847);
        client.enter("GW=R\r");
        client.flash(program(Chip.PIC16F1847, ""), new int[Eeprom.SIZE]);
        client.reset();
        assertEquals("\u0004", startAfter(bench));
        assertEquals("", bench.command("PR=A"));
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void aPacketInTheFirst65MillisecondsEntersTheLoaderAfterA01(Chip model) {
        ChipBench bench = ChipBench.poweringOn(model);
        bench.passMillis(40);
        assertEquals("\u0001", bench.bytes(LoaderClient.packet(0, 3)));
        bench.passMillis(2);
        assertTrue(bench.output().startsWith("\u000f\u0000\u0003"));
    }

    @ParameterizedTest
    @CsvSource({"66, true", "1_100, true", "1_113, true", "1_115, false", "1_140, false"})
    void theWindowBehindTheEtxIsOpenFor1049Milliseconds(String millis, boolean open) {
        ChipBench bench = ChipBench.poweringOn();
        bench.passMillis(Double.parseDouble(millis.replace("_", "")));
        bench.output();
        bench.bytes(LoaderClient.packet(0, 3));
        bench.passMillis(100);
        assertEquals(open, bench.output().startsWith("\u000f\u0000\u0003"));
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void aHalfWrittenChipSendsAnEtxEach1114MillisecondsAndNothingElse(Chip model) {
        ChipBench bench = ChipBench.running(model);
        LoaderClient client = new LoaderClient(bench, model);
        client.enter("GW=R\r");
        client.writeFailSafe();
        client.eraseRows(0, 1);
        bench.powerReturns();
        bench.passMillis(66);
        assertEquals("\u0004", bench.output());
        for (int round = 0; round < 50; round++) {
            bench.passMillis(1_113);
            assertEquals("", bench.output());
            bench.passMillis(1.076);
            assertEquals("\u0004", bench.output());
        }
        assertEquals("", bench.bytes("P"));
        bench.passMillis(64);
        assertEquals("", bench.output());
        client.enterAfterEtx();
        client.flash(program(model, ""), eeprom(0x14, "A=OpenTherm Gateway 6.6"));
        client.reset();
        assertEquals("\u0004OpenTherm Gateway 6.6\r\n", startAfter(bench));
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void inEachStepOfAFlashThePowerMayGo(Chip model) {
        ChipBench bench = ChipBench.running(model);
        LoaderClient client = new LoaderClient(bench, model);
        int[] program = program(model, "");
        client.enter("GW=R\r");
        client.writeFailSafe();
        client.eraseRows(0, 1);
        reenter(bench, client);
        client.writeRow(0, program);
        reenter(bench, client);
        client.eraseRows(0x20, 1);
        reenter(bench, client);
        client.writeRow(0x20, program);
        bench.powerReturns();
        assertTrue(startAfter(bench).startsWith("\u0004OpenTherm Gateway "));
    }

    private static void reenter(ChipBench bench, LoaderClient client) {
        bench.powerReturns();
        assertEquals("\u0004\u0004", startAfter(bench));
        client.enterAfterEtx();
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void anEmptyChipRunsIntoItsLoader(Chip model) {
        ChipBench bench = ChipBench.running(model);
        LoaderClient client = new LoaderClient(bench, model);
        client.enter("GW=R\r");
        client.eraseRows(0, model.loaderStart() / 32);
        reenter(bench, client);
    }

    @Test
    void withoutFailSafeCodeAnErasedStartIsTheEndOfTheChip() {
        ChipBench bench = ChipBench.running();
        LoaderClient client = new LoaderClient(bench, Chip.PIC16F1847);
        client.enter("GW=R\r");
        client.eraseRows(0, 1);
        bench.powerReturns();
        assertEquals("", startAfter(bench));
        bench.chip.resetPin(true, bench.nowNanos());
        bench.chip.resetPin(false, bench.nowNanos());
        assertEquals("", startAfter(bench));
    }

    @Test
    void olderGatewaysDoNotKnowTheMessageInterval() {
        ChipBench bench = ChipBench.running(Chip.PIC16F88);
        assertEquals("MI: NG", bench.command("MI=500"));
        assertEquals("PR: BV", bench.command("PR=N"));
        assertEquals("PR: A=OpenTherm Gateway 5.8", bench.command("PR=A"));
    }

    @Test
    void aBreakTakesTheRunning1847ToItsLoaderOnceInHalfASecond() {
        ChipBench bench = ChipBench.running();
        bench.chip.serialBreak(bench.nowNanos());
        bench.passMillis(100);
        assertEquals("\u0004", bench.output());
        bench.bytes(" ");
        bench.passMillis(30);
        assertEquals("OpenTherm Gateway 6.6\r\n", bench.output());
        assertEquals("PR: Q=S", bench.command("PR=Q"));
        bench.chip.serialBreak(bench.nowNanos());
        bench.passMillis(2_000);
        assertEquals("", bench.output());
        ChipBench other = ChipBench.running(Chip.PIC16F88);
        other.chip.serialBreak(other.nowNanos());
        other.passMillis(2_000);
        assertEquals("", other.output());
    }

    @Test
    void theProgramIsKeptInAFileOfItsOwnForEachChip(@TempDir Path folder) throws IOException {
        for (Chip model : Chip.values()) {
            MemoryFile file = MemoryFile.program(folder, model);
            ProgramMemory memory = new ProgramMemory(model, file);
            memory.flush();
            assertEquals(false, Files.exists(file.path()));
            memory.erase(0x100, 32);
            memory.program(0x101, 0x1234);
            memory.flush();
            ProgramMemory again = new ProgramMemory(model, MemoryFile.program(folder, model));
            assertEquals(0x1234, again.get(0x101));
            assertEquals(ProgramMemory.ERASED, again.get(0x102));
            assertTrue(again.loaderIntact());
        }
        try (var files = Files.list(folder)) {
            assertEquals(
                    "[simulated-pic.program, simulated-pic16f88.program]",
                    files.map(path -> path.getFileName().toString())
                            .sorted()
                            .toList()
                            .toString());
        }
    }

    @Test
    void whatIsSavedInTheBackgroundIsThereAfterClosing() {
        KeptMemory kept = new KeptMemory();
        BackgroundStore store = new BackgroundStore(kept);
        for (int i = 0; i <= 100; i++) {
            store.save(new byte[] {(byte) i});
        }
        store.close();
        byte[] last = kept.load();
        assertEquals("[100]", Arrays.toString(last));
    }
}
