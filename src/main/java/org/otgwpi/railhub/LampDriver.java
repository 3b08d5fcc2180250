package org.otgwpi.railhub;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.OutputBank;
import org.otgwpi.board.PwmChannel;
import org.otgwpi.board.RealTime;
import org.tinylog.Logger;

/**
 * Puts on the lines what a {@link Dimmer} works out, on a thread of its own that sleeps until something is due. A line
 * is driven from its output's first command on. Thread-safe.
 */
final class LampDriver implements AutoCloseable {

    private static final long CLOSE_MILLIS = 1000;

    /** Real-time priority: enough to go before the rest of the program, below the kernel's own threads. */
    private static final int PRECEDENCE = 10;

    private final Dimmer dimmer;
    private final @Nullable OutputBank bank;
    private final List<@Nullable PwmChannel> hardware;
    private final int[] bitOf;
    private final int[] percentSet;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private volatile Lights wanted;
    private volatile boolean closing;
    private volatile String problem = "";
    private long driven;
    private long levels;

    /**
     * @param bank the lines without hardware PWM, in the order of the outputs; null if there are none
     * @param hardware for each output its PWM channel, or null
     */
    LampDriver(
            Wiring wiring,
            Lights lights,
            @Nullable OutputBank bank,
            List<@Nullable PwmChannel> hardware,
            LongSupplier nanoTime) {
        this.bank = bank;
        this.hardware = hardware;
        this.nanoTime = nanoTime;
        this.wanted = lights;
        bitOf = new int[wiring.size()];
        percentSet = new int[wiring.size()];
        boolean[] pulsed = new boolean[wiring.size()];
        int bit = 0;
        for (int i = 0; i < wiring.size(); i++) {
            pulsed[i] = wiring.line(i) != GpioLines.NONE && hardware.get(i) == null;
            bitOf[i] = pulsed[i] ? bit++ : -1;
        }
        dimmer = new Dimmer(lights, pulsed);
        thread = Thread.ofPlatform().name("railhub-lamps").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** From now on it is these. Returns at once. */
    void show(Lights lights) {
        wanted = lights;
        LockSupport.unpark(thread);
    }

    /** Why lamps may not be what they should, in a sentence; empty if all is well. */
    String problem() {
        return problem;
    }

    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (bank != null) {
            bank.close();
        }
        for (PwmChannel channel : hardware) {
            if (channel != null) {
                channel.close();
            }
        }
    }

    private void run() {
        try {
            RealTime.takePrecedence(PRECEDENCE);
        } catch (IOException e) {
            Logger.info("dimmed outputs may flicker under load: {}", e.getMessage());
        }
        while (!closing) {
            Lights now = wanted;
            long due = step(now, nanoTime.getAsLong());
            if (closing || wanted != now) {
                continue;
            }
            if (due == Dimmer.NEVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, due);
            }
        }
    }

    /** Puts on the lines what they are to be at {@code now}; tells in how many nanoseconds something is due. */
    long step(Lights lights, long now) {
        dimmer.show(lights);
        dimmer.advance(now);
        put(lights);
        return dimmer.dueInNanos();
    }

    private void put(Lights lights) {
        long mask = 0;
        long bits = 0;
        for (int i = 0; i < bitOf.length; i++) {
            if (!lights.outputs().get(i).used()) {
                continue;
            }
            if (bitOf[i] >= 0) {
                mask |= 1L << bitOf[i];
                bits |= (dimmer.levels() >> i & 1) << bitOf[i];
            } else if (dimmer.percent(i) != percentSet[i]) {
                dim(i);
            }
        }
        long changed = (mask & ~driven) | ((bits ^ levels) & mask);
        if (bank == null || changed == 0) {
            return;
        }
        try {
            bank.set(changed, bits);
            driven = mask;
            levels = bits;
            problem = "";
        } catch (IOException e) {
            failed(e);
        }
    }

    private void dim(int index) {
        PwmChannel channel = hardware.get(index);
        if (channel == null) {
            return;
        }
        try {
            channel.dim(dimmer.percent(index));
            percentSet[index] = dimmer.percent(index);
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Tells of a failure once, and not again before it went away; then waits, so as not to try without pause. */
    private void failed(IOException e) {
        String sentence = "The outputs do not follow: " + e.getMessage();
        if (!sentence.equals(problem)) {
            problem = sentence;
            Logger.error("{}", sentence);
        }
        if (!closing) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(100));
        }
    }
}
