package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.otgwpi.otgw.flash.FlashJob.Outcome;
import org.otgwpi.otgw.flash.OldSettings;
import org.otgwpi.pic.FlashResult;
import org.otgwpi.simulator.FaultyLine.Direction;

/**
 * Everything that can go wrong, at random but repeatable: {@code -Dflash.schedules=10000} tries as many seeds,
 * {@code -Dflash.seed=17} begins with that one.
 */
final class FlashFaultsTest {

    private static final int ROWS = 8;
    private static final int MOST_BYTES = 3_500;

    private int buttons;

    @Test
    void whateverHappensTheJobEndsTheStatusIsTrueAndTheSettingsAreSafe() {
        int schedules = Integer.getInteger("flash.schedules", 2_000);
        int first = Integer.getInteger("flash.seed", 0);
        Map<FlashResult, Integer> results = new EnumMap<>(FlashResult.class);
        int cuts = 0;
        for (int seed = first; seed < first + schedules; seed++) {
            Outcome outcome = attempt(seed);
            if (outcome == null) {
                cuts++;
            } else {
                results.merge(outcome.result(), 1, Integer::sum);
            }
        }
        System.out.println("Fault schedules: " + schedules + ", first attempts ended " + results + ", by a power cut "
                + cuts + "; " + buttons + " succeeded on a dead line and said that the chip did not restart; one click "
                + "repaired all others, lost 0");
    }

    /** @return how the first attempt ended, null if the power went */
    private @Nullable Outcome attempt(int seed) {
        Random random = new Random(seed);
        Chip model = random.nextBoolean() ? Chip.PIC16F88 : Chip.PIC16F1847;
        String from = model == Chip.PIC16F88 ? "5.8" : "6.6";
        String to = model == Chip.PIC16F88 ? "5.9" : "6.7";
        FlashBench bench = new FlashBench(model);
        int[] old = FlashJobTest.withSettings(bench);
        TestImage image = TestImage.gateway(model, to, ROWS);
        bench.wired = random.nextInt(4) > 0;
        bench.buttonPressed = bench::chipReset;
        schedule(bench, random);
        TestImage attempted = random.nextInt(10) == 0 ? wrongChip(model) : image;
        Outcome outcome = bench.flash(attempted);
        String context = "seed " + seed + ": " + outcome;
        OldSettings saved = bench.journal;
        if (outcome != null && outcome.result() == FlashResult.NONE) {
            assertEquals(image, attempted, context);
            pressResetIfTold(bench, outcome);
            check(bench, image, old, to, context);
            return outcome;
        }
        if (saved == null) {
            assertTrue(outcome == null || !outcome.touched(), context);
            calm(bench);
            bench.chipReset();
            bench.idle(3_000);
            assertEquals("PR: A=OpenTherm Gateway " + from, bench.command("PR=A"), context);
        } else {
            assertEquals(from, saved.version(), context);
            for (int i = 0; i < old.length; i++) {
                assertEquals(old[i], saved.eeprom().get(i), context);
            }
        }
        assertTrue(bench.memory().program().loaderIntact(), context);
        calm(bench);
        Outcome second = bench.flash(image);
        assertNotNull(second, context);
        assertEquals(FlashResult.NONE, second.result(), context);
        assertTrue(second.restarted(), context);
        check(bench, image, old, to, context);
        return outcome;
    }

    /** On a line that is dead in the end, without a reset wire, all are told that the chip did not restart. */
    private void pressResetIfTold(FlashBench bench, Outcome outcome) {
        if (!outcome.restarted()) {
            buttons++;
            calm(bench);
            bench.chipReset();
        }
    }

    private static TestImage wrongChip(Chip model) {
        return model == Chip.PIC16F88
                ? TestImage.gateway(Chip.PIC16F1847, "6.6", ROWS)
                : TestImage.gateway(Chip.PIC16F88, "5.8", ROWS);
    }

    private static void calm(FlashBench bench) {
        bench.incidents.clear();
        bench.line.heal();
    }

    private static void check(FlashBench bench, TestImage image, int[] old, String version, String context) {
        calm(bench);
        bench.idle(3_000);
        assertEquals("PR: A=OpenTherm Gateway " + version, bench.command("PR=A"), context);
        FlashJobTest.assertProgram(image, bench);
        FlashJobTest.assertTransferred(old, image, bench);
    }

    private static void schedule(FlashBench bench, Random random) {
        int faults = 1 + random.nextInt(12);
        List<FlashBench.Incident> incidents = new ArrayList<>();
        for (int i = 0; i < faults; i++) {
            Direction direction = random.nextBoolean() ? Direction.TO_CHIP : Direction.FROM_CHIP;
            long at = bench.bytes() + random.nextInt(MOST_BYTES);
            long index = bench.line.count(direction) + random.nextInt(MOST_BYTES / 2);
            switch (random.nextInt(8)) {
                case 0, 1 -> bench.line.lose(direction, index);
                case 2, 3 -> bench.line.flip(direction, index, random.nextInt(8));
                case 4 -> {
                    int octet = random.nextInt(256);
                    incidents.add(new FlashBench.Incident(at, () -> bench.noise(direction, octet)));
                }
                case 5 -> incidents.add(new FlashBench.Incident(at, bench::chipReset));
                case 6 -> {
                    incidents.add(new FlashBench.Incident(at, () -> bench.line.stick(direction, true)));
                    long until = at + random.nextInt(800);
                    incidents.add(new FlashBench.Incident(until, () -> bench.line.stick(direction, false)));
                }
                default -> {
                    if (random.nextInt(3) == 0) {
                        incidents.add(new FlashBench.Incident(at, bench::powerCut));
                    }
                }
            }
        }
        incidents.sort(Comparator.comparingLong(FlashBench.Incident::afterBytes));
        bench.incidents.addAll(incidents);
    }
}
