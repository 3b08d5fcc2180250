package org.otgwpi.board;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who uses which GPIO line of the header. Safe for any thread. */
final class LineClaims {

    private static final int LAST_LINE = 27;

    private final Map<Integer, String> users = new HashMap<>(Map.of(14, "the UART", 15, "the UART"));

    /**
     * Takes a line for {@code user}.
     *
     * @throws IOException if it has a user, or is not on the header
     */
    synchronized void claim(int line, String user) throws IOException {
        if (line < 0 || line > LAST_LINE) {
            throw new IOException("GPIO line " + line + " for " + user + " does not exist: choose 0 to " + LAST_LINE);
        }
        String holder = users.putIfAbsent(line, user);
        if (holder != null) {
            throw new IOException("GPIO line " + line + " for " + user + " is used by " + holder
                    + " already: choose another line for one of them");
        }
    }

    /** Takes a line for {@code user} until the reservation is closed; else as {@link #claim}. */
    GpioLines.Reservation reserve(int line, String user) throws IOException {
        claim(line, user);
        AtomicBoolean closed = new AtomicBoolean();
        return () -> {
            if (!closed.getAndSet(true)) {
                release(line);
            }
        };
    }

    synchronized void release(int line) {
        users.remove(line);
    }
}
