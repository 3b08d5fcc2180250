package org.otgwpi.railhub;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.tinylog.Logger;

/**
 * Changes outputs and groups as requests ask: at once on the lamps and to the viewers, and durably a little later, which
 * the returned future tells. What is refused changes nothing. Thread-safe.
 */
final class LightControl {

    private static final int MOST_GROUPS = 4;
    private static final int MOST_NAME_BYTES = 4000;

    private final Variant variant;
    private final Wiring wiring;
    private final Shown shown;
    private final StateFile file;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile Lights lights;
    private Lights kept;

    /** Where a change is seen; called in the order of the changes. */
    interface Shown {
        /** The outputs and groups are these now. */
        void changed(Lights lights);
    }

    /** @param lights what was kept in the file */
    LightControl(Variant variant, Wiring wiring, Lights lights, Shown shown, StateFile file, LongSupplier nanoTime) {
        this.variant = variant;
        this.wiring = wiring;
        this.lights = lights;
        this.kept = lights;
        this.shown = shown;
        this.file = file;
        this.nanoTime = nanoTime;
    }

    /** The outputs and groups now. */
    Lights lights() {
        return lights;
    }

    /** Switches and dims an output. An unknown one is no error (railhub-remote-echo A.9). */
    CompletableFuture<Void> control(int pin, boolean active, int percent) {
        lock.lock();
        try {
            int index = wiring.indexOf(pin);
            if (index >= 0) {
                return change(index, lights.outputs().get(index).switched(active, percent, nanoTime.getAsLong()));
            }
            if (!variant.chases()) {
                shown.changed(lights);
            }
            return CompletableFuture.completedFuture(null);
        } finally {
            lock.unlock();
        }
    }

    /** Names an output; a name that is far too long is left out as the original leaves it out. */
    CompletableFuture<Void> name(int pin, String name) throws RefusedException {
        lock.lock();
        try {
            int index = known(pin);
            Output output = lights.outputs().get(index);
            String text = name.strip();
            boolean fits = text.getBytes(StandardCharsets.UTF_8).length <= MOST_NAME_BYTES;
            return change(index, fits ? output.named(text) : output);
        } finally {
            lock.unlock();
        }
    }

    /** Lets an output blink, anew from now; 0 makes it steady. */
    CompletableFuture<Void> interval(int pin, long millis) throws RefusedException {
        lock.lock();
        try {
            int index = known(pin);
            // The first lit phase of the ESP32's firmware lasts twice as long (railhub-remote-echo A.4).
            long from = nanoTime.getAsLong() + (variant.chases() ? 0 : TimeUnit.MILLISECONDS.toNanos(millis));
            return change(index, lights.outputs().get(index).blinking(millis, from));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is kept, and only that: the lamps stay as they are (railhub-remote-echo A.12). */
    CompletableFuture<Void> reset() {
        lock.lock();
        try {
            kept = Lights.fresh(wiring.size());
            return file.save(kept);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes a group, or makes it anew. A fifth group is no error and is not made.
     *
     * @param outputs indices
     */
    CompletableFuture<Void> create(int id, String name, long intervalMillis, List<Integer> outputs) {
        lock.lock();
        try {
            List<Group> groups = new ArrayList<>(lights.groups());
            List<Integer> leaving = List.of();
            int place = groups.size();
            for (int i = 0; i < groups.size(); i++) {
                if (groups.get(i).id() == id) {
                    leaving = groups.remove(i).outputs();
                    place = i;
                    break;
                }
            }
            if (groups.size() == MOST_GROUPS) {
                Logger.warn("group {} was not made: there are {} already", id, MOST_GROUPS);
                return CompletableFuture.completedFuture(null);
            }
            groups.add(place, new Group(id, name, intervalMillis, List.copyOf(outputs), nanoTime.getAsLong()));
            Lights changed =
                    chased(chased(lights, leaving, false), outputs, true).with(groups);
            return change(changed, union(leaving, outputs));
        } finally {
            lock.unlock();
        }
    }

    /** Ends a group and switches its outputs off. An unknown one is no error. */
    CompletableFuture<Void> delete(int id) {
        lock.lock();
        try {
            Group group = lights.group(id).orElse(null);
            if (group == null) {
                return CompletableFuture.completedFuture(null);
            }
            List<Group> others =
                    lights.groups().stream().filter(each -> each.id() != id).toList();
            return change(chased(lights, group.outputs(), false).with(others), group.outputs());
        } finally {
            lock.unlock();
        }
    }

    /** Names a group. */
    CompletableFuture<Void> nameGroup(int id, String name) throws RefusedException {
        lock.lock();
        try {
            if (lights.group(id).isEmpty()) {
                throw new RefusedException(Refusal.NO_GROUP);
            }
            List<Group> groups = lights.groups().stream()
                    .map(group -> group.id() == id ? group.named(name) : group)
                    .toList();
            return change(lights.with(groups), List.of());
        } finally {
            lock.unlock();
        }
    }

    private int known(int pin) throws RefusedException {
        int index = wiring.indexOf(pin);
        if (index < 0) {
            throw new RefusedException(Refusal.NO_OUTPUT);
        }
        return index;
    }

    private CompletableFuture<Void> change(int index, Output output) {
        return change(lights.with(index, output), List.of(index));
    }

    /** Shows a change and keeps it, that of these outputs and of the groups. */
    private CompletableFuture<Void> change(Lights changed, Collection<Integer> indices) {
        lights = changed;
        shown.changed(changed);
        for (int index : indices) {
            kept = kept.with(index, changed.outputs().get(index));
        }
        kept = kept.with(changed.groups());
        return file.save(kept);
    }

    private static Lights chased(Lights lights, List<Integer> indices, boolean on) {
        Lights changed = lights;
        for (int index : indices) {
            changed = changed.with(index, changed.outputs().get(index).chased(on));
        }
        return changed;
    }

    private static List<Integer> union(List<Integer> some, List<Integer> others) {
        List<Integer> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
