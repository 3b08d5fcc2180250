package org.otgwpi.update;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.BusyException;
import org.otgwpi.update.Installer.RefusedException;
import org.tinylog.Logger;

/** The two system partitions, and a journal of what was to run from which. Thread-safe. */
final class Slots {

    private final Installer installer;
    private final UpdateJournal journal;
    private final String runningVersion;
    private final String installedVersion;
    private final InstantSource wallClock;
    private final Optional<UpdateJournal.Outcome> last;

    Slots(Installer installer, UpdateJournal journal, String runningVersion, InstantSource wallClock) {
        this.installer = installer;
        this.journal = journal;
        this.runningVersion = runningVersion;
        this.wallClock = wallClock;
        List<Slot> found = all();
        this.last = journal.outcome(found);
        this.installedVersion = found.stream()
                .filter(each -> each.booted() && !each.version().isEmpty())
                .map(Slot::version)
                .findFirst()
                .orElse(runningVersion);
    }

    /** What became of the last update or change of slot; empty if there was none. */
    Optional<UpdateJournal.Outcome> last() {
        return last;
    }

    /** The version that runs. Never waits: it is asked again and again while an installation keeps RAUC busy. */
    String runningVersion() {
        return installedVersion;
    }

    Installer installer() {
        return installer;
    }

    /** Both slots; empty if nobody can tell. */
    List<Slot> all() {
        try {
            return installer.slots();
        } catch (IOException e) {
            Logger.warn("The slots are not known: {}", e.getMessage());
            return List.of();
        }
    }

    /** Installs {@code version} into the slot that is not running; else as {@link Installer#install}. */
    void install(String source, String version, IntConsumer percent) throws IOException {
        String other = installer.slots().stream()
                .filter(each -> !each.booted())
                .map(Slot::name)
                .findFirst()
                .orElseThrow(() -> new IOException("There is no second slot. Nothing was changed."));
        begin(version, other);
        try {
            installer.install(source, percent);
        } catch (IOException e) {
            journal.cancel();
            throw e;
        }
        due();
    }

    /** The slot is the next to start, whether that can be noted or not. */
    private void due() {
        try {
            journal.due();
        } catch (IOException e) {
            Logger.warn("What the next start says of the update may be wrong: {}", e.getMessage());
        }
    }

    /**
     * Lets the other slot be the next to start.
     *
     * @return the right to restart now
     * @throws IOException with a sentence if that cannot be
     * @throws BusyException if something else has the system for itself
     */
    QuiesceOrder.Turn boot(String name, QuiesceOrder order) throws IOException, BusyException {
        Slot wanted = installer.slots().stream()
                .filter(each -> each.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new RefusedException("There is no slot " + name + "."));
        if (wanted.booted()) {
            throw new RefusedException("Slot " + wanted.name() + " runs already.");
        }
        if (wanted.state() == Slot.State.EMPTY) {
            throw new RefusedException("Slot " + wanted.name() + " holds no system that could start.");
        }
        QuiesceOrder.Turn turn = order.begin(Activity.RESTART);
        try {
            begin(wanted.version(), wanted.name());
            installer.boot(wanted.name());
        } catch (IOException e) {
            journal.cancel();
            turn.cancel();
            throw e;
        }
        due();
        return turn;
    }

    private void begin(String to, String wanted) throws IOException {
        Slot running = installer.slots().stream()
                .filter(Slot::booted)
                .findFirst()
                .orElseThrow(() -> new IOException("The running slot is not known. Nothing was changed."));
        journal.begin(
                running.version().isEmpty() ? runningVersion : running.version(),
                to,
                running.name(),
                wanted,
                wallClock.instant());
    }
}
