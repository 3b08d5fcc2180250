package org.otgwpi.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /**
     * Takes all lines, or none of them.
     *
     * @throws IOException as {@link #claim}
     */
    synchronized void claim(List<LineUse> uses) throws IOException {
        List<LineUse> claimed = new ArrayList<>();
        try {
            for (LineUse use : uses) {
                claim(use.line(), use.user());
                claimed.add(use);
            }
        } catch (IOException e) {
            release(claimed);
            throw e;
        }
    }

    synchronized void release(List<LineUse> uses) {
        uses.forEach(use -> release(use.line()));
    }

    /** Who has a line, if anybody. */
    synchronized Optional<String> holder(int line) {
        return Optional.ofNullable(users.get(line));
    }

    /** All users by line. */
    synchronized SortedMap<Integer, String> all() {
        return new TreeMap<>(users);
    }

    synchronized void release(int line) {
        users.remove(line);
    }
}
