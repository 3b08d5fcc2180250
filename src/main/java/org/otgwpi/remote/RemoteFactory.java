package org.otgwpi.remote;

import java.util.List;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.LineUse;
import org.otgwpi.board.SimulatedLines;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.personality.PersonalityFactory;
import org.otgwpi.settings.Settings;

/** Makes remote controls. */
public final class RemoteFactory implements PersonalityFactory {

    /** The name it is chosen by. */
    public static final String NAME = "remote";

    /** On a simulated board this line stands in for the Pi's own LED. */
    private static final int SIMULATED_ONBOARD_LINE = 17;

    @Override
    public String description() {
        return "ESP32 remote control: one LED, one button, /ws on port 80";
    }

    @Override
    public List<LineUse> lines(PersonalityContext context, Settings settings) {
        return options(context, settings).lines();
    }

    @Override
    public Personality create(PersonalityContext context) {
        return new RemotePersonality(
                context, options(context, context.settings().current()));
    }

    private static RemoteOptions options(PersonalityContext context, Settings settings) {
        boolean simulated = context.lines() instanceof SimulatedLines;
        return RemoteOptions.of(settings, simulated ? SIMULATED_ONBOARD_LINE : GpioLines.NONE);
    }
}
