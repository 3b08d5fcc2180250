package org.otgwpi.board;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How busy each processor core was since it was asked for last, from the kernel's counters. Thread-safe. */
public final class ProcessorLoad {

    private static final String CORE = "cpu\\d+ .*";
    private static final int IDLE = 4;
    private static final int WAITING = 5;

    private final Path counters;
    private List<long[]> before = List.of();

    ProcessorLoad(Path counters) {
        this.counters = counters;
    }

    public static ProcessorLoad ofThisMachine() {
        return new ProcessorLoad(Path.of("/proc/stat"));
    }

    /** Percent by core, one digit behind the point; 0 at the first time, and where it is not known. */
    public synchronized double[] sample() {
        List<long[]> now = read();
        double[] busy = new double[now.size()];
        for (int i = 0; i < busy.length && i < before.size(); i++) {
            long all = now.get(i)[0] - before.get(i)[0];
            long idle = now.get(i)[1] - before.get(i)[1];
            busy[i] = all <= 0 ? 0 : Math.round(1000.0 * Math.clamp(all - idle, 0, all) / all) / 10.0;
        }
        before = now;
        return busy;
    }

    /** For each core all its ticks, and the idle ones. */
    private List<long[]> read() {
        List<long[]> cores = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(counters, StandardCharsets.US_ASCII)) {
                if (line.matches(CORE)) {
                    String[] fields = line.split(" ", -1);
                    long all = 0;
                    for (int i = 1; i < Math.min(fields.length, 9); i++) {
                        all += Long.parseLong(fields[i]);
                    }
                    cores.add(new long[] {all, Long.parseLong(fields[IDLE]) + Long.parseLong(fields[WAITING])});
                }
            }
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return List.of();
        }
        return cores;
    }
}
