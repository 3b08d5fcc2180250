package org.otgwpi.remote;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.LineUse;
import org.otgwpi.personality.OptionFile;

/**
 * Where LED and button are wired, and what the user may change (railhub-remote-echo B.2, B.8, B.10).
 *
 * @param ledLine BCM number of the LED
 * @param buttonLine BCM number of the button
 * @param onboardLine BCM number of what stands for the on-board LED; {@link GpioLines#NONE} is the Pi's own
 * @param mostClients connected clients beyond which the oldest leaves
 * @param greet whether new clients are told the state at once
 */
record RemoteOptions(int ledLine, int buttonLine, int onboardLine, int mostClients, boolean greet) {

    private static final int LED = 26;
    private static final int BUTTON = 22;
    private static final int LAST_LINE = 27;

    /** @param usualOnboardLine what {@code onboardline} is if the user does not say */
    static RemoteOptions read(Path dataFolder, int usualOnboardLine) {
        OptionFile file = OptionFile.read(dataFolder);
        return new RemoteOptions(
                file.integer("ledline", LED, 0, LAST_LINE),
                file.integer("buttonline", BUTTON, 0, LAST_LINE),
                file.integer("onboardline", usualOnboardLine, GpioLines.NONE, LAST_LINE),
                file.integer("maxclients", 8, 1, 100),
                file.flag("greet", false));
    }

    LineUse led() {
        return new LineUse(ledLine, "the LED", true);
    }

    LineUse onboard() {
        return new LineUse(onboardLine, "the on-board LED", true);
    }

    List<LineUse> lines() {
        List<LineUse> lines = new ArrayList<>(List.of(led(), new LineUse(buttonLine, "the button", false)));
        if (onboardLine != GpioLines.NONE) {
            lines.add(onboard());
        }
        return lines;
    }
}
