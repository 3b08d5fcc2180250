package org.otgwpi.echo;

import java.util.List;
import org.otgwpi.board.LineUse;
import org.otgwpi.personality.HostNames;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.personality.PersonalityFactory;
import org.otgwpi.settings.Settings;

/** Makes echo servers. */
public final class EchoFactory implements PersonalityFactory {

    /** The name it is chosen by. */
    public static final String NAME = "echo";

    @Override
    public String description() {
        return "ESP-IDF WebSocket echo server: /ws on port 80";
    }

    @Override
    public List<LineUse> lines(PersonalityContext context, Settings settings) {
        return List.of();
    }

    @Override
    public Personality create(PersonalityContext context) {
        return new EchoPersonality(
                EchoRules.named(context.settings().current().text("echorules")),
                context.web(),
                context.version(),
                new HostNames(context.settings(), context.machine()),
                context.worker(),
                context.nanoTime());
    }
}
