package org.otgwpi.railhub;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.otgwpi.board.OutputBank;
import org.otgwpi.board.SimulatedLines;

/**
 * Measures how late the edges of 16 dimmed outputs come on Pi4J's mock, and what that costs. Not a test: the real clock
 * decides. Its main method runs on the class path of the tests.
 */
final class PulseMeter {

    private static final int OUTPUTS = 16;

    private PulseMeter() {}

    /** @param args for how many seconds, 60 if it is not said */
    public static void main(String[] args) throws IOException, InterruptedException {
        int seconds = args.length > 0 ? Integer.parseInt(args[0]) : 60;
        Wiring wiring = Wiring.of(Variant.RAILHUB32, "");
        Lights lights = Lights.fresh(OUTPUTS);
        int[] percent = new int[OUTPUTS];
        for (int i = 0; i < OUTPUTS; i++) {
            percent[i] = 3 + 6 * i;
            lights = lights.with(i, Output.FRESH.switched(true, percent[i], System.nanoTime()));
        }
        try (SimulatedLines lines = new SimulatedLines(System::nanoTime)) {
            Recorder recorder = new Recorder(lines, wiring, seconds * 4000);
            try (LampDriver lamps =
                    new LampDriver(wiring, lights, recorder, Collections.nCopies(OUTPUTS, null), System::nanoTime)) {
                lamps.start();
                TimeUnit.SECONDS.sleep(5);
                int from = recorder.count;
                long cpu = processorNanos();
                long began = System.nanoTime();
                TimeUnit.SECONDS.sleep(seconds);
                double share = 100.0 * (processorNanos() - cpu) / (System.nanoTime() - began);
                report(recorder.lateness(percent, from, recorder.count), share, seconds);
            }
        }
    }

    private static void report(long[] lateNanos, double share, int seconds) {
        Arrays.sort(lateNanos);
        System.out.println(
                "{\"edges\": %d, \"seconds\": %d, \"p50_us\": %.1f, \"p99_us\": %.1f, \"most_us\": %.1f, \"percent_of_a_core\": %.2f}"
                        .formatted(
                                lateNanos.length,
                                seconds,
                                at(lateNanos, 0.5),
                                at(lateNanos, 0.99),
                                at(lateNanos, 1),
                                share));
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * share))] / 1000.0;
    }

    private static long processorNanos() {
        return java.lang.management.ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    /** Sets Pi4J's mock outputs and notes when. Only the thread of the lamps writes. */
    private static final class Recorder implements OutputBank {

        private final MockBank outputs;
        private final long[] times;
        private final long[] masks;
        private final long[] levels;
        private volatile int count;

        Recorder(SimulatedLines lines, Wiring wiring, int most) throws IOException {
            outputs = new MockBank(lines, wiring);
            times = new long[most];
            masks = new long[most];
            levels = new long[most];
        }

        @Override
        public void set(long mask, long wanted) throws IOException {
            outputs.set(mask, wanted);
            int place = count;
            if (place < times.length) {
                times[place] = System.nanoTime();
                masks[place] = mask;
                levels[place] = wanted;
                count = place + 1;
            }
        }

        /** For each edge, how far from its ideal it came. */
        long[] lateness(int[] percent, int from, int to) {
            List<Long> late = new ArrayList<>();
            for (int at = from; at < to; at++) {
                for (int i = 0; i < OUTPUTS; i++) {
                    if ((masks[at] >> i & 1) != 0) {
                        boolean rises = (levels[at] >> i & 1) != 0;
                        long ideal = rises ? 0 : Dimmer.PULSE_NANOS / 100 * percent[i];
                        long off = Math.floorMod(times[at] - ideal, Dimmer.PULSE_NANOS);
                        late.add(Math.min(off, Dimmer.PULSE_NANOS - off));
                    }
                }
            }
            return late.stream().mapToLong(Long::longValue).toArray();
        }

        @Override
        public void close() {
            outputs.close();
        }
    }
}
