package org.otgwpi.personality;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.HostName;
import org.otgwpi.board.Machine;
import org.otgwpi.settings.Settings;
import org.otgwpi.settings.SettingsListener;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;

/**
 * Gives the machine the name that the settings want, at the start and as soon as it changes. A system that refuses is
 * asked again every minute. Thread-safe.
 */
public final class HostNames implements AutoCloseable {

    private static final long LOOK_AGAIN_SECONDS = 60;

    private final SettingsStore settings;
    private final Function<Settings, String> wanted;
    private final Function<Settings, List<String>> further;
    private final Machine machine;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("host-name").daemon().factory());
    private final SettingsListener follower = this::settingsChanged;
    private volatile @Nullable String announced;
    private volatile @Nullable String problem;
    private volatile @Nullable String furtherProblem;
    private volatile boolean closed;

    /** The name is the setting {@code hostname}. */
    public HostNames(SettingsStore settings, Machine machine) {
        this(settings, now -> now.text("hostname"), now -> List.of(), machine);
    }

    /**
     * @param wanted what the settings name the machine
     * @param further labels under which it is to be found as well
     */
    public HostNames(
            SettingsStore settings,
            Function<Settings, String> wanted,
            Function<Settings, List<String>> further,
            Machine machine) {
        this.settings = settings;
        this.wanted = wanted;
        this.further = further;
        this.machine = machine;
    }

    /** Announces the name, and each later one. Returns at once. */
    public void start() {
        settings.addListener(follower);
        ScheduledFuture<?> unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    /** What the user wants, and what the machine is called for it. */
    public HostName current() {
        return HostName.of(wanted.apply(settings.current()), machine.serialNumber());
    }

    /** A sentence about what is not as the user wants it: the name had to be another, or the system refused it. */
    public Optional<String> problem() {
        String refusal = problem;
        HostName name = current();
        return refusal != null
                ? Optional.of(refusal)
                : name.mapped() ? Optional.of(name.sentence()) : Optional.ofNullable(furtherProblem);
    }

    /** The labels under which it is to be found as well. */
    public List<String> further() {
        return further.apply(settings.current());
    }

    @Override
    public void close() {
        settings.removeListener(follower);
        thread.shutdownNow();
        closed = true;
        tellFurther(List.of());
    }

    private void settingsChanged(Settings before, Settings after) {
        if (!wanted.apply(after).equals(wanted.apply(before))
                || !further.apply(after).equals(further.apply(before))) {
            soon();
        }
    }

    private void soon() {
        try {
            thread.execute(this::look);
        } catch (RejectedExecutionException e) {
            Logger.debug("the host name stays as it is: the program ends");
        }
    }

    private void look() {
        announce();
        tellFurther(further());
    }

    /** The thread may be under way still when this is closed: the last word is that there are none. */
    private synchronized void tellFurther(List<String> labels) {
        if (closed && !labels.isEmpty()) {
            return;
        }
        try {
            machine.announceAlso(labels);
            furtherProblem = null;
        } catch (IOException e) {
            String sentence = "This device is not found under all its names: %s".formatted(e.getMessage());
            if (!sentence.equals(furtherProblem)) {
                furtherProblem = sentence;
                Logger.warn("{}", sentence);
            }
        }
    }

    private void announce() {
        HostName name = current();
        if (name.used().equals(announced)) {
            return;
        }
        try {
            machine.announce(name.used());
            announced = name.used();
            problem = null;
            Logger.info("{}", name.sentence());
        } catch (IOException e) {
            String sentence = "The host name %s is not announced: %s".formatted(name.used(), e.getMessage());
            if (!sentence.equals(problem)) {
                problem = sentence;
                Logger.warn("{}", sentence);
            }
        }
    }
}
