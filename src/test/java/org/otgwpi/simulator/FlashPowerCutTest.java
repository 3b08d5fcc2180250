package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.otgwpi.otgw.flash.FlashJob.Outcome;
import org.otgwpi.otgw.flash.FlashStep;
import org.otgwpi.pic.FlashResult;

/**
 * The power goes in a flash, byte by byte. {@code -Dflash.rows=140} takes an image as large as a real one,
 * {@code -Dflash.stride=1} looks at every byte instead of every fifth.
 */
final class FlashPowerCutTest {

    private static final long MID_STEP_NANOS = 2_500_000L;

    private enum Fate {
        RECOVERED_ALONE,
        NEEDED_A_CLICK,
        LOST
    }

    /** What loses its power. */
    private enum Victim {
        CHIP_AND_COMPUTER,
        /** While the loader erases or writes what the last byte has completed. */
        BOTH_IN_MID_ROW,
        COMPUTER
    }

    private static FlashBench prepared(KeptMemory program, KeptMemory eeprom, Chip model) {
        FlashBench bench = new FlashBench(model);
        bench.program.save(java.util.Objects.requireNonNull(program.load()));
        bench.eeprom.save(java.util.Objects.requireNonNull(eeprom.load()));
        bench.powerCut();
        bench.idle(1_500);
        return bench;
    }

    @ParameterizedTest
    @CsvSource({
        "PIC16F88, CHIP_AND_COMPUTER, true",
        "PIC16F88, BOTH_IN_MID_ROW, true",
        "PIC16F88, COMPUTER, true",
        "PIC16F88, COMPUTER, false",
        "PIC16F1847, CHIP_AND_COMPUTER, true",
        "PIC16F1847, CHIP_AND_COMPUTER, false",
        "PIC16F1847, BOTH_IN_MID_ROW, true",
        "PIC16F1847, COMPUTER, true",
        "PIC16F1847, COMPUTER, false"
    })
    void thePowerMayGoAfterEveryByte(Chip model, Victim victim, boolean wired) {
        int rows = Integer.getInteger("flash.rows", 5);
        int stride = Integer.getInteger("flash.stride", 5);
        String from = model == Chip.PIC16F88 ? "5.8" : "6.6";
        String to = model == Chip.PIC16F88 ? "5.9" : "6.7";
        FlashBench origin = new FlashBench(model);
        origin.flash(TestImage.gateway(model, from, rows));
        origin.idle(2_500);
        origin.journal = null;
        int[] old = FlashJobTest.withSettings(origin);
        TestImage image = TestImage.gateway(model, to, rows);
        FlashBench whole = prepared(origin.program, origin.eeprom, model);
        long from0 = whole.bytes();
        whole.wired = wired;
        whole.flash(image);
        long bytes = whole.bytes() - from0;
        Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
        for (long cut = 1; cut <= bytes; cut += stride) {
            FlashBench bench = prepared(origin.program, origin.eeprom, model);
            bench.wired = wired;
            Runnable accident = switch (victim) {
                case CHIP_AND_COMPUTER -> bench::powerCut;
                case BOTH_IN_MID_ROW -> () -> bench.after(MID_STEP_NANOS, bench::powerCut);
                case COMPUTER -> bench::computerCut;
            };
            bench.incidents.add(new FlashBench.Incident(bench.bytes() + cut, accident));
            bench.flash(image);
            bench.idle(5);
            fates.merge(fate(bench, image, old), 1, Integer::sum);
        }
        System.out.printf(
                "Power cut (%s, %s%s): tried %d, recovered alone %d, needed a click %d, lost %d%n",
                model,
                victim,
                wired ? "" : ", no reset wire",
                fates.values().stream().mapToInt(Integer::intValue).sum(),
                fates.getOrDefault(Fate.RECOVERED_ALONE, 0),
                fates.getOrDefault(Fate.NEEDED_A_CLICK, 0),
                fates.getOrDefault(Fate.LOST, 0));
        assertEquals(0, fates.getOrDefault(Fate.LOST, 0));
        if (wired) {
            assertEquals(0, fates.getOrDefault(Fate.NEEDED_A_CLICK, 0));
        }
    }

    /** What the program does when it starts again: it goes on if it finds that something has begun. */
    private static Fate fate(FlashBench bench, TestImage image, int[] old) {
        bench.steps.clear();
        bench.buttonPressed = bench::chipReset;
        if (bench.journal == null) {
            bench.idle(3_000);
            bench.chipReset();
            bench.idle(3_000);
            return bench.command("PR=A").startsWith("PR: A=OpenTherm Gateway ") && same(old, FlashJobTest.cells(bench))
                    ? Fate.RECOVERED_ALONE
                    : Fate.LOST;
        }
        Outcome outcome = bench.flash(image);
        assertNotNull(outcome);
        boolean alone = outcome.result() == FlashResult.NONE && !bench.steps.contains(FlashStep.PRESS_RESET);
        for (int i = 0; i < 2 && outcome.result() != FlashResult.NONE; i++) {
            outcome = bench.flash(image);
            assertNotNull(outcome);
        }
        if (outcome.result() != FlashResult.NONE) {
            return Fate.LOST;
        }
        bench.idle(2_500);
        FlashJobTest.assertProgram(image, bench);
        FlashJobTest.assertTransferred(old, image, bench);
        String answer = bench.command("PR=A");
        return answer.startsWith("PR: A=OpenTherm Gateway ")
                ? alone ? Fate.RECOVERED_ALONE : Fate.NEEDED_A_CLICK
                : Fate.LOST;
    }

    private static boolean same(int[] first, int[] second) {
        return java.util.Arrays.equals(first, second);
    }
}
