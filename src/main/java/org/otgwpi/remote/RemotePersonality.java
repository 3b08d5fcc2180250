package org.otgwpi.remote;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.ActivityLed;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.InputLine;
import org.otgwpi.board.OutputBank;
import org.otgwpi.board.Pull;
import org.otgwpi.net.CloseCode;
import org.otgwpi.net.HubOptions;
import org.otgwpi.net.WebSocketHub;
import org.otgwpi.net.WebSocketUpgrade;
import org.otgwpi.personality.Audience;
import org.otgwpi.personality.HostNames;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.personality.Quiescent;
import org.tinylog.Logger;

/**
 * The remote control: a LED that the button and every page change, all pages seeing it at once (railhub-remote-echo B).
 * Thread-safe once started.
 */
final class RemotePersonality implements Personality {

    private static final Duration FAREWELL = Duration.ofMillis(500);

    private final PersonalityContext context;
    private final RemoteOptions options;
    private final WebSocketHub hub;
    private final Viewers viewers;
    private final HttpHandler http;
    private final HostNames names;
    private @Nullable OutputBank led;
    private @Nullable OutputBank onboardLine;
    private @Nullable ActivityLed activityLed;
    private @Nullable InputLine button;
    private @Nullable Clockwork clockwork;
    private volatile @Nullable Lamp lamp;

    RemotePersonality(PersonalityContext context, RemoteOptions options) {
        this.context = context;
        this.options = options;
        viewers = new Viewers(options.mostClients(), options.greet(), this::lit, this::toggle);
        hub = new WebSocketHub(HubOptions.plain("/ws"), () -> 0, viewers, context.nanoTime());
        names = new HostNames(context.settings(), context.machine());
        http = new RemoteRoutes(
                this::lit, new WebSocketUpgrade(hub, context.worker(), false), context.web(), context.version());
    }

    @Override
    public String name() {
        return RemoteFactory.NAME;
    }

    @Override
    public HttpHandler http() {
        return http;
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> remote = new LinkedHashMap<>();
        remote.put("lit", lit());
        remote.put("clients", hub.clients());
        remote.put("ledLine", options.ledLine());
        remote.put("buttonLine", options.buttonLine());
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("hostName", names.current());
        status.put("problems", names.problem().stream().toList());
        status.put("remote", remote);
        return status;
    }

    @Override
    public List<Quiescent> quiescents() {
        return List.of();
    }

    @Override
    public Audience audience() {
        return Audience.untold(hub);
    }

    @Override
    public void start() throws IOException {
        GpioLines lines = context.lines();
        if (lines == null) {
            throw new IOException("This machine has no GPIO lines for the LED and the button.");
        }
        Logger.info(
                "Trying to connect [{}] ... {}",
                context.machine().macAddress().replaceAll("(..)(?!$)", "$1:"),
                context.machine().ipAddress());
        OutputBank ledBank = lines.bank(List.of(options.led()));
        led = ledBank;
        lamp = new Lamp(ledBank);
        boolean blinks = openOnboard(lines);
        Clockwork time = new Clockwork(context.nanoTime(), this::toggle, this::showOnboard, blinks);
        clockwork = time;
        InputLine contact = lines.input(options.buttonLine(), "the button", Pull.UP, 0, time::edge);
        button = contact;
        time.start(contact::high);
        hub.start(context.worker());
        names.start();
    }

    /** Takes the line the user named, or the Pi's own LED; whether there is one at all. */
    private boolean openOnboard(GpioLines lines) throws IOException {
        if (options.onboardLine() != GpioLines.NONE) {
            onboardLine = lines.bank(List.of(options.onboard()));
            return true;
        }
        if (!context.machine().simulated()) {
            activityLed = ActivityLed.take(ActivityLed.KERNEL_FOLDER);
        }
        return activityLed != null;
    }

    private void showOnboard(boolean lit) {
        OutputBank line = onboardLine;
        ActivityLed own = activityLed;
        try {
            if (line != null) {
                line.set(1, lit ? 1 : 0);
            } else if (own != null) {
                own.set(lit);
            }
        } catch (IOException e) {
            Logger.debug("The on-board LED does not follow: {}", e.getMessage());
        }
    }

    private boolean lit() {
        Lamp current = lamp;
        return current != null && current.lit();
    }

    private void toggle() {
        Lamp current = lamp;
        if (current != null) {
            current.toggle(viewers::tell);
        }
    }

    @Override
    public void close() {
        names.close();
        close(button);
        close(clockwork);
        hub.close(CloseCode.GOING_AWAY, null, FAREWELL);
        close(led);
        close(onboardLine);
        close(activityLed);
    }

    private static void close(@Nullable AutoCloseable part) {
        if (part != null) {
            try {
                part.close();
            } catch (Exception e) {
                Logger.warn(e, "A part of the remote control did not close");
            }
        }
    }
}
