package org.otgwpi.railhub;

import java.util.List;

/**
 * Which output is lit when: blinking, chasing and dimming by pulses, all from fixed origins, so that nothing drifts. One
 * {@link #advance} works out one moment; its results stay until the next. No I/O, no clock of its own, not thread-safe.
 */
final class Dimmer {

    /** The length of a pulse and its pause: 100 Hz. */
    static final long PULSE_NANOS = 10_000_000;

    /** Nothing will change by itself. */
    static final long NEVER = Long.MAX_VALUE;

    private final boolean[] pulsed;
    private final int[] percent;
    private Lights lights;
    private long levels;
    private long dueNanos;

    /** @param pulsed which outputs are dimmed by pulses, not by hardware */
    Dimmer(Lights lights, boolean... pulsed) {
        this.lights = lights;
        this.pulsed = pulsed.clone();
        this.percent = new int[pulsed.length];
    }

    /** From now on it is these. */
    void show(Lights now) {
        lights = now;
    }

    /** Works out what is lit at {@code now}. */
    void advance(long now) {
        levels = 0;
        dueNanos = NEVER;
        for (int i = 0; i < percent.length; i++) {
            light(i, now);
        }
    }

    private void light(int index, long now) {
        Output output = lights.outputs().get(index);
        // The pulses of all steady outputs begin together: one awakening for all of them.
        long litSince = 0;
        boolean member = false;
        boolean lit = false;
        List<Group> groups = lights.groups();
        for (int g = 0; g < groups.size(); g++) {
            Group group = groups.get(g);
            if (group.outputs().contains(index)) {
                member = true;
                long steps = group.steps(now);
                due(group.phaseNanos() + (steps + 1) * group.intervalNanos() - now);
                if (group.outputs().get((int) (steps % group.outputs().size())) == index) {
                    lit = true;
                    litSince = group.phaseNanos() + steps * group.intervalNanos();
                }
            }
        }
        if (!member && output.active()) {
            long blink = Lights.blinkNanos(output);
            long half = blink == 0 ? 0 : Math.floorDiv(now - output.phaseNanos(), blink);
            lit = half <= 0 || half % 2 == 0;
            if (blink > 0) {
                long next = Math.max(half, 0) + 1;
                litSince = output.phaseNanos() + Math.max(half, 0) * blink;
                due(output.phaseNanos() + next * blink - now);
            }
        }
        set(index, lit ? output.brightness() : 0, now - litSince);
    }

    private void set(int index, int brightness, long litForNanos) {
        percent[index] = brightness;
        boolean high = brightness > 0;
        if (pulsed[index] && brightness > 0 && brightness < 100) {
            long phase = Math.floorMod(litForNanos, PULSE_NANOS);
            long width = PULSE_NANOS / 100 * brightness;
            high = phase < width;
            due(high ? width - phase : PULSE_NANOS - phase);
        }
        if (high) {
            levels |= 1L << index;
        }
    }

    private void due(long inNanos) {
        dueNanos = Math.min(dueNanos, inNanos);
    }

    /** Bit n: output n is high. */
    long levels() {
        return levels;
    }

    /** How bright an output is, pulses evened out. */
    int percent(int index) {
        return percent[index];
    }

    /** In how many nanoseconds something changes by itself; {@link #NEVER} if nothing does. */
    long dueInNanos() {
        return dueNanos;
    }
}
