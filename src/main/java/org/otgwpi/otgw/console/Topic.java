package org.otgwpi.otgw.console;

/** What the console prints only while its user wants to see it; each has a key that switches it on and off. */
public enum Topic {
    OPENTHERM('1', "OTmsg", true),
    REST('2', "RestAPI", false),
    MQTT('3', "MQTT", false),
    SENSORS('4', "Sensors", false);

    private final char key;
    private final String label;
    private final boolean shownAtFirst;

    Topic(char key, String label, boolean shownAtFirst) {
        this.key = key;
        this.label = label;
        this.shownAtFirst = shownAtFirst;
    }

    char key() {
        return key;
    }

    String label() {
        return label;
    }

    boolean shownAtFirst() {
        return shownAtFirst;
    }
}
