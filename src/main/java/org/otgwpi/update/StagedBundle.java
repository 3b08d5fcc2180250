package org.otgwpi.update;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.otgwpi.personality.Activity;
import org.tinylog.Logger;

/**
 * A checked bundle.
 *
 * @param source a path or an address
 * @param file to be removed in the end; null if the source is an address
 */
record StagedBundle(
        Slots slots,
        UpdateProgress progress,
        BundleFacts facts,
        String source,
        @Nullable Path file) implements Staged {

    /** Longer than the installer itself waits. */
    private static final Duration BOUND = Duration.ofMinutes(50);

    @Override
    public Activity activity() {
        return Activity.SYSTEM_UPDATE;
    }

    @Override
    public String version() {
        return facts.version();
    }

    @Override
    public void discard() {
        Path left = file;
        if (left != null) {
            Staging.remove(left);
        }
    }

    @Override
    public void announce() {
        progress.announce();
    }

    @Override
    public void work() throws IOException {
        progress.installing();
        Logger.info("Installing version {}", facts.version());
        try {
            slots.install(source, facts.version(), progress::percent);
        } finally {
            discard();
        }
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
