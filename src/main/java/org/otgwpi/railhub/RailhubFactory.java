package org.otgwpi.railhub;

import java.io.IOException;
import java.util.List;
import org.otgwpi.board.LineUse;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.personality.PersonalityFactory;
import org.otgwpi.settings.Settings;

/** Makes one of the two boards. */
public final class RailhubFactory implements PersonalityFactory {

    private final Variant variant;

    public RailhubFactory(Variant variant) {
        this.variant = variant;
    }

    @Override
    public String description() {
        return variant.description();
    }

    @Override
    public List<LineUse> lines(PersonalityContext context, Settings settings) throws IOException {
        return wiring(settings).uses(variant);
    }

    @Override
    public String hostName(Settings settings) {
        return variant.hostName();
    }

    @Override
    public Personality create(PersonalityContext context) throws IOException {
        return RailhubPersonality.open(variant, wiring(context.settings().current()), context);
    }

    private Wiring wiring(Settings settings) throws IOException {
        return Wiring.of(variant, settings.text(variant.personality() + "lines"));
    }
}
