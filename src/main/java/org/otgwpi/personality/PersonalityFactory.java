package org.otgwpi.personality;

import java.io.IOException;
import java.util.List;
import org.otgwpi.board.LineUse;
import org.otgwpi.settings.Settings;

/** Makes one kind of personality, as often as it is switched to. */
public interface PersonalityFactory {

    /** What it stands in for, in one line for the user. */
    String description();

    /**
     * The GPIO lines that it would drive or read with these settings. Touches none of them.
     *
     * @throws IOException with a sentence if the settings make no sense
     */
    List<LineUse> lines(PersonalityContext context, Settings settings) throws IOException;

    /** What the settings name the machine in the network while it runs. */
    default String hostName(Settings settings) {
        return settings.text("hostname");
    }

    /** Whether it runs without a line that it does not get, and says so, instead of not at all. */
    default boolean doesWithoutLines() {
        return false;
    }

    /** Whether its files lie in the data folder itself, not in a folder of its own below. */
    default boolean ownsDataFolder() {
        return false;
    }

    /** Makes a personality that can be started once. */
    Personality create(PersonalityContext context) throws IOException;
}
