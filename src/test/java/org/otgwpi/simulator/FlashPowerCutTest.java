package org.otgwpi.simulator;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.otgwpi.otgw.flash.FlashJob.Outcome;
import org.otgwpi.otgw.flash.FlashStep;
import org.otgwpi.otgw.flash.OldSettings;
import org.otgwpi.pic.FlashResult;

/**
 * The power goes in a flash, byte by byte. {@code -Dflash.stride=1} tries all where less is tried otherwise.
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
        bench.program.save(requireNonNull(program.load()));
        bench.eeprom.save(requireNonNull(eeprom.load()));
        bench.powerCut();
        bench.idle(1_500);
        return bench;
    }

    @ParameterizedTest
    @CsvSource({
        "PIC16F88, CHIP_AND_COMPUTER, true, 1",
        "PIC16F88, BOTH_IN_MID_ROW, true, 5",
        "PIC16F88, COMPUTER, true, 5",
        "PIC16F88, COMPUTER, false, 5",
        "PIC16F1847, CHIP_AND_COMPUTER, true, 1",
        "PIC16F1847, CHIP_AND_COMPUTER, false, 5",
        "PIC16F1847, BOTH_IN_MID_ROW, true, 5",
        "PIC16F1847, COMPUTER, true, 5",
        "PIC16F1847, COMPUTER, false, 5"
    })
    void thePowerMayGoAfterEveryByte(Chip model, Victim victim, boolean wired, int usualStride) {
        int rows = Integer.getInteger("flash.rows", 5);
        int stride = Integer.getInteger("flash.stride", usualStride);
        FlashBench origin = origin(model, rows);
        int[] old = FlashJobTest.cells(origin);
        TestImage image = TestImage.gateway(model, model == Chip.PIC16F88 ? "5.9" : "6.7", rows);
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
        report(model + ", " + rows + " rows, " + victim + (wired ? "" : ", no reset wire"), fates);
        if (wired) {
            assertEquals(0, fates.getOrDefault(Fate.NEEDED_A_CLICK, 0));
        }
    }

    private static void report(String what, Map<Fate, Integer> fates) {
        System.out.printf(
                "Power cut (%s): tried %d, recovered alone %d, needed a click %d, lost %d%n",
                what,
                fates.values().stream().mapToInt(Integer::intValue).sum(),
                fates.getOrDefault(Fate.RECOVERED_ALONE, 0),
                fates.getOrDefault(Fate.NEEDED_A_CLICK, 0),
                fates.getOrDefault(Fate.LOST, 0));
        assertEquals(0, fates.getOrDefault(Fate.LOST, 0));
    }

    /**
     * Every byte of an image as large as a real one. What comes after a power cut follows from what the chip's memories and
     * the journal hold at that moment, so that each such state is tried once and counts for all bytes that led to it.
     */
    @ParameterizedTest
    @CsvSource({"PIC16F88, 118, true", "PIC16F1847, 140, true", "PIC16F88, 118, false", "PIC16F1847, 140, false"})
    void thePowerMayGoAfterEveryByteOfALargeImage(Chip model, int rows, boolean wired) {
        FlashBench origin = origin(model, rows);
        int[] old = FlashJobTest.cells(origin);
        TestImage image = TestImage.gateway(model, model == Chip.PIC16F88 ? "5.9" : "6.7", rows);
        Map<State, Integer> states = new LinkedHashMap<>();
        Map<State, Integer> halfWay = new LinkedHashMap<>();
        FlashBench whole = prepared(origin.program, origin.eeprom, model);
        whole.wired = wired;
        List<State> last = new ArrayList<>();
        whole.afterEachByte = () -> {
            if (last.isEmpty() || !last.getLast().isThatOf(whole)) {
                last.add(State.of(whole));
            }
            states.merge(last.getLast(), 1, Integer::sum);
        };
        List<Long> packetEnds = new ArrayList<>();
        whole.onItsWay = bytes -> {
            packetEnds.add(whole.bytes() + bytes.length);
            return bytes;
        };
        long before = whole.bytes();
        whole.flash(image);
        assertEquals(
                whole.bytes() - before,
                states.values().stream().mapToInt(Integer::intValue).sum());
        int stride = Integer.getInteger("flash.stride", 9);
        for (int i = 0; i < packetEnds.size(); i += stride) {
            long end = packetEnds.get(i);
            FlashBench bench = prepared(origin.program, origin.eeprom, model);
            bench.wired = wired;
            bench.incidents.add(new FlashBench.Incident(
                    bench.bytes() + end - before, () -> bench.after(MID_STEP_NANOS, bench::powerCut)));
            bench.flash(image);
            halfWay.merge(State.of(bench), 1, Integer::sum);
        }
        String what = model + ", " + rows + " rows" + (wired ? "" : ", no reset wire");
        report(what + ", every byte", fates(states, stride, origin, wired, image, old));
        report(what + ", in the middle of every step", fates(halfWay, 1, origin, wired, image, old));
    }

    private static Map<Fate, Integer> fates(
            Map<State, Integer> states, int stride, FlashBench origin, boolean wired, TestImage image, int[] old) {
        Map<Fate, Integer> fates = new EnumMap<>(Fate.class);
        int[] number = {0};
        states.forEach((state, times) -> {
            if (number[0]++ % stride != 0) {
                return;
            }
            FlashBench bench = prepared(state.program, state.eeprom, origin.model);
            bench.wired = wired;
            bench.journal = state.journal;
            fates.merge(fate(bench, image, old), times, Integer::sum);
        });
        return fates;
    }

    /** What outlasts a power cut. */
    private record State(
            KeptMemory program, KeptMemory eeprom, @Nullable OldSettings journal, int hash) {

        static State of(FlashBench bench) {
            KeptMemory program = copy(bench.program);
            KeptMemory eeprom = copy(bench.eeprom);
            int hash = 31 * Arrays.hashCode(program.load()) + Arrays.hashCode(eeprom.load());
            return new State(program, eeprom, bench.journal, hash);
        }

        boolean isThatOf(FlashBench bench) {
            return program.load() == bench.program.load()
                    && eeprom.load() == bench.eeprom.load()
                    && journal == bench.journal;
        }

        private static KeptMemory copy(KeptMemory memory) {
            KeptMemory copy = new KeptMemory();
            copy.save(requireNonNull(memory.load()));
            return copy;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof State state
                    && hash == state.hash
                    && Objects.equals(journal, state.journal)
                    && Arrays.equals(program.load(), state.program.load())
                    && Arrays.equals(eeprom.load(), state.eeprom.load());
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    /** A chip with a firmware and settings of its own. */
    private static FlashBench origin(Chip model, int rows) {
        FlashBench origin = new FlashBench(model);
        origin.flash(TestImage.gateway(model, model == Chip.PIC16F88 ? "5.8" : "6.6", rows));
        origin.idle(2_500);
        origin.journal = null;
        FlashJobTest.withSettings(origin);
        return origin;
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
        return Arrays.equals(first, second);
    }
}
