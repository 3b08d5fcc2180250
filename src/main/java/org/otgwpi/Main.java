package org.otgwpi;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.LinuxMachine;
import org.otgwpi.board.LinuxNetwork;
import org.otgwpi.board.Machine;
import org.otgwpi.board.Network;
import org.otgwpi.board.ProgramRestart;
import org.otgwpi.board.ServiceNotifier;
import org.otgwpi.board.SimulatedLines;
import org.otgwpi.board.SimulatedMachine;
import org.otgwpi.board.SimulatedNetwork;
import org.otgwpi.board.SystemBus;
import org.otgwpi.echo.EchoFactory;
import org.otgwpi.led.LedFactory;
import org.otgwpi.net.AccessLog;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.PatienceLimit;
import org.otgwpi.net.WebTree;
import org.otgwpi.otgw.OtgwPersonality;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.personality.PersonalityContext;
import org.otgwpi.personality.PersonalityFactory;
import org.otgwpi.personality.PersonalitySwitch;
import org.otgwpi.railhub.RailhubFactory;
import org.otgwpi.railhub.Variant;
import org.otgwpi.remote.RemoteFactory;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;
import org.otgwpi.system.BoardPage;
import org.otgwpi.system.PersonalityPage;
import org.otgwpi.system.PersonalityRoutes;
import org.otgwpi.system.SupportBundle;
import org.otgwpi.system.SystemPages;
import org.otgwpi.system.SystemStatus;
import org.otgwpi.system.SystemUi;
import org.otgwpi.system.setup.CaptiveRedirect;
import org.otgwpi.system.setup.NetworkPages;
import org.otgwpi.system.setup.NetworkSetup;
import org.otgwpi.system.setup.SetupFiles;
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

    /** The image's first program leaves it when the data partition cannot be mounted. */
    private static final Path DATA_IN_MEMORY = Path.of("/run/otgw-data-in-memory");

    /** Half of how long a client of the web pages may neither take its answer nor send what it announced. */
    private static final int PATIENCE_MILLIS = 4000;

    /** The setting that names the personality to start with. */
    private static final String PERSONALITY = "personality";

    /** How often an installation is asked how far it is. */
    private static final Duration INSTALLATION_LOOKS = Duration.ofMillis(500);

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
        SystemBus bus = new SystemBus();
        Machine machine = options.onDevice() ? new LinuxMachine(bus) : new SimulatedMachine(ProgramRestart::now);
        Network network = options.onDevice() ? new LinuxNetwork(bus) : new SimulatedNetwork(nanoTime);
        SettingsStore settings = SettingsStore.open(options.dataFolder(), SettingsTable.load(machine.macAddress()));
        if (options.onDevice() && Files.exists(DATA_IN_MEMORY)) {
            settings.volatileBecause("The data on the card cannot be read: settings are kept in memory until the next start. An empty"
                    + " file otgw-format-data on the card's first partition makes the data anew.");
        }
        new Restore(options.dataFolder()).finish(settings);
        SetupFiles setupFiles = new SetupFiles(options.dataFolder());
        setupFiles.takeWishes(settings);
        GpioLines lines = options.simulate() ? new SimulatedLines(nanoTime) : headerLines();
        IoWorker worker = IoWorker.start(WORKER_THREADS);
        AtomicReference<@Nullable PersonalitySwitch> composed = new AtomicReference<>();
        Supplier<PersonalitySwitch> whenComposed = () -> Objects.requireNonNull(composed.get());
        SystemStatus status = new SystemStatus(
                version.text(),
                () -> whenComposed.get().currentName(),
                options.simulate(),
                machine,
                () -> whenComposed.get().status(),
                nanoTime);
        LastActs lastActs = new LastActs(machine);
        MaintenanceLock maintenance = new MaintenanceLock();
        Updates updates = updates(
                options,
                () -> whenComposed.get().foldersOfTheirOwn(),
                settings,
                new QuiesceOrder(maintenance, () -> whenComposed.get().current(), lastActs, nanoTime),
                version.text(),
                nanoTime);
        WebTree web = WebTree.load("/web");
        PersonalityContext context = new PersonalityContext(
                version.text(),
                version.built(),
                programBytes(),
                machine,
                lines,
                settings,
                options.dataFolder(),
                web,
                worker,
                options.webSocketPort(),
                status,
                maintenance,
                nanoTime,
                InstantSource.system());
        PersonalitySwitch personalities =
                new PersonalitySwitch(factories(options, updates), context, name -> settings.change(PERSONALITY, name));
        composed.set(personalities);
        settings.addRule(personalities::refusal);
        SupportBundle supportBundle =
                new SupportBundle(status, settings, personalities::supportFiles, InstantSource.system());
        PersonalityRoutes routes = new PersonalityRoutes(
                new PersonalityPage(personalities),
                new BoardPage(lines, personalities::dutyPercent),
                () -> settings.current().bool("allowcrosssite"),
                personalities);
        SystemPages pages = new SystemPages(
                status, settings, supportBundle, updates.pages(new SystemUi(web, version.text(), routes)));
        NetworkSetup networkSetup = new NetworkSetup(network, setupFiles, nanoTime);
        NetworkPages networkPages = new NetworkPages(
                networkSetup,
                setupFiles,
                settings,
                machine::serialNumber,
                () -> settings.current().bool("allowcrosssite"),
                pages);
        HttpHandler all = new CaptiveRedirect(networkSetup::accessPointOpen, networkPages);
        HttpServer server = new HttpServer(worker, new AccessLog(new PatienceLimit(all, PATIENCE_MILLIS)));
        String wanted = options.personality();
        if (wanted != null) {
            personalities.start(wanted);
        } else {
            personalities.startOrElse(settings.current().text(PERSONALITY), OtgwPersonality.NAME);
        }
        int httpPort = server.start(new InetSocketAddress(options.httpPort()));
        networkSetup.start(lines, settings.current());
        ServiceNotifier service = new ServiceNotifier(System.getenv());
        lastActs.close(() -> {
            service.close();
            server.stop();
            networkSetup.close();
            personalities.close();
            worker.close();
        });
        updates.start();
        Runtime.getRuntime().addShutdownHook(new Thread(lastActs::close, "shutdown"));
        String ports = personalities.openPorts();
        System.out.println("otgw-pi " + version.text() + " is ready: open http://localhost:" + httpPort + "/"
                + (ports.isEmpty() ? "" : " (" + ports + ")"));
        service.ready("serving port " + httpPort, new Vitals(httpPort, personalities::alive));
    }

    /** All personalities, in the order in which the user sees them. */
    private static Map<String, PersonalityFactory> factories(CommandLineOptions options, Updates updates) {
        Map<String, PersonalityFactory> factories = new LinkedHashMap<>();
        factories.put("otgw", new OtgwFactory(options, updates));
        for (Variant board : Variant.values()) {
            factories.put(board.personality(), new RailhubFactory(board));
        }
        factories.put(RemoteFactory.NAME, new RemoteFactory());
        factories.put(LedFactory.NAME, new LedFactory());
        factories.put(EchoFactory.NAME, new EchoFactory());
        return factories;
    }

    /** Updates of this machine, or simulated ones. */
    private static Updates updates(
            CommandLineOptions options,
            Supplier<Set<String>> personalities,
            SettingsStore settings,
            QuiesceOrder order,
            String version,
            LongSupplier nanoTime) {
        Path folder = options.dataFolder().resolve("update");
        Installer installer = options.onDevice()
                ? new RaucInstaller(new SystemBus(), INSTALLATION_LOOKS, nanoTime)
                : new SimulatedInstaller(
                        folder.resolve("simulated"), Updates.bootFailure(folder), version, SIMULATED_INSTALLATION);
        return new Updates(
                folder,
                options.dataFolder(),
                personalities,
                settings,
                installer,
                order,
                version,
                nanoTime,
                InstantSource.system());
    }

    /** The size of the program's jar, or of all files of the folder that its classes lie in. */
    private static long programBytes() {
        CodeSource source = Main.class.getProtectionDomain().getCodeSource();
        try {
            Path program = source == null ? null : Path.of(source.getLocation().toURI());
            return program == null ? 0 : bytesOf(program);
        } catch (IOException | URISyntaxException e) {
            return 0;
        }
    }

    private static long bytesOf(Path program) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(program)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
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
}
