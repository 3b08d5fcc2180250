package org.otgwpi.otgw.sensors;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * What the two LEDs show (otgw-core 8.2, otgw-http-ws 7.10). Both blink three times at the start; then LED 1 changes
 * every second as long as the program is alive, and LED 2 with each line from the gateway chip. While the chip is
 * flashed LED 1 stays on. LED 1 flashes five times when the user looks for it (otgw-http-ws 7.6). Thread-safe.
 */
final class StatusLeds implements Timed {

    private static final long HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long BLINK_STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int GREETING_STEPS = 6;

    /** Off, then five times on and off. */
    private static final int FLASHES_STEPS = 11;

    /** Two changes make one flash: 10 flashes a second at most. */
    private static final long SHORTEST_TRAFFIC_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final BooleanSupplier blink;
    private int greetingStep;
    private int flashesStep = FLASHES_STEPS;
    private long led1ChangeNanos;
    private long led2ChangeNanos;
    private boolean led1;
    private boolean led2;
    private boolean traffic;
    private boolean flashing;

    /** @param blink if false an LED goes off whenever it would change */
    StatusLeds(BooleanSupplier blink, long nowNanos) {
        this.blink = blink;
        led1ChangeNanos = nowNanos - BLINK_STEP_NANOS;
        led2ChangeNanos = nowNanos;
    }

    synchronized boolean led1() {
        return led1;
    }

    synchronized boolean led2() {
        return led2;
    }

    /** A line came from the chip, or while it is flashed, a packet. */
    synchronized void traffic() {
        traffic = true;
    }

    /** Flashes LED 1 five times, as soon as it is free to. */
    synchronized void flashLed1() {
        flashesStep = 0;
    }

    /** The chip is being flashed, or is no more. */
    synchronized void flashing(boolean now) {
        flashing = now;
        led1 = now || led1;
    }

    @Override
    public synchronized void tick(long nowNanos) {
        if (greetingStep < GREETING_STEPS) {
            greet(nowNanos);
            return;
        }
        if (flashesStep < FLASHES_STEPS) {
            flash(nowNanos);
        } else if (nowNanos - led1ChangeNanos >= HEARTBEAT_NANOS) {
            led1 = flashing || (blink.getAsBoolean() && !led1);
            led1ChangeNanos = nowNanos - (nowNanos - led1ChangeNanos) % HEARTBEAT_NANOS;
        }
        if (traffic && nowNanos - led2ChangeNanos >= SHORTEST_TRAFFIC_NANOS) {
            traffic = false;
            led2 = blink.getAsBoolean() && !led2;
            led2ChangeNanos = nowNanos;
        }
    }

    @Override
    public synchronized long dueInNanos(long nowNanos) {
        if (greetingStep < GREETING_STEPS) {
            return BLINK_STEP_NANOS - (nowNanos - led1ChangeNanos);
        }
        long led1Step = flashesStep < FLASHES_STEPS ? BLINK_STEP_NANOS : HEARTBEAT_NANOS;
        long led1Due = led1Step - (nowNanos - led1ChangeNanos);
        return traffic ? Math.min(led1Due, SHORTEST_TRAFFIC_NANOS - (nowNanos - led2ChangeNanos)) : led1Due;
    }

    private void greet(long nowNanos) {
        if (nowNanos - led1ChangeNanos >= BLINK_STEP_NANOS) {
            boolean on = blink.getAsBoolean() && greetingStep % 2 == 0;
            led1 = on || flashing;
            led2 = on;
            greetingStep++;
            led1ChangeNanos = nowNanos;
            led2ChangeNanos = nowNanos;
        }
    }

    private void flash(long nowNanos) {
        if (nowNanos - led1ChangeNanos >= BLINK_STEP_NANOS) {
            led1 = flashing || (blink.getAsBoolean() && flashesStep % 2 == 1);
            flashesStep++;
            led1ChangeNanos = nowNanos;
        }
    }
}
