package org.otgwpi;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.LinuxMachine;
import org.otgwpi.board.Machine;
import org.otgwpi.board.ServiceNotifier;
import org.otgwpi.board.SimulatedLines;
import org.otgwpi.board.SimulatedMachine;
import org.otgwpi.board.SystemBus;
import org.otgwpi.echo.EchoFactory;
import org.otgwpi.led.LedFactory;
import org.otgwpi.net.AccessLog;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.PatienceLimit;
import org.otgwpi.net.WebTree;
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
import org.tinylog.Logger;

/** Reads the command line, picks the personality, composes everything and starts it. */
public final class Main {

    private static final int WORKER_THREADS = 4;

    /** Half of how long a client of the web pages may neither take its answer nor send what it announced. */
    private static final int PATIENCE_MILLIS = 4000;

    /** The setting that names the personality to start with. */
    private static final String PERSONALITY = "personality";

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
        Machine machine = options.onDevice() ? new LinuxMachine(new SystemBus()) : new SimulatedMachine();
        SettingsStore settings = SettingsStore.open(options.dataFolder(), SettingsTable.load(machine.macAddress()));
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
                new MaintenanceLock(),
                nanoTime,
                InstantSource.system());
        PersonalitySwitch personalities =
                new PersonalitySwitch(factories(options), context, name -> settings.change(PERSONALITY, name));
        composed.set(personalities);
        SupportBundle supportBundle =
                new SupportBundle(status, settings, personalities::supportFiles, InstantSource.system());
        PersonalityRoutes routes = new PersonalityRoutes(
                new PersonalityPage(personalities),
                new BoardPage(lines, personalities::dutyPercent),
                () -> settings.current().bool("allowcrosssite"),
                personalities);
        SystemPages pages = new SystemPages(status, settings, supportBundle, new SystemUi(web, version.text(), routes));
        HttpServer server = new HttpServer(worker, new AccessLog(new PatienceLimit(pages, PATIENCE_MILLIS)));
        String wanted = options.personality();
        personalities.start(wanted != null ? wanted : settings.current().text(PERSONALITY));
        int httpPort = server.start(new InetSocketAddress(options.httpPort()));
        ServiceNotifier service = new ServiceNotifier(System.getenv());
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            service.close();
                            server.stop();
                            personalities.close();
                            worker.close();
                        },
                        "shutdown"));
        String ports = personalities.openPorts();
        System.out.println("otgw-pi " + version.text() + " is ready: open http://localhost:" + httpPort + "/"
                + (ports.isEmpty() ? "" : " (" + ports + ")"));
        service.ready("serving port " + httpPort, new Vitals(httpPort, personalities::alive));
    }

    /** All personalities, in the order in which the user sees them. */
    private static Map<String, PersonalityFactory> factories(CommandLineOptions options) {
        Map<String, PersonalityFactory> factories = new LinkedHashMap<>();
        factories.put("otgw", new OtgwFactory(options));
        for (Variant board : Variant.values()) {
            factories.put(board.personality(), new RailhubFactory(board));
        }
        factories.put(RemoteFactory.NAME, new RemoteFactory());
        factories.put(LedFactory.NAME, new LedFactory());
        factories.put(EchoFactory.NAME, new EchoFactory());
        return factories;
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
