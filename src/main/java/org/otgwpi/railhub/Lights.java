package org.otgwpi.railhub;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * All outputs and groups of a board. Immutable.
 *
 * @param outputs in the order of the board's status message
 * @param groups in the order in which they were made
 */
record Lights(List<Output> outputs, List<Group> groups) {

    /** How short a blink can be; shorter intervals are kept and told, and blink as fast as this. */
    private static final long SHORTEST_BLINK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    static Lights fresh(int count) {
        return new Lights(Collections.nCopies(count, Output.FRESH), List.of());
    }

    Lights with(int index, Output output) {
        List<Output> changed = new ArrayList<>(outputs);
        changed.set(index, output);
        return new Lights(List.copyOf(changed), groups);
    }

    Lights with(List<Group> others) {
        return new Lights(outputs, List.copyOf(others));
    }

    Optional<Group> group(int id) {
        return groups.stream().filter(group -> group.id() == id).findFirst();
    }

    /** The group that an output joined last, if any. */
    Optional<Group> groupOf(int index) {
        return groups.reversed().stream()
                .filter(group -> group.outputs().contains(index))
                .findFirst();
    }

    /** How long an output is lit and dark; 0 if it does not blink. */
    static long blinkNanos(Output output) {
        return output.intervalMillis() == 0
                ? 0
                : Math.max(SHORTEST_BLINK_NANOS, TimeUnit.MILLISECONDS.toNanos(output.intervalMillis()));
    }
}
