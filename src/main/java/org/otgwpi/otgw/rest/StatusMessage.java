package org.otgwpi.otgw.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.settings.SettingsStore;

/**
 * The line that tells the user what is not as it should be (otgw-http-ws 7.8): that the gateway shows summaries instead
 * of messages, else what went wrong with the settings. Thread-safe.
 */
public final class StatusMessage {

    private final Gateway gateway;
    private final SettingsStore settings;
    private final Supplier<List<String>> problems;

    /** @param problems what the user should mend, in sentences */
    public StatusMessage(Gateway gateway, SettingsStore settings, Supplier<List<String>> problems) {
        this.gateway = gateway;
        this.settings = settings;
        this.problems = problems;
    }

    /** Empty if all is well. */
    public String text() {
        String message = gateway.state().message();
        if (!message.isEmpty()) {
            return message;
        }
        List<String> sentences = new ArrayList<>(problems.get());
        settings.note().ifPresent(sentences::addFirst);
        return String.join(" ", sentences);
    }
}
