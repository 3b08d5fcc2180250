package org.otgwpi;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.LinuxMachine;
import org.otgwpi.board.Machine;
import org.otgwpi.board.ProgramRestart;
import org.otgwpi.board.ResetLine;
import org.otgwpi.board.SerialLine;
import org.otgwpi.board.SerialPortLine;
import org.otgwpi.board.SimulatedLines;
import org.otgwpi.board.SimulatedMachine;
import org.otgwpi.board.SystemBus;
import org.otgwpi.net.AccessLog;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.PatienceLimit;
import org.otgwpi.net.WebTree;
import org.otgwpi.otgw.Hardware;
import org.otgwpi.otgw.OtgwPersonality;
import org.otgwpi.otgw.Ports;
import org.otgwpi.otgw.rest.ProgramFacts;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.personality.Personality;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;
import org.otgwpi.simulator.Simulator;
import org.otgwpi.system.SupportBundle;
import org.otgwpi.system.SystemPages;
import org.otgwpi.system.SystemStatus;
import org.otgwpi.update.Installer;
import org.otgwpi.update.QuiesceOrder;
import org.otgwpi.update.RaucInstaller;
import org.otgwpi.update.Restore;
import org.otgwpi.update.SimulatedInstaller;
import org.otgwpi.update.Updates;
import org.tinylog.Logger;

/** Reads the command line, picks the personality, composes everything and starts it. */
public final class Main {

    private static final int WORKER_THREADS = 4;

    /** Half of how long a client of the web pages may neither take its answer nor send what it announced. */
    private static final int PATIENCE_MILLIS = 4000;

    /** The same house at every start, so that what somebody saw can be seen again. */
    private static final long HOUSE_SEED = 1;

    /** Long enough to be watched. */
    private static final Duration SIMULATED_INSTALLATION = Duration.ofSeconds(4);

    private Main() {}

    public static void main(String[] args) {
        Version version = Version.load();
        try {
            start(CommandLineOptions.parse(args, version.text(), System.getenv()), version);
        } catch (CommandLineOptions.Answered e) {
            (e.exitCode() == 0 ? System.out : System.err).println(e.getMessage());
            System.exit(e.exitCode());
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void start(CommandLineOptions options, Version version) throws IOException {
        LongSupplier nanoTime = System::nanoTime;
        Machine machine = options.onDevice() ? new LinuxMachine(new SystemBus()) : new SimulatedMachine(ProgramRestart::now);
        SettingsStore settings = SettingsStore.open(options.dataFolder(), SettingsTable.load(machine.macAddress()));
        new Restore(options.dataFolder()).finish(settings);
        Simulator simulator = options.simulate() ? simulator(options, nanoTime) : null;
        GpioLines lines = simulator != null ? new SimulatedLines(nanoTime) : headerLines();
        IoWorker worker = IoWorker.start(WORKER_THREADS);
        AtomicReference<@Nullable OtgwPersonality> running = new AtomicReference<>();
        SystemStatus status = new SystemStatus(
                version.text(),
                OtgwPersonality.NAME,
                simulator != null,
                machine,
                () -> java.util.Objects.requireNonNull(running.get()).status(),
                nanoTime);
        LastActs lastActs = new LastActs(machine);
        Updates updates = updates(
                options,
                settings,
                new QuiesceOrder(new MaintenanceLock(), () -> java.util.Objects.requireNonNull(running.get()), lastActs, nanoTime),
                () -> java.util.Objects.requireNonNull(running.get()),
                version.text(),
                nanoTime);
        OtgwPersonality personality = new OtgwPersonality(
                settings,
                new Hardware(
                        serialLine(options, settings, simulator),
                        resetLine(settings, simulator, lines),
                        lines,
                        machine),
                options.dataFolder(),
                new ProgramFacts(version.text(), version.built(), programBytes()),
                status,
                WebTree.load("/web"),
                worker,
                new Ports(options.webSocketPort(), options.bridgePort(), options.consolePort()),
                updates,
                nanoTime,
                InstantSource.system());
        running.set(personality);
        SupportBundle supportBundle =
                new SupportBundle(status, settings, personality::supportFiles, InstantSource.system());
        SystemPages pages = new SystemPages(status, settings, supportBundle, updates.pages(personality.http()));
        HttpServer server = new HttpServer(worker, new AccessLog(new PatienceLimit(pages, PATIENCE_MILLIS)));
        personality.start();
        int httpPort = server.start(new InetSocketAddress(options.httpPort()));
        lastActs.close(() -> {
            server.stop();
            personality.close();
            worker.close();
            if (simulator != null) {
                simulator.close();
            }
        });
        updates.start();
        Runtime.getRuntime().addShutdownHook(new Thread(lastActs::close, "shutdown"));
        String bridge = personality.bridgePort() < 0 ? "" : ", serial bridge on port " + personality.bridgePort();
        String console = personality.consolePort() < 0 ? "" : ", debug console on port " + personality.consolePort();
        System.out.println("otgw-pi " + version.text() + " is ready: open http://localhost:" + httpPort
                + "/ (live log on port " + personality.webSocketPort() + bridge + console + ")");
    }

    private static Simulator simulator(CommandLineOptions options, LongSupplier nanoTime) throws IOException {
        Simulator simulator = new Simulator(
                new Simulator.Options(options.speed(), options.replay(), options.dataFolder(), HOUSE_SEED), nanoTime);
        simulator.start();
        return simulator;
    }

    /** Updates of this machine, or simulated ones. */
    private static Updates updates(
            CommandLineOptions options,
            SettingsStore settings,
            QuiesceOrder order,
            Supplier<Personality> running,
            String version,
            LongSupplier nanoTime)
            throws IOException {
        Path folder = options.dataFolder().resolve("update");
        Installer installer = options.onDevice()
                ? new RaucInstaller(new SystemBus(), nanoTime)
                : new SimulatedInstaller(
                        folder.resolve("simulated"), Updates.bootFailure(folder), version, SIMULATED_INSTALLATION);
        return new Updates(
                folder,
                options.dataFolder(),
                settings,
                installer,
                order,
                running,
                version,
                nanoTime,
                InstantSource.system());
    }

    /** The size of the program's jar; 0 if its classes lie in a folder. */
    private static long programBytes() {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        try {
            Path program = source == null ? null : Path.of(source.getLocation().toURI());
            return program != null && Files.isRegularFile(program) ? Files.size(program) : 0;
        } catch (IOException | URISyntaxException e) {
            return 0;
        }
    }

    private static SerialLine serialLine(
            CommandLineOptions options, SettingsStore settings, @Nullable Simulator simulator) {
        String path = options.serialPath();
        if (simulator != null) {
            return new SerialPortLine(simulator::portPath);
        }
        return path != null
                ? new SerialPortLine(() -> path)
                : new SerialPortLine(() -> settings.current().text("serialport"));
    }

    /** The lines of the 40-pin header; null on a machine that has none. */
    private static @Nullable GpioLines headerLines() {
        try {
            return GpioLines.ofChip(
                    null,
                    Executors.newSingleThreadExecutor(
                            Thread.ofPlatform().name("gpio-listeners").daemon().factory()));
        } catch (IOException e) {
            Logger.info("There is no GPIO: {}", e.getMessage());
            return null;
        }
    }

    /** The wire to the chip's reset pin; without GPIO the gateway does without it. */
    private static @Nullable ResetLine resetLine(
            SettingsStore settings, @Nullable Simulator simulator, @Nullable GpioLines lines) {
        if (simulator != null) {
            return simulator.resetLine();
        }
        int pin = settings.current().integer("picresetpin");
        if (lines == null || pin == GpioLines.NONE) {
            return null;
        }
        try {
            return lines.resetLine(pin, "the reset of the gateway (picresetpin)");
        } catch (IOException e) {
            Logger.warn("The gateway can be reset by command only: {}", e.getMessage());
            return null;
        }
    }
}
