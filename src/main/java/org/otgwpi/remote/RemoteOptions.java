package org.otgwpi.remote;

import java.util.ArrayList;
import java.util.List;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.LineUse;
import org.otgwpi.settings.Settings;

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

    /** @param usualOnboardLine what stands for the on-board LED if the user names no line */
    static RemoteOptions of(Settings settings, int usualOnboardLine) {
        int onboardLine = settings.integer("remoteonboardline");
        return new RemoteOptions(
                settings.integer("remoteledline"),
                settings.integer("remotebuttonline"),
                onboardLine == GpioLines.NONE ? usualOnboardLine : onboardLine,
                settings.integer("remotemaxclients"),
                settings.bool("remotegreet"));
    }

    LineUse led() {
        return new LineUse(ledLine, "the LED", true);
    }

    LineUse onboard() {
        return new LineUse(onboardLine, "the on-board LED, which blinks from the start", true);
    }

    List<LineUse> lines() {
        List<LineUse> lines = new ArrayList<>(List.of(led(), new LineUse(buttonLine, "the button", false)));
        if (onboardLine != GpioLines.NONE) {
            lines.add(onboard());
        }
        return lines;
    }
}
