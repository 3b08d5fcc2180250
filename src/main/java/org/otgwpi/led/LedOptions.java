package org.otgwpi.led;

import org.otgwpi.board.LineUse;
import org.otgwpi.settings.Settings;

/**
 * Where the LED is wired, and what the user may change (railhub-remote-echo C.2, C.3).
 *
 * @param line BCM number of the LED
 * @param broadcast whether all clients get the answer, not only who asked
 * @param extensions whether {@code CHAT} and {@code LOG} are understood
 */
record LedOptions(int line, boolean broadcast, boolean extensions) {

    static LedOptions of(Settings settings) {
        return new LedOptions(
                settings.integer("ledline"), settings.bool("ledbroadcast"), settings.bool("ledextensions"));
    }

    LineUse use() {
        return new LineUse(line, "the LED", true);
    }
}
