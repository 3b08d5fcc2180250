package org.otgwpi.system;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.otgwpi.board.Machine;

/** What {@code GET /_pi/status} answers: facts about the system, then those of the personality. Thread-safe. */
public final class SystemStatus implements Supplier<Map<String, Object>> {

    private final String version;
    private final Supplier<String> personality;
    private final boolean simulatedBoard;
    private final Machine machine;
    private final Supplier<Map<String, Object>> ofPersonality;
    private final LongSupplier nanoTime;
    private final long startNanos;

    /**
     * @param personality the name of the one that runs, empty if none does
     * @param simulatedBoard true if the gateway board is simulated
     * @param ofPersonality what the personality adds
     */
    public SystemStatus(
            String version,
            Supplier<String> personality,
            boolean simulatedBoard,
            Machine machine,
            Supplier<Map<String, Object>> ofPersonality,
            LongSupplier nanoTime) {
        this.version = version;
        this.personality = personality;
        this.simulatedBoard = simulatedBoard;
        this.machine = machine;
        this.ofPersonality = ofPersonality;
        this.nanoTime = nanoTime;
        this.startNanos = nanoTime.getAsLong();
    }

    @Override
    public Map<String, Object> get() {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("version", version);
        status.put("personality", personality.get());
        status.put("simulated", simulatedBoard);
        status.put("machineSimulated", machine.simulated());
        status.put("uptimeSeconds", TimeUnit.NANOSECONDS.toSeconds(nanoTime.getAsLong() - startNanos));
        status.putAll(ofPersonality.get());
        return status;
    }
}
