package org.otgwpi.settings;

import java.util.Optional;

/** What the settings are for may know better than their table whether they can be so. */
@FunctionalInterface
public interface SettingsRule {

    /** Why the settings cannot become {@code after}, in a sentence; empty if they can. Called under the store's lock. */
    Optional<String> refusal(Settings before, Settings after);
}
