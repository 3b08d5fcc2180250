package org.otgwpi.personality;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.GracefulShutdownHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.HostName;
import org.otgwpi.board.LineUse;
import org.otgwpi.net.Replies;
import org.otgwpi.settings.Settings;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;

/**
 * The personality that runs, and how it becomes another one within two seconds and without a restart: what is claimed
 * is checked, requests under way are finished, the former is closed, the new one started; if that fails the former
 * comes back. Answers port 80 for whichever runs. Thread-safe.
 */
public final class PersonalitySwitch implements HttpHandler, AutoCloseable {

    private static final Duration DRAIN = Duration.ofMillis(300);
    private static final String CHANGING = "The personality is being changed; try again in a moment.";

    private final Map<String, PersonalityFactory> factories;
    private final PersonalityContext context;
    private final Remember remember;
    private volatile @Nullable Running running;
    private volatile String absence = CHANGING;
    private volatile String lastFailure = "";
    private volatile Set<Integer> held = Set.of();
    private boolean closed;

    /** Keeps the choice for the next start. */
    @FunctionalInterface
    public interface Remember {
        void remember(String name) throws IOException;
    }

    /**
     * Something that can be switched to.
     *
     * @param hostName what the device is called in the network from then on, without {@code .local}
     * @param lines what it would drive or read
     * @param problems why it cannot be switched to now, in sentences; empty if it can
     */
    public record Choice(
            String name, String description, String hostName, List<LineUse> lines, List<String> problems) {}

    private record Running(Personality personality, GracefulShutdownHandler http) {}

    /**
     * @param factories those there are, by name, in the order in which they are shown
     * @param context what each is given; its data folder is the one of all
     */
    public PersonalitySwitch(Map<String, PersonalityFactory> factories, PersonalityContext context, Remember remember) {
        this.factories = new LinkedHashMap<>(factories);
        this.context = context;
        this.remember = remember;
    }

    /**
     * Starts the first one.
     *
     * @throws IOException with a sentence if it does not start
     */
    public synchronized void start(String name) throws IOException {
        PersonalityFactory factory = factories.get(name);
        if (factory == null) {
            throw new IOException(unknown(name));
        }
        List<String> problems = problems(name, factory);
        if (!problems.isEmpty()) {
            throw new IOException("The personality %s cannot start. %s".formatted(name, String.join(" ", problems)));
        }
        launch(name, factory);
    }

    /**
     * Starts what the user chose; if that does not start, {@code fallback}, so that the pages below {@code /_pi/} are
     * there to say why and to choose again. The choice stays for the next start.
     *
     * @throws IOException with a sentence if neither starts
     */
    public synchronized void startOrElse(String name, String fallback) throws IOException {
        try {
            start(name);
        } catch (IOException | RuntimeException e) {
            if (name.equals(fallback)) {
                throw e;
            }
            lastFailure = sentence("The personality %s did not start: %s".formatted(name, e.getMessage()));
            Logger.error(e, "{} {} runs instead.", lastFailure, fallback);
            start(fallback);
        }
    }

    /**
     * Changes the personality. Waits until the new one runs; not to be called on the I/O thread.
     *
     * @throws BusyException if something else has the system for itself
     * @throws RefusedSwitchException if it cannot be; nothing was touched
     * @throws IOException if the new one did not start; the sentence says why and what runs now
     */
    public void switchTo(String name) throws BusyException, RefusedSwitchException, IOException {
        try (MaintenanceLock.Hold hold = context.maintenance().take(Activity.SWITCH)) {
            change(name);
        }
    }

    private synchronized void change(String name) throws RefusedSwitchException, IOException {
        PersonalityFactory factory = factories.get(name);
        if (factory == null || closed) {
            throw new RefusedSwitchException(factory == null ? unknown(name) : "The program is ending.");
        }
        List<String> problems = problems(name, factory);
        if (!problems.isEmpty()) {
            throw new RefusedSwitchException(String.join(" ", problems));
        }
        String former = currentName();
        if (name.equals(former)) {
            return;
        }
        Logger.info("the personality changes from {} to {}", former, name);
        stop(CHANGING);
        try {
            launch(name, factory);
        } catch (IOException | RuntimeException e) {
            lastFailure = sentence("The personality %s did not start: %s".formatted(name, e.getMessage()));
            Logger.error(e, "{}", lastFailure);
            throw new IOException(lastFailure + " " + comeBack(former), e);
        }
        lastFailure = "";
        Logger.info("the personality is {}", name);
        try {
            remember.remember(name);
        } catch (IOException e) {
            lastFailure = "%s runs, but will not after a restart: %s".formatted(name, e.getMessage());
            throw new IOException(lastFailure, e);
        }
    }

    /** Starts the former again; says in a sentence what runs now. */
    private String comeBack(String former) {
        PersonalityFactory factory = factories.get(former);
        if (factory == null) {
            absence = "No personality runs: choose one on the page /_pi/personality.";
            return absence;
        }
        try {
            launch(former, factory);
            return "The personality %s runs again.".formatted(former);
        } catch (IOException | RuntimeException e) {
            absence = "No personality runs. %s And %s did not come back: %s"
                    .formatted(lastFailure, former, e.getMessage());
            Logger.error(e, "{}", absence);
            return absence;
        }
    }

    private void launch(String name, PersonalityFactory factory) throws IOException {
        PersonalityContext own = contextOf(name, factory);
        Set<Integer> lines = new HashSet<>();
        factory.lines(own, own.settings().current()).forEach(use -> lines.add(use.line()));
        Personality personality = factory.create(own);
        try {
            personality.start();
        } catch (IOException | RuntimeException e) {
            personality.close();
            throw e;
        }
        held = lines;
        running = new Running(personality, new GracefulShutdownHandler(personality.http()));
    }

    private void stop(String meanwhile) {
        Running stopping = running;
        if (stopping == null) {
            return;
        }
        absence = meanwhile;
        running = null;
        stopping.http.shutdown();
        try {
            boolean unused = stopping.http.awaitShutdown(DRAIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopping.personality.close();
        held = Set.of();
    }

    private PersonalityContext contextOf(String name, PersonalityFactory factory) {
        return factory.ownsDataFolder()
                ? context
                : context.withDataFolder(context.dataFolder().resolve(name));
    }

    private List<String> problems(String name, PersonalityFactory factory) {
        if (factory.doesWithoutLines()) {
            return List.of();
        }
        try {
            return LineCheck.problems(lines(name, factory), context.lines(), held);
        } catch (IOException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    private List<LineUse> lines(String name, PersonalityFactory factory) throws IOException {
        return factory.lines(contextOf(name, factory), context.settings().current());
    }

    /**
     * Why the lines that changed settings name cannot be had, in a sentence with the personality; empty if they can. What
     * stood against a personality before is no matter of the change, nor what it does to one that does not run and whose
     * own lines stay: it is told when that is chosen. For {@link SettingsStore#addRule}.
     */
    public Optional<String> refusal(Settings before, Settings after) {
        String current = currentName();
        for (Map.Entry<String, PersonalityFactory> each : factories.entrySet()) {
            Claims now = claims(each.getKey(), each.getValue(), before);
            Claims then = claims(each.getKey(), each.getValue(), after);
            List<String> problems = new ArrayList<>(then.problems);
            problems.removeAll(now.problems);
            boolean concerned = each.getKey().equals(current) || !then.lines.equals(now.lines) || then.lines.isEmpty();
            if (concerned && !problems.isEmpty()) {
                return Optional.of("%s: %s".formatted(each.getKey(), problems.getFirst()));
            }
        }
        return Optional.empty();
    }

    private record Claims(List<LineUse> lines, List<String> problems) {}

    private Claims claims(String name, PersonalityFactory factory, Settings settings) {
        if (factory.doesWithoutLines()) {
            return new Claims(List.of(), List.of());
        }
        try {
            List<LineUse> wanted = factory.lines(contextOf(name, factory), settings);
            return new Claims(wanted, LineCheck.claims(wanted, setupButton(settings), context.lines(), held));
        } catch (IOException e) {
            return new Claims(List.of(), List.of(String.valueOf(e.getMessage())));
        }
    }

    /** It belongs to the device, whatever runs. */
    private static List<LineUse> setupButton(Settings settings) {
        int line = settings.integer("setupbuttonpin");
        return line == GpioLines.NONE ? List.of() : List.of(new LineUse(line, "the set-up button", false));
    }

    private String unknown(String name) {
        return "There is no personality '%s': there is %s.".formatted(name, String.join(", ", factories.keySet()));
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    /** All that can be chosen, with what stands against each now. */
    public List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        factories.forEach((name, factory) -> {
            List<LineUse> lines = List.of();
            List<String> problems = List.of();
            if (!name.equals(currentName())) {
                problems = problems(name, factory);
            }
            try {
                lines = lines(name, factory);
            } catch (IOException e) {
                Logger.debug("{} has no lines: {}", name, e.getMessage());
            }
            String hostName = HostName.of(
                            factory.hostName(context.settings().current()),
                            context.machine().serialNumber())
                    .used();
            choices.add(new Choice(name, factory.description(), hostName, lines, problems));
        });
        return choices;
    }

    /** The names of those whose files lie in a folder of their own in the data folder; the folder has the same name. */
    public Set<String> foldersOfTheirOwn() {
        Set<String> names = new TreeSet<>(factories.keySet());
        names.removeIf(name -> Objects.requireNonNull(factories.get(name)).ownsDataFolder());
        return names;
    }

    /** What runs now; empty while it is being changed, or if nothing could be started. */
    public Optional<Personality> current() {
        return Optional.ofNullable(running).map(Running::personality);
    }

    /** The name of what runs now; empty while nothing does. */
    public String currentName() {
        return current().map(Personality::name).orElse("");
    }

    /** Why the last change failed, in a sentence; empty if it did not. */
    public String lastFailure() {
        return lastFailure;
    }

    /** What the personality adds to {@code GET /_pi/status}. Never waits. */
    public Map<String, Object> status() {
        return current().map(Personality::status).orElse(Map.of());
    }

    /** Whether the personality does its work; true while there is none. May wait a few seconds. */
    public boolean alive() {
        return current().map(Personality::alive).orElse(true);
    }

    /** What the personality adds to the support bundle. */
    public Map<String, byte[]> supportFiles() {
        return current().map(Personality::supportFiles).orElse(Map.of());
    }

    /** How bright the personality's lines are, in percent just now. Never waits. */
    public Map<Integer, Integer> dutyPercent() {
        return current().map(Personality::dutyPercent).orElse(Map.of());
    }

    /** The ports that the personality has open, as they stand in a sentence. */
    public String openPorts() {
        return current().map(Personality::openPorts).orElse("");
    }

    /** What must fall silent before an update or a restart, of whichever personality runs now. */
    public List<Quiescent> quiescents() {
        return current().map(Personality::quiescents).orElse(List.of());
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        Running now = running;
        if (now == null) {
            exchange.getResponseHeaders().put(Headers.RETRY_AFTER, "1");
            Replies.text(exchange, 503, absence);
        } else {
            now.http.handleRequest(exchange);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        stop("The program is ending.");
    }
}
