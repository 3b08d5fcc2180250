package org.otgwpi.railhub;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.HostName;
import org.otgwpi.board.LineUse;
import org.otgwpi.board.OutputBank;
import org.otgwpi.board.PwmChannel;
import org.otgwpi.personality.Audience;
import org.otgwpi.personality.HostNames;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.personality.Quiescent;
import org.otgwpi.settings.Settings;
import org.otgwpi.settings.SettingsStore;

/** A RailHub board: composes its parts, starts and closes them. Thread-safe once started. */
final class RailhubPersonality implements Personality {

    private final Variant variant;
    private final Wiring wiring;
    private final PersonalityContext context;
    private final StateFile file;
    private final LampDriver lamps;
    private final LightControl control;
    private final BoardFacts facts;
    private final StatusStream stream;
    private final HostNames names;
    private final HttpHandler http;

    private RailhubPersonality(Variant variant, Wiring wiring, PersonalityContext context, StateFile file)
            throws IOException {
        this.variant = variant;
        this.wiring = wiring;
        this.context = context;
        this.file = file;
        SettingsStore settings = context.settings();
        Lights lights = file.read(context.nanoTime().getAsLong());
        facts = new BoardFacts(context, variant);
        StatusMessage message =
                new StatusMessage(variant, wiring, facts, this::deviceName, this::viewers, context.nanoTime());
        stream = new StatusStream(() -> message.of(lights()), context.nanoTime());
        lamps = lamps(lights);
        control = new LightControl(variant, wiring, lights, this::changed, file, context.nanoTime());
        names = new HostNames(settings, now -> variant.hostName(), this::furtherNames, context.machine());
        http = new RailhubRoutes(
                variant,
                control,
                message,
                wiring,
                stream.byHttp(context.worker()),
                context.web(),
                context.version(),
                () -> settings.current().bool("allowcrosssite"));
    }

    /**
     * Takes the lines of a board, all still inputs, and what was kept of its outputs.
     *
     * @throws IOException with a sentence if it cannot have a line or its folder
     */
    static RailhubPersonality open(Variant variant, Wiring wiring, PersonalityContext context) throws IOException {
        StateFile file = StateFile.open(context.dataFolder(), wiring);
        try {
            return new RailhubPersonality(variant, wiring, context, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private LampDriver lamps(Lights lights) throws IOException {
        GpioLines lines = context.lines();
        List<LineUse> uses = wiring.uses(variant);
        if (lines == null) {
            throw new IOException("This machine has no GPIO lines to drive.");
        }
        List<@Nullable PwmChannel> hardware =
                new ArrayList<@Nullable PwmChannel>(Collections.<@Nullable PwmChannel>nCopies(wiring.size(), null));
        try {
            List<LineUse> pulsed = new ArrayList<>();
            for (LineUse use : uses) {
                PwmChannel channel = lines.dimmer(use).orElse(null);
                hardware.set(wiring.indexOfLine(use.line()), channel);
                if (channel == null) {
                    pulsed.add(use);
                }
            }
            OutputBank bank = pulsed.isEmpty() ? null : lines.bank(pulsed);
            return new LampDriver(wiring, lights, bank, hardware, context.nanoTime());
        } catch (IOException e) {
            hardware.stream().filter(Objects::nonNull).forEach(PwmChannel::close);
            throw e;
        }
    }

    @Override
    public String name() {
        return variant.personality();
    }

    @Override
    public HttpHandler http() {
        return http;
    }

    @Override
    public Map<String, Object> status() {
        List<String> problems = new ArrayList<>();
        if (!lamps.problem().isEmpty()) {
            problems.add(lamps.problem());
        }
        names.problem().ifPresent(problems::add);
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("deviceName", deviceName());
        status.put("hostName", names.current());
        status.put("furtherNames", names.further());
        status.put("viewers", stream.statistics());
        status.put("problems", problems);
        return status;
    }

    @Override
    public String openPorts() {
        return "status on port " + stream.port();
    }

    @Override
    public Map<Integer, Integer> dutyPercent() {
        Lights now = lights();
        Dimmer dimmer = new Dimmer(now, new boolean[wiring.size()]);
        dimmer.advance(context.nanoTime().getAsLong());
        Map<Integer, Integer> percent = new TreeMap<>();
        for (int i = 0; i < wiring.size(); i++) {
            if (wiring.line(i) != GpioLines.NONE && now.outputs().get(i).used()) {
                percent.put(wiring.line(i), dimmer.percent(i));
            }
        }
        return percent;
    }

    /** Nothing: what it was told is durable once it is answered. */
    @Override
    public List<Quiescent> quiescents() {
        return List.of();
    }

    @Override
    public Audience audience() {
        return stream.audience();
    }

    @Override
    public void start() throws IOException {
        lamps.start();
        stream.start(
                context.worker(),
                context.webSocketPort(),
                context.settings().current().integer("railhubbroadcast"),
                facts::refresh);
        names.start();
    }

    @Override
    public void close() {
        names.close();
        stream.close();
        lamps.close();
        file.close();
    }

    private void changed(Lights lights) {
        lamps.show(lights);
        stream.broadcast();
    }

    private Lights lights() {
        return control.lights();
    }

    private int viewers() {
        return stream.clients();
    }

    /** The original makes its name in the network of the one of the board (railhub-remote-echo A.19). */
    private List<String> furtherNames(Settings settings) {
        String label = deviceName(settings).strip().toLowerCase(Locale.ROOT).replace(' ', '-');
        String used = HostName.of(label, context.machine().serialNumber()).used();
        return used.equals(variant.hostName()) ? List.of() : List.of(used);
    }

    private String deviceName() {
        return deviceName(context.settings().current());
    }

    private String deviceName(Settings settings) {
        String name = settings.text("railhubname");
        return name.isEmpty() ? variant.deviceName() : name;
    }
}
