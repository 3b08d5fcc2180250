package org.otgwpi.personality;

/** What must have the system for itself while it lasts. */
public enum Activity {
    SYSTEM_UPDATE("a system update"),
    RESTORE("the restoring of a backup"),
    PIC_FLASH("a flash of the PIC"),
    SWITCH("a change of personality"),
    RESTART("a restart");

    private final String words;

    Activity(String words) {
        this.words = words;
    }

    /** What it is called in a sentence: {@code a system update}. */
    public String words() {
        return words;
    }
}
