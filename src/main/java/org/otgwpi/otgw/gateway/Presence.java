package org.otgwpi.otgw.gateway;

/** Whether one side of the OpenTherm bus is heard. */
public enum Presence {
    NOT_SEEN_YET("not seen yet"),
    CONNECTED("connected"),
    SILENT("silent");

    private final String text;

    Presence(String text) {
        this.text = text;
    }

    /** The words for the user. */
    public String text() {
        return text;
    }
}
