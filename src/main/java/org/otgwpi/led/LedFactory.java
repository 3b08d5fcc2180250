package org.otgwpi.led;

import java.io.IOException;
import java.util.List;
import org.otgwpi.board.LineUse;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.personality.PersonalityFactory;
import org.otgwpi.settings.Settings;

/** Makes the LED that listens on port 81. */
public final class LedFactory implements PersonalityFactory {

    /** The name it is chosen by. */
    public static final String NAME = "led";

    @Override
    public String description() {
        return "LED switched by text commands on port 81";
    }

    @Override
    public List<LineUse> lines(PersonalityContext context, Settings settings) {
        return List.of(LedOptions.of(settings).use());
    }

    @Override
    public Personality create(PersonalityContext context) throws IOException {
        return new LedPersonality(context, LedOptions.of(context.settings().current()));
    }
}
