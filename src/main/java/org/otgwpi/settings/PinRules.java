package org.otgwpi.settings;

import java.util.List;

/** Each GPIO line has one user (decisions 8). A feature that is switched off keeps its line. */
final class PinRules {
    private static final int NONE = -1;
    private static final List<String> UART_LINES = List.of("14", "15");

    private PinRules() {}

    /**
     * Accepts or refuses a line for a setting, given what the others have.
     *
     * @throws RefusedException naming both users
     */
    static void check(Settings settings, Setting pin, String line) throws RefusedException {
        if (UART_LINES.contains(line)) {
            throw new RefusedException(
                    "GPIO line %s belongs to the serial port and cannot be used for %s.".formatted(line, pin.name()));
        }
        if (line.equals(Integer.toString(NONE))) {
            return;
        }
        for (Setting other : settings.table().all()) {
            if (other.isPin()
                    && !other.name().equals(pin.name())
                    && settings.text(other).equals(line)) {
                throw new RefusedException("GPIO line %s is already used by %s; %s needs another one, or -1 for none."
                        .formatted(line, other.name(), pin.name()));
            }
        }
    }

    /** Takes the line from every setting that may not have it, the first in the table first; adds why to the notes. */
    static Settings resolve(Settings settings, List<String> notes) {
        List<Setting> pins =
                settings.table().all().stream().filter(Setting::isPin).toList();
        Settings resolved = settings;
        for (Setting pin : pins) {
            resolved = resolved.with(pin, Integer.toString(NONE));
        }
        for (Setting pin : pins) {
            try {
                check(resolved, pin, settings.text(pin));
                resolved = resolved.with(pin, settings.text(pin));
            } catch (RefusedException e) {
                notes.add(e.sentence());
            }
        }
        return resolved;
    }
}
