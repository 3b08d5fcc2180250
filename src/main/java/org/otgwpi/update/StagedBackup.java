package org.otgwpi.update;

import java.io.IOException;
import org.otgwpi.personality.Activity;

/** A checked and unpacked backup. */
record StagedBackup(Restore restore, UpdateProgress progress) implements Staged {

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
    public void committed() {
        progress.installed();
    }
}
