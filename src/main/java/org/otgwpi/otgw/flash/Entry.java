package org.otgwpi.otgw.flash;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.otgwpi.pic.LoaderRequest;

/**
 * The ways into the boot loader, each tried until an ETX comes (otgw-core 6.7, 6.11): the reset line; and since that wire
 * may be missing, the loader's own reset command, the commands of the firmwares, a BREAK, and in the end the user's finger.
 * A state machine without I/O. Not thread-safe.
 */
final class Entry {

    /** How long the user has to press the button. */
    static final int BUTTON_SECONDS = 60;

    private static final long PULSE_MILLIS = 100;

    private enum Way {
        PULL(PULSE_MILLIS),
        RELEASE(1_000),
        LOADER_RESET(1_200),
        LINE_END(100),
        GATEWAY_RESET(2_000),
        DIAGNOSE_RESET(2_000),
        BREAK(2_000),
        BUTTON(BUTTON_SECONDS * 1_000L);

        private final long nanos;

        Way(long millis) {
            nanos = TimeUnit.MILLISECONDS.toNanos(millis);
        }
    }

    private static final List<Way> BY_COMMAND = List.of(
            Way.LOADER_RESET, Way.LINE_END, Way.GATEWAY_RESET, Way.LINE_END, Way.DIAGNOSE_RESET, Way.BREAK, Way.BUTTON);

    private final FlashJob.Outlet outlet;
    private final Deque<Way> left = new ArrayDeque<>();
    private Way current = Way.RELEASE;
    private long dueNanos;

    /** @param wired whether there may be a wire to the reset pin */
    Entry(boolean wired, FlashJob.Outlet outlet, long nowNanos) {
        this.outlet = outlet;
        for (int i = 0; wired && i < 3; i++) {
            left.add(Way.PULL);
            left.add(Way.RELEASE);
        }
        left.addAll(BY_COMMAND);
        next(nowNanos);
    }

    /** Whether an ETX that comes now is meant. */
    boolean listens() {
        return current != Way.PULL;
    }

    /** Whether the user is being asked. */
    boolean asks() {
        return current == Way.BUTTON;
    }

    long dueInNanos(long nowNanos) {
        return Math.max(0, dueNanos - nowNanos);
    }

    /**
     * Tries the next way.
     *
     * @return false if there is none left
     */
    boolean next(long nowNanos) {
        Way way = left.poll();
        if (way == null) {
            return false;
        }
        current = way;
        dueNanos = nowNanos + way.nanos;
        switch (way) {
            case PULL -> outlet.resetLine(true);
            case RELEASE -> outlet.resetLine(false);
            case LOADER_RESET -> {
                outlet.send(ascii("\n"));
                outlet.send(LoaderRequest.reset());
            }
            case LINE_END -> outlet.send(ascii("\r"));
            case GATEWAY_RESET -> outlet.send(ascii("GW=R\r"));
            case DIAGNOSE_RESET -> outlet.send(ascii("0\r"));
            case BREAK -> outlet.sendBreak();
            case BUTTON -> outlet.step(FlashStep.PRESS_RESET);
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
