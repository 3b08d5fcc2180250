package org.otgwpi.personality;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.LineUse;

/** Tells before any line is touched whether a personality can have its GPIO lines. */
final class LineCheck {

    private static final int LAST_LINE = 27;
    private static final Set<Integer> UART = Set.of(14, 15);

    private LineCheck() {}

    /**
     * What stands against {@code wanted}, in sentences.
     *
     * @param released lines whose user is about to give them back
     */
    static List<String> problems(List<LineUse> wanted, @Nullable GpioLines lines, Set<Integer> released) {
        if (lines == null && wanted.stream().anyMatch(LineUse::output)) {
            return List.of("This machine has no GPIO lines to drive.");
        }
        return claims(wanted, List.of(), lines, released);
    }

    /**
     * The same, whether or not this machine has lines at all.
     *
     * @param taken lines whose users keep them whatever runs
     */
    static List<String> claims(
            List<LineUse> wanted, List<LineUse> taken, @Nullable GpioLines lines, Set<Integer> released) {
        List<String> problems = new ArrayList<>();
        Map<Integer, String> users = new HashMap<>();
        taken.forEach(use -> users.put(use.line(), use.user()));
        for (LineUse use : wanted) {
            String other = users.putIfAbsent(use.line(), use.user());
            if (use.line() < 0 || use.line() > LAST_LINE) {
                problems.add("GPIO line %d for %s does not exist: choose 0 to %d."
                        .formatted(use.line(), use.user(), LAST_LINE));
            } else if (UART.contains(use.line())) {
                problems.add("GPIO line %d for %s belongs to the serial port: choose another one."
                        .formatted(use.line(), use.user()));
            } else if (other != null) {
                problems.add("GPIO line %d is wanted by %s and by %s: choose another line for one of them."
                        .formatted(use.line(), other, use.user()));
            } else if (lines != null && !released.contains(use.line())) {
                Optional<String> holder = lines.holder(use.line());
                holder.ifPresent(name ->
                        problems.add("GPIO line %d for %s is used by %s already: choose another line for one of them."
                                .formatted(use.line(), use.user(), name)));
            }
        }
        return problems;
    }
}
