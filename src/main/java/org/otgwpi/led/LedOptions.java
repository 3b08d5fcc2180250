package org.otgwpi.led;

import java.nio.file.Path;
import org.otgwpi.board.LineUse;
import org.otgwpi.personality.OptionFile;

/**
 * Where the LED is wired, and what the user may change (railhub-remote-echo C.2, C.3).
 *
 * @param line BCM number of the LED
 * @param broadcast whether all clients get the answer, not only who asked
 * @param extensions whether {@code CHAT} and {@code LOG} are understood
 */
record LedOptions(int line, boolean broadcast, boolean extensions) {

    static LedOptions read(Path dataFolder) {
        OptionFile file = OptionFile.read(dataFolder);
        return new LedOptions(
                file.integer("line", 26, 0, 27), file.flag("broadcast", false), file.flag("extensions", false));
    }

    LineUse use() {
        return new LineUse(line, "the LED", true);
    }
}
