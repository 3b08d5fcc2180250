package org.otgwpi.railhub;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.otgwpi.board.Machine;
import org.otgwpi.board.ProcessorLoad;
import org.otgwpi.personality.PersonalityContext;

/**
 * What the status message tells of the board, in the numbers of an ESP: scaled so that the original's pages draw
 * sensible bars. What is slow to ask for is asked by {@link #refresh}. Thread-safe.
 */
final class BoardFacts {

    private static final DateTimeFormatter BUILT =
            DateTimeFormatter.ofPattern("MMM ppd yyyy HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long UINT32 = 1L << 32;

    private final Machine machine;
    private final LongSupplier nanoTime;
    private final long startNanos;
    private final String buildDate;
    private final long programBytes;
    private final int memoryBytes;
    private final ProcessorLoad load = ProcessorLoad.ofThisMachine();
    private volatile Network network = new Network("", "");
    private volatile double[] cores = {0, 0};

    private record Network(String address, String wireless) {}

    BoardFacts(PersonalityContext context, Variant variant) {
        machine = context.machine();
        nanoTime = context.nanoTime();
        startNanos = nanoTime.getAsLong();
        buildDate = buildDate(context.built());
        programBytes = Math.max(1, context.programBytes());
        memoryBytes = variant.memoryBytes();
    }

    /** As a C compiler stamps it: {@code Jan  5 2026 09:08:07}. */
    static String buildDate(Instant built) {
        return BUILT.format(built);
    }

    /** Asks again for what may change; may take a moment. */
    void refresh() {
        network = new Network(machine.ipAddress(), machine.wirelessNetwork());
        cores = load.sample();
    }

    /** {@code AA:BB:CC:DD:EE:FF}. */
    String macAddress() {
        return machine.macAddress().replaceAll("(..)(?!$)", "$1:");
    }

    String address() {
        return network.address();
    }

    String wirelessNetwork() {
        return network.wireless();
    }

    /** Milliseconds since the start, modulo 2^32. */
    long uptimeMillis() {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - startNanos) % UINT32;
    }

    String buildDate() {
        return buildDate;
    }

    /** The free part of the heap, scaled to the memory of the ESP. */
    long freeMemory() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        return memoryBytes - Math.round((double) memoryBytes * used / runtime.maxMemory());
    }

    /** The size of the program, scaled into {@code partition} so that a quarter of it is always free. */
    long programIn(long partition) {
        return Math.min(programBytes, partition * 3 / 4);
    }

    /** How busy a processor core is, 0 to 100; 0 for one that is not there. */
    double busy(int core) {
        double[] now = cores;
        return core < now.length ? now[core] : 0;
    }
}
