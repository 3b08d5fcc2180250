package org.otgwpi.otgw.sensors;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.InputLine;
import org.otgwpi.board.Pull;
import org.otgwpi.otgw.gateway.GatewayListener;
import org.otgwpi.otgw.gateway.Message;
import org.otgwpi.personality.Quiescent;
import org.otgwpi.pic.PicLine;
import org.otgwpi.settings.Settings;
import org.otgwpi.settings.SettingsListener;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;

/**
 * All that hangs on the Pi's own pins: temperature sensors, S0 counter, the output that follows a status bit, two LEDs.
 * What is switched on and which lines are used is read from the settings at the start, everything else counts at once.
 * What cannot be had is left out, with a sentence in {@link #problems()}; the rest works. Thread-safe.
 */
public final class Sensors implements Quiescent, GatewayListener {

    /** Where the kernel shows the sensors of its 1-Wire buses. */
    public static final Path KERNEL_FOLDER = Path.of("/sys/bus/w1/devices");

    private static final int STATUS = 0;
    private static final long AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String TEMPERATURES = "temperature sensors";
    private static final String COUNTER = "S0 counter";
    private static final String OUTPUT = "output";

    private final SettingsStore settings;
    private final @Nullable GpioLines lines;
    private final OneWireFolder oneWire;
    private final IntSupplier statusWord;
    private final LongSupplier nanoTime;
    private final InstantSource wallClock;
    private final List<SensorListener> listeners = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> claimed = new ArrayList<>();
    private final Thread thread = Thread.ofPlatform().name("sensors").daemon().unstarted(this::run);

    private volatile @Nullable DrivenLine led1;
    private @Nullable DrivenLine led2;
    private @Nullable DrivenLine output;
    private volatile @Nullable TemperatureSensors temperatures;
    private volatile @Nullable PulseCounter pulses;
    private volatile @Nullable OutputFollower follower;
    private volatile @Nullable StatusLeds leds;
    private volatile boolean paused;
    private final SettingsListener settingsFollower = (before, after) -> wake();
    private volatile boolean closing;

    /**
     * @param lines the header's GPIO lines; null on a machine that has none
     * @param oneWireFolder {@link #KERNEL_FOLDER}
     * @param statusWord the combined value of data id 0; asked by a thread of ours
     */
    public Sensors(
            SettingsStore settings,
            @Nullable GpioLines lines,
            Path oneWireFolder,
            IntSupplier statusWord,
            LongSupplier nanoTime,
            InstantSource wallClock) {
        this.settings = settings;
        this.lines = lines;
        this.oneWire = new OneWireFolder(oneWireFolder);
        this.statusWord = statusWord;
        this.nanoTime = nanoTime;
        this.wallClock = wallClock;
    }

    /** Adds a listener; to be called before {@link #start}. */
    public void addListener(SensorListener listener) {
        listeners.add(listener);
    }

    /** The lines that {@link #start} takes with these settings. */
    public static Set<Integer> lines(Settings settings) {
        Set<Integer> lines = new TreeSet<>(List.of(settings.integer("led1pin"), settings.integer("led2pin")));
        if (settings.bool("gpiosensorsenabled")) {
            lines.add(settings.integer("gpiosensorspin"));
        }
        if (settings.bool("s0counterenabled")) {
            lines.add(settings.integer("s0counterpin"));
        }
        if (settings.bool("gpiooutputsenabled")) {
            lines.add(settings.integer("gpiooutputspin"));
        }
        lines.remove(GpioLines.NONE);
        return Set.copyOf(lines);
    }

    /** Takes its lines and begins. Never fails: see {@link #problems()}. */
    public void start() {
        Settings now = settings.current();
        startOutput(now);
        startPulses(now);
        startTemperatures(now);
        startLeds(now);
        problems.forEach(problem -> Logger.warn("{}", problem));
        settings.addListener(settingsFollower);
        thread.start();
    }

    /** What the temperature sensors read last. Never waits. */
    public SensorReadings temperatures() {
        TemperatureSensors sensors = temperatures;
        return sensors == null ? SensorReadings.NONE : sensors.readings();
    }

    /** What the S0 counter counted. Never waits. */
    public PulseReadings pulses() {
        PulseCounter counter = pulses;
        return counter == null ? PulseReadings.NONE : counter.readings();
    }

    /** Both as rows for monitor programs. Never waits. */
    public List<MonitorRow> monitorRows() {
        return MonitorRow.of(pulses(), temperatures(), wallClock.instant().getEpochSecond());
    }

    /** What {@code GET /_pi/status} tells of it all. Never waits. */
    public Map<String, Object> status() {
        PulseReadings counted = pulses();
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("problems", problems());
        status.put(
                "temperatures",
                temperatures().sensors().stream()
                        .map(sensor -> Map.of(
                                "address", sensor.address(),
                                "celsius", sensor.celsius(),
                                "epoch", sensor.epochSeconds()))
                        .toList());
        if (counted.present()) {
            status.put(
                    "pulses",
                    Map.of(
                            "total", counted.totalCount(),
                            "powerkw", counted.powerKilowatts(),
                            "epoch", counted.epochSeconds(),
                            "lostedges", counted.lostEdges()));
        }
        return status;
    }

    /** Sentences for the user about what does not work; empty if all is well. */
    public List<String> problems() {
        List<String> all = new ArrayList<>(problems);
        TemperatureSensors sensors = temperatures;
        String problem = sensors == null ? null : sensors.problem();
        if (problem != null) {
            all.add(problem);
        }
        return List.copyOf(all);
    }

    /** Flashes LED 1 five times, unless the user wants no blinking; false if there is none. */
    public boolean flashLed1() {
        StatusLeds shown = leds;
        if (shown == null || led1 == null) {
            return false;
        }
        shown.flashLed1();
        wake();
        return true;
    }

    /** Drives the output until its status bit changes; false if there is none. */
    public boolean driveOutput(boolean high) {
        OutputFollower following = follower;
        if (following == null) {
            return false;
        }
        following.drive(high);
        wake();
        return true;
    }

    /** Drives the output by its status bit again, as from the start; false if there is none. */
    public boolean releaseOutput() {
        OutputFollower following = follower;
        if (following == null) {
            return false;
        }
        following.release();
        wake();
        return true;
    }

    /** Whether the output is driven high; empty if there is none. Never waits. */
    public Optional<Boolean> outputIsHigh() {
        return Optional.ofNullable(follower).map(OutputFollower::on);
    }

    /** The gateway chip is being flashed, or is no more: LED 1 stays on. */
    public void flashing(boolean now) {
        StatusLeds shown = leds;
        if (shown != null) {
            shown.flashing(now);
            wake();
        }
    }

    /** A packet came from the chip that is being flashed. */
    public void packet() {
        StatusLeds shown = leds;
        if (shown != null) {
            shown.traffic();
            wake();
        }
    }

    @Override
    public void messages(List<Message> messages) {
        packet();
        OutputFollower following = follower;
        if (following != null
                && messages.stream().anyMatch(message -> message.frame().dataId() == STATUS)) {
            following.statusHeard(nanoTime.getAsLong());
            wake();
        }
    }

    @Override
    public void line(PicLine line) {
        packet();
    }

    @Override
    public String name() {
        return "sensors";
    }

    /** Measures no more. Pulses are still counted, the output still follows, the LEDs still blink. */
    @Override
    public void pause(Duration deadline) {
        paused = true;
        TemperatureSensors sensors = temperatures;
        if (sensors != null) {
            sensors.pause(deadline);
        }
    }

    @Override
    public void resume() {
        paused = false;
        TemperatureSensors sensors = temperatures;
        if (sensors != null) {
            sensors.resume();
        }
        wake();
    }

    /** Nothing is kept that would have to be written. */
    @Override
    public void flush() {}

    /** Gives all lines back; they fall to inputs. */
    @Override
    public void close() {
        settings.removeListener(settingsFollower);
        closing = true;
        wake();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TemperatureSensors sensors = temperatures;
        if (sensors != null) {
            sensors.close();
        }
        for (AutoCloseable line : claimed) {
            giveBack(line);
        }
        claimed.clear();
    }

    /** Lets the thread look at the clock. */
    void wake() {
        LockSupport.unpark(thread);
    }

    private static void giveBack(AutoCloseable line) {
        try {
            line.close();
        } catch (Exception e) {
            Logger.error(e, "a GPIO line was not given back");
        }
    }

    private void startTemperatures(Settings now) {
        int line = now.integer("gpiosensorspin");
        if (!now.bool("gpiosensorsenabled") || line == GpioLines.NONE) {
            return;
        }
        GpioLines header = lines;
        try {
            if (header != null) {
                claimed.add(header.reserve(line, TEMPERATURES));
            }
        } catch (IOException e) {
            problems.add(sentence(e));
            return;
        }
        TemperatureSensors sensors = new TemperatureSensors(
                oneWire,
                () -> settings.current().integer("gpiosensorsinterval"),
                () -> settings.current().bool("gpiosensorslegacyformat"),
                readings -> listeners.forEach(listener -> listener.temperatures(readings)),
                this::wake,
                nanoTime,
                wallClock);
        temperatures = sensors;
        sensors.start();
    }

    private void startPulses(Settings now) {
        int line = now.integer("s0counterpin");
        if (!now.bool("s0counterenabled") || line == GpioLines.NONE) {
            return;
        }
        PulseCounter counter = new PulseCounter(
                () -> rules(settings.current()),
                readings -> listeners.forEach(listener -> listener.pulses(readings)),
                nanoTime.getAsLong(),
                wallClock);
        try {
            InputLine input = header(COUNTER).input(line, COUNTER, Pull.UP, 0, counter::edge);
            claimed.add(input);
            pulses = counter;
        } catch (IOException e) {
            problems.add(sentence(e));
        }
    }

    private static PulseCounter.Rules rules(Settings now) {
        return new PulseCounter.Rules(
                now.integer("s0counterdebouncetime"),
                now.integer("s0counterpulsekw"),
                now.integer("s0counterinterval"));
    }

    private void startOutput(Settings now) {
        int line = now.integer("gpiooutputspin");
        if (!now.bool("gpiooutputsenabled") || line == GpioLines.NONE) {
            return;
        }
        int bit = now.integer("gpiooutputstriggerbit");
        if (bit > OutputFollower.LAST_BIT) {
            problems.add("The output is off: bit %d is none of the boiler's status, choose 0 to %d."
                    .formatted(bit, OutputFollower.LAST_BIT));
            return;
        }
        output = driven(line, OUTPUT);
        if (output != null) {
            follower = new OutputFollower(statusWord, bit);
        }
    }

    private void startLeds(Settings now) {
        if (lines == null) {
            return;
        }
        led1 = driven(now.integer("led1pin"), "LED 1");
        led2 = driven(now.integer("led2pin"), "LED 2");
        if (led1 != null || led2 != null) {
            leds = new StatusLeds(() -> settings.current().bool("ledblink"), nanoTime.getAsLong());
        }
    }

    private @Nullable DrivenLine driven(int line, String user) {
        if (line == GpioLines.NONE) {
            return null;
        }
        try {
            DrivenLine driven = new DrivenLine(header(user).output(line, user, false), false);
            claimed.add(driven);
            return driven;
        } catch (IOException e) {
            problems.add(sentence(e));
            return null;
        }
    }

    private GpioLines header(String user) throws IOException {
        GpioLines header = lines;
        if (header == null) {
            throw new IOException("there is no GPIO line for " + user + " on this machine");
        }
        return header;
    }

    private static String sentence(IOException e) {
        String text = String.valueOf(e.getMessage());
        return text.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + text.substring(1) + ".";
    }

    private void run() {
        while (!closing) {
            long waitNanos;
            try {
                waitNanos = step(nanoTime.getAsLong());
            } catch (RuntimeException e) {
                Logger.error(e, "a sensor, counter, output or LED was not served; it is tried again");
                waitNanos = AFTER_FAILURE_NANOS;
            }
            if (waitNanos > 0) {
                LockSupport.parkNanos(this, waitNanos);
            }
        }
    }

    /** Does what is due and tells in how many nanoseconds more will be. */
    private long step(long nowNanos) {
        long dueNanos = Timed.NEVER;
        for (Timed part : parts()) {
            part.tick(nowNanos);
            dueNanos = Math.min(dueNanos, part.dueInNanos(nowNanos));
        }
        show();
        return dueNanos;
    }

    private List<Timed> parts() {
        List<Timed> parts = new ArrayList<>();
        add(parts, follower);
        add(parts, leds);
        add(parts, paused ? null : pulses);
        add(parts, temperatures);
        return parts;
    }

    private static void add(List<Timed> parts, @Nullable Timed part) {
        if (part != null) {
            parts.add(part);
        }
    }

    private void show() {
        if (output != null && follower != null) {
            output.set(follower.on());
        }
        StatusLeds shown = leds;
        if (shown == null) {
            return;
        }
        DrivenLine first = led1;
        if (first != null) {
            first.set(shown.led1());
        }
        if (led2 != null) {
            led2.set(shown.led2());
        }
    }
}
