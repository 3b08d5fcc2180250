package org.otgwpi.personality;

import java.util.Locale;

/** Something else has the system for itself; its message is a sentence for the user. */
public final class BusyException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Activity running;

    BusyException(Activity wanted, Activity running) {
        super("%s%s must wait: %s is under way. Try again when it has ended."
                .formatted(
                        wanted.words().substring(0, 1).toUpperCase(Locale.ROOT),
                        wanted.words().substring(1),
                        running.words()));
        this.running = running;
    }

    /** What is under way. */
    public Activity running() {
        return running;
    }
}
