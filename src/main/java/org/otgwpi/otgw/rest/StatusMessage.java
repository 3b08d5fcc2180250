package org.otgwpi.otgw.rest;

import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.settings.SettingsStore;

/**
 * The line that tells the user what is not as it should be (otgw-http-ws 7.8): that the gateway shows summaries instead
 * of messages, else what went wrong with the settings. Thread-safe.
 */
public final class StatusMessage {

    private static final String SUMMARY_MODE = "PS=1 mode; No UI updates.";

    private final Gateway gateway;
    private final SettingsStore settings;

    public StatusMessage(Gateway gateway, SettingsStore settings) {
        this.gateway = gateway;
        this.settings = settings;
    }

    /** Empty if all is well. */
    public String text() {
        return gateway.state().summaryMode() ? SUMMARY_MODE : settings.note().orElse("");
    }
}
