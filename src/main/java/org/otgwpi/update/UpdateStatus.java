package org.otgwpi.update;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.otgwpi.personality.Activity;

/**
 * How an update or a restore stands. Immutable.
 *
 * @param phase what it is busy with
 * @param activity what is to be done: a system update or a restore
 * @param percent of this phase, 0..100
 * @param file as the user calls it; empty if there is none
 * @param bytes size of the file; 0 if it is not known
 * @param to the version in it; empty if it is not known yet, or if it is a backup
 * @param error a sentence; empty unless the phase is {@link Phase#FAILED}
 */
record UpdateStatus(Phase phase, Activity activity, int percent, String file, long bytes, String to, String error) {

    /** What it is busy with. */
    enum Phase {
        IDLE,
        UPLOADING,
        CHECKING,
        /** Checked, and waits for the user's click. */
        READY,
        SILENCING,
        INSTALLING,
        RESTARTING,
        FAILED
    }

    static final UpdateStatus IDLE = new UpdateStatus(Phase.IDLE, Activity.SYSTEM_UPDATE, 0, "", 0, "", "");

    static UpdateStatus uploading(Activity activity, long bytes) {
        return new UpdateStatus(Phase.UPLOADING, activity, 0, "", bytes, "", "");
    }

    UpdateStatus in(Phase next) {
        return new UpdateStatus(next, activity, 0, file, bytes, to, "");
    }

    UpdateStatus at(int nextPercent) {
        return new UpdateStatus(phase, activity, nextPercent, file, bytes, to, error);
    }

    UpdateStatus of(String nextFile, long nextBytes, String version) {
        return new UpdateStatus(phase, activity, percent, nextFile, nextBytes, version, error);
    }

    UpdateStatus failed(String sentence) {
        return new UpdateStatus(Phase.FAILED, activity, 0, file, bytes, to, sentence);
    }

    /** True while a file comes in or is being installed. */
    boolean busy() {
        return phase != Phase.IDLE && phase != Phase.READY && phase != Phase.FAILED;
    }

    /** For our own page. */
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("phase", phase.name().toLowerCase(Locale.ROOT));
        object.put("kind", activity == Activity.RESTORE ? "restore" : "update");
        object.put("percent", percent);
        object.put("file", file);
        object.put("bytes", bytes);
        object.put("to", to);
        object.put("error", error);
        return object;
    }
}
