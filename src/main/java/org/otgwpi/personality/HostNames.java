package org.otgwpi.personality;

import java.io.IOException;
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
    private final Machine machine;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("host-name").daemon().factory());
    private final SettingsListener follower = this::settingsChanged;
    private volatile @Nullable String announced;
    private volatile @Nullable String problem;

    /** The name is the setting {@code hostname}. */
    public HostNames(SettingsStore settings, Machine machine) {
        this(settings, now -> now.text("hostname"), machine);
    }

    /** @param wanted what the settings name the machine */
    public HostNames(SettingsStore settings, Function<Settings, String> wanted, Machine machine) {
        this.settings = settings;
        this.wanted = wanted;
        this.machine = machine;
    }

    /** Announces the name, and each later one. Returns at once. */
    public void start() {
        settings.addListener(follower);
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::announce, 0, LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
    }

    /** What the user wants, and what the machine is called for it. */
    public HostName current() {
        return HostName.of(wanted.apply(settings.current()), machine.serialNumber());
    }

    /** A sentence about what is not as the user wants it: the name had to be another, or the system refused it. */
    public Optional<String> problem() {
        String refusal = problem;
        HostName name = current();
        return refusal != null ? Optional.of(refusal) : name.mapped() ? Optional.of(name.sentence()) : Optional.empty();
    }

    @Override
    public void close() {
        settings.removeListener(follower);
        thread.shutdownNow();
    }

    private void settingsChanged(Settings before, Settings after) {
        if (!wanted.apply(after).equals(wanted.apply(before))) {
            soon();
        }
    }

    private void soon() {
        try {
            thread.execute(this::announce);
        } catch (RejectedExecutionException e) {
            Logger.debug("the host name stays as it is: the program ends");
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
