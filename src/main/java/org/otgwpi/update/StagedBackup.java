package org.otgwpi.update;

import java.io.IOException;
import java.time.Duration;
import org.otgwpi.personality.Activity;

/** A checked and unpacked backup. */
record StagedBackup(Restore restore, UpdateProgress progress) implements Staged {

    /** A new name, synced. */
    private static final Duration BOUND = Duration.ofMinutes(1);

    @Override
    public Activity activity() {
        return Activity.RESTORE;
    }

    @Override
    public String version() {
        return "";
    }

    @Override
    public void discard() {
        restore.discard();
    }

    @Override
    public void announce() {
        progress.announce();
    }

    @Override
    public void work() throws IOException {
        progress.installing();
        restore.commit();
        progress.percent(100);
    }

    @Override
    public Duration bound() {
        return BOUND;
    }

    @Override
    public void committed() {
        progress.installed();
    }
}
