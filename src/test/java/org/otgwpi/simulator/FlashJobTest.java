package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.otgwpi.otgw.flash.FlashJob.Outcome;
import org.otgwpi.otgw.flash.FlashStep;
import org.otgwpi.pic.FlashResult;

/** Whole flashes of the simulated chips, compared cell by cell with what the hex file and the rules say (otgw-core 6). */
final class FlashJobTest {

    /** Bits of the settings that go from one version 6 to another; all else is as the file brings it (otgw-core 6.8). */
    static int transferred(int address) {
        return switch (address) {
            case 0x00 -> 0x7F;
            case 0x01, 0x02, 0x03, 0x06, 0x07, 0x08, 0x09, 0x0A, 0x0B, 0x0D, 0x0F, 0x10, 0x11, 0x12 -> 0xFF;
            case 0x0E -> 0x3D;
            default -> address >= 0xD0 ? 0xFF : 0;
        };
    }

    /** Makes settings that a transfer must keep. */
    static int[] withSettings(FlashBench bench) {
        ChipMemory memory = bench.memory();
        for (int address = 0; address < Eeprom.SIZE; address++) {
            int mask = transferred(address);
            int value = address == 0x0E ? 0x04 : (address * 37 + 11) & mask;
            memory.eeprom().set(address, (memory.eeprom().get(address) & ~mask) | (value & mask));
        }
        memory.flush();
        bench.powerCut();
        bench.idle(2_500);
        bench.heard.setLength(0);
        return cells(bench);
    }

    static int[] cells(FlashBench bench) {
        Eeprom eeprom = bench.memory().eeprom();
        int[] cells = new int[Eeprom.SIZE];
        for (int address = 0; address < cells.length; address++) {
            cells[address] = eeprom.get(address);
        }
        return cells;
    }

    static void assertProgram(TestImage image, FlashBench bench) {
        ProgramMemory found = bench.memory().program();
        assertTrue(found.loaderIntact());
        for (int address = 0; address < Math.min(image.program.length, bench.model.loaderStart()); address++) {
            assertEquals(image.program[address], found.get(address), "word " + address);
        }
    }

    static void assertTransferred(int[] old, TestImage image, FlashBench bench) {
        int[] found = cells(bench);
        for (int address = 0; address < Eeprom.SIZE; address++) {
            int mask = transferred(address);
            int fresh = image.eeprom[address] == TestImage.ABSENT ? old[address] : image.eeprom[address];
            assertEquals((fresh & ~mask) | (old[address] & mask), found[address], "byte " + address);
        }
    }

    private static void assertSuccess(FlashBench bench, String banner) {
        Outcome outcome = bench.outcome;
        assertNotNull(outcome);
        assertEquals(FlashResult.NONE, outcome.result());
        bench.journal = null;
        bench.heard.setLength(0);
        bench.idle(2_500);
        assertEquals(banner.strip(), bench.heard.toString().strip());
    }

    @ParameterizedTest
    @CsvSource({"PIC16F88, 5.8, 5.9, 40", "PIC16F1847, 6.6, 6.7, 40", "PIC16F1847, 6.6, 6.5, 250"})
    void anotherVersionKeepsTheSettings(Chip model, String from, String to, int rows) {
        FlashBench bench = new FlashBench(model);
        bench.flash(TestImage.gateway(model, from, rows));
        assertSuccess(bench, "OpenTherm Gateway " + from);
        int[] old = withSettings(bench);
        TestImage image = TestImage.gateway(model, to, rows);
        bench.percents.clear();
        Outcome outcome = bench.flash(image);
        assertEquals(new Outcome(FlashResult.NONE, 0, 0, true, true), outcome);
        assertSuccess(bench, "OpenTherm Gateway " + to);
        assertProgram(image, bench);
        assertTransferred(old, image, bench);
        assertEquals(bench.percents.stream().sorted().toList(), bench.percents);
    }

    @ParameterizedTest
    @CsvSource({"PIC16F88, 5.8, 1.2", "PIC16F1847, 6.6, 2.1"})
    void gatewayGoesToDiagnoseAndBackWithTheSettingsOfTheFile(Chip model, String gateway, String diagnose) {
        FlashBench bench = new FlashBench(model);
        int[] old = withSettings(bench);
        TestImage there = TestImage.diagnose(model, diagnose, 20);
        bench.flash(there);
        assertSuccess(bench, "\r\nOpentherm gateway diagnostics - Version " + diagnose);
        assertProgram(there, bench);
        assertEquals(List.of(boxed(old)), List.of(boxed(cells(bench))));
        TestImage back = TestImage.gateway(model, gateway, 20);
        bench.flash(back);
        assertSuccess(bench, "OpenTherm Gateway " + gateway);
        assertProgram(back, bench);
        for (int address = 0; address < Eeprom.SIZE; address++) {
            if (back.eeprom[address] != TestImage.ABSENT) {
                assertEquals(back.eeprom[address], cells(bench)[address], "byte " + address);
            }
        }
    }

    private static List<Integer> boxed(int[] cells) {
        List<Integer> list = new ArrayList<>();
        for (int each : cells) {
            list.add(each);
        }
        return list;
    }

    @ParameterizedTest
    @EnumSource(Chip.class)
    void anInterruptedFlashAndASecondOneOfAnotherFileKeepTheSettings(Chip model) {
        FlashBench bench = new FlashBench(model);
        String version = model == Chip.PIC16F88 ? "5.8" : "6.6";
        TestImage first = TestImage.gateway(model, version, 12);
        bench.flash(first);
        assertSuccess(bench, "OpenTherm Gateway " + version);
        int[] old = withSettings(bench);
        bench.incidents.add(new FlashBench.Incident(bench.bytes() + 1_700, bench::powerCut));
        bench.flash(TestImage.gateway(model, version, 20));
        assertNotNull(bench.journal);
        TestImage other = TestImage.gateway(model, version.charAt(0) + ".9", 15);
        bench.flash(other);
        assertSuccess(bench, "OpenTherm Gateway " + version.charAt(0) + ".9");
        assertProgram(other, bench);
        assertTransferred(old, other, bench);
    }

    @Test
    void aFileForTheOtherChipLeavesThisOneAlone() {
        FlashBench bench = new FlashBench(Chip.PIC16F1847);
        int[] old = cells(bench);
        Outcome outcome = bench.flash(TestImage.gateway(Chip.PIC16F88, "5.8", 10));
        assertEquals(new Outcome(FlashResult.DEVICE, 0, 0, false, true), outcome);
        bench.idle(2_500);
        assertEquals(List.of(boxed(old)), List.of(boxed(cells(bench))));
        assertEquals("PR: A=OpenTherm Gateway 6.6", bench.command("PR=A"));
    }

    @Test
    void aFullDiskLeavesTheChipAlone() {
        FlashBench bench = new FlashBench(Chip.PIC16F1847);
        bench.diskFull = true;
        Outcome outcome = bench.flash(TestImage.gateway(Chip.PIC16F1847, "6.7", 10));
        assertEquals(new Outcome(FlashResult.MEMORY, 0, 0, false, true), outcome);
        bench.idle(2_500);
        assertEquals("PR: A=OpenTherm Gateway 6.6", bench.command("PR=A"));
    }

    @Test
    void aSilentChipIsAskedInEveryWayAndThenTheUserIs() {
        FlashBench bench = new FlashBench(Chip.PIC16F1847);
        bench.line.stick(FaultyLine.Direction.FROM_CHIP, true);
        long start = bench.nowNanos;
        Outcome outcome = bench.flash(TestImage.gateway(Chip.PIC16F1847, "6.7", 10));
        assertEquals(new Outcome(FlashResult.RETRIES, 0, 0, false, true), outcome);
        assertEquals(List.of(FlashStep.ENTER, FlashStep.PRESS_RESET), bench.steps);
        assertEquals(70, (bench.nowNanos - start) / 1_000_000_000L);
    }

    @Test
    void withoutAResetWireTheCommandDoes() {
        FlashBench bench = new FlashBench(Chip.PIC16F1847);
        bench.wired = false;
        TestImage image = TestImage.gateway(Chip.PIC16F1847, "6.7", 10);
        bench.flash(image);
        assertSuccess(bench, "OpenTherm Gateway 6.7");
        assertFalse(bench.steps.contains(FlashStep.PRESS_RESET));
        bench.flash(TestImage.diagnose(Chip.PIC16F1847, "2.1", 10));
        assertSuccess(bench, "\r\nOpentherm gateway diagnostics - Version 2.1");
        bench.flash(image);
        assertSuccess(bench, "OpenTherm Gateway 6.7");
        assertFalse(bench.steps.contains(FlashStep.PRESS_RESET));
    }

    @Test
    void aFirmwareThatKnowsNoCommandIsLeftByTheButton() {
        FlashBench bench = new FlashBench(Chip.PIC16F88);
        bench.flash(TestImage.diagnose(Chip.PIC16F88, "x", 10));
        bench.idle(2_500);
        bench.wired = false;
        bench.journal = null;
        bench.memory();
        bench.line.stick(FaultyLine.Direction.TO_CHIP, true);
        bench.buttonPressed = () -> {
            bench.line.stick(FaultyLine.Direction.TO_CHIP, false);
            bench.chipReset();
        };
        TestImage image = TestImage.gateway(Chip.PIC16F88, "5.8", 10);
        bench.flash(image);
        assertTrue(bench.steps.contains(FlashStep.PRESS_RESET));
        assertSuccess(bench, "OpenTherm Gateway 5.8");
        assertProgram(image, bench);
    }

    @Test
    void aSizeableImageTakesLittleLongerThanItsBytes() {
        FlashBench bench = new FlashBench(Chip.PIC16F1847);
        TestImage image = TestImage.gateway(Chip.PIC16F1847, "6.7", 140);
        long start = bench.nowNanos;
        long bytes = bench.bytes();
        bench.flash(image);
        double took = bench.nowNanos - start;
        double wire = (bench.bytes() - bytes) * (double) FlashBench.BYTE_NANOS;
        System.out.printf(
                "140 rows: %.1f s for %d bytes, %.3f times their time on the wire%n",
                took / 1e9, bench.bytes() - bytes, took / wire);
        assertTrue(took <= 1.15 * wire);
    }
}
