package org.otgwpi.otgw;

import io.undertow.server.HttpHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.LineUse;
import org.otgwpi.board.Machine;
import org.otgwpi.net.CloseCode;
import org.otgwpi.net.HubListener;
import org.otgwpi.net.HubOptions;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.WebSocketHub;
import org.otgwpi.net.WebSocketListener;
import org.otgwpi.net.WebSocketUpgrade;
import org.otgwpi.net.WebTree;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.LogLine;
import org.otgwpi.otgw.bridge.BridgeDeparture;
import org.otgwpi.otgw.bridge.BridgeQuiescence;
import org.otgwpi.otgw.bridge.SerialBridge;
import org.otgwpi.otgw.clock.ThermostatClock;
import org.otgwpi.otgw.clock.UserZone;
import org.otgwpi.otgw.console.ConsoleFacts;
import org.otgwpi.otgw.console.DebugConsole;
import org.otgwpi.otgw.console.RequestPrinter;
import org.otgwpi.otgw.files.DirectoryListing;
import org.otgwpi.otgw.files.FirmwareListing;
import org.otgwpi.otgw.files.RebootLog;
import org.otgwpi.otgw.files.Storage;
import org.otgwpi.otgw.files.UploadHandler;
import org.otgwpi.otgw.files.UserFileHandler;
import org.otgwpi.otgw.files.UserFolder;
import org.otgwpi.otgw.flash.FirmwareLibrary;
import org.otgwpi.otgw.flash.FirmwarePage;
import org.otgwpi.otgw.flash.FirmwareSource;
import org.otgwpi.otgw.flash.FlashBroadcast;
import org.otgwpi.otgw.flash.FlashJournal;
import org.otgwpi.otgw.flash.FlashStatus;
import org.otgwpi.otgw.flash.PicFlash;
import org.otgwpi.otgw.flash.PicRoute;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.gateway.GatewayQuiescence;
import org.otgwpi.otgw.live.CommandHandler;
import org.otgwpi.otgw.live.LiveStream;
import org.otgwpi.otgw.live.PortStream;
import org.otgwpi.otgw.live.RecentLines;
import org.otgwpi.otgw.mqtt.DeviceFacts;
import org.otgwpi.otgw.mqtt.MqttService;
import org.otgwpi.otgw.rest.CommandApi;
import org.otgwpi.otgw.rest.DeviceInfo;
import org.otgwpi.otgw.rest.DeviceTime;
import org.otgwpi.otgw.rest.FlashApi;
import org.otgwpi.otgw.rest.FlashProgress;
import org.otgwpi.otgw.rest.Health;
import org.otgwpi.otgw.rest.MonitorApi;
import org.otgwpi.otgw.rest.MonitorTable;
import org.otgwpi.otgw.rest.ProgramFacts;
import org.otgwpi.otgw.rest.RestartPages;
import org.otgwpi.otgw.rest.SettingsApi;
import org.otgwpi.otgw.rest.StatusMessage;
import org.otgwpi.otgw.rest.StorageProbe;
import org.otgwpi.otgw.rest.Uptime;
import org.otgwpi.otgw.rest.ValueApi;
import org.otgwpi.otgw.sensors.Sensors;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.Audience;
import org.otgwpi.personality.HostNames;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.personality.Personality;
import org.otgwpi.personality.Quiescent;
import org.otgwpi.settings.Settings;
import org.otgwpi.settings.SettingsListener;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.update.Updates;
import org.tinylog.Logger;

/**
 * The network side of the OpenTherm Gateway: composes its parts, starts and closes them. Thread-safe once started.
 */
public final class OtgwPersonality implements Personality {

    /** The name it is chosen by. */
    public static final String NAME = "otgw";

    private static final Duration FAREWELL = Duration.ofMillis(500);

    /** The settings that name a line, and whether it is an output. */
    private static final Map<String, Boolean> DRIVEN = new TreeMap<>(Map.of(
            "led1pin", true, "led2pin", true, "gpiooutputspin", true, "gpiosensorspin", false, "s0counterpin", false));

    private final SettingsStore settings;
    private final IoWorker worker;
    private final LongSupplier nanoTime;
    private final Ports ports;
    private final Catalogue catalogue = Catalogue.load();
    private final Gateway gateway;
    private final WebSocketHub port81;
    private final LiveStream live;
    private final RecentLines recentLines = new RecentLines();
    private final SerialBridge bridge;
    private final PicFlash picFlash;
    private final Sensors sensors;
    private final MqttService mqtt;
    private final HostNames names;
    private final DebugConsole console;
    private final ThermostatClock thermostatClock;
    private final HttpHandler http;
    private final ExecutorService settingChanges = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("settings").daemon().factory());
    private final SettingsListener follower = this::settingsChanged;
    private final SettingsListener bridgeFollower = this::bridgeSettingChanged;
    private @Nullable WebSocketListener listener;
    private volatile int openBridgePort = -1;

    /**
     * @param program what {@code /api/v0/devinfo} tells of the program
     * @param wholeStatus what {@code GET /_pi/status} answers
     */
    public OtgwPersonality(
            SettingsStore settings,
            Hardware hardware,
            Path dataFolder,
            ProgramFacts program,
            Supplier<Map<String, Object>> wholeStatus,
            WebTree web,
            IoWorker worker,
            Ports ports,
            MaintenanceLock maintenance,
            Updates updates,
            LongSupplier nanoTime,
            InstantSource wallClock) {
        this.settings = settings;
        this.worker = worker;
        this.nanoTime = nanoTime;
        this.ports = ports;
        Machine machine = hardware.machine();
        gateway = new Gateway(
                hardware.serialLine(),
                hardware.resetLine(),
                catalogue,
                new LogLine(catalogue, zone()),
                nanoTime,
                wallClock);
        port81 = new WebSocketHub(
                HubOptions.GATEWAY, () -> settings.current().integer("wsmaxclients"), HubListener.NONE, nanoTime);
        live = new LiveStream(program.version(), wholeStatus, this::zone, nanoTime);
        gateway.addListener(new PortStream(port81));
        gateway.addListener(live);
        gateway.addListener(recentLines);
        bridge = new SerialBridge(gateway, worker, nanoTime);
        gateway.addListener(bridge);
        UserFolder files = new UserFolder(dataFolder.resolve("files"));
        FirmwareLibrary library = new FirmwareLibrary(files.root());
        files.onReplacing(library::beforeReplacing);
        FirmwareSource source =
                new FirmwareSource(() -> settings.current().text("picfirmwareurl"), "otgw-pi/" + program.version());
        RebootLog starts = RebootLog.started(files, wallClock.instant().atZone(zone()), machine.startCause());
        Storage storage = Storage.of(files.root());
        Uptime uptime = new Uptime(nanoTime);
        names = new HostNames(settings, machine);
        sensors = new Sensors(
                settings,
                hardware.lines(),
                Sensors.KERNEL_FOLDER,
                () -> gateway.state().values().word(0),
                nanoTime,
                wallClock);
        gateway.addListener(sensors);
        mqtt = new MqttService(
                gateway,
                catalogue,
                settings::current,
                new DeviceFacts(
                        machine.macAddress(),
                        program.version(),
                        starts.count(),
                        machine.startCause().text(),
                        uptime::seconds,
                        () -> port81.clients() + live.hub().clients(),
                        program::version),
                dataFolder,
                nanoTime);
        sensors.addListener(new MeasurementsToMqtt(mqtt));
        console = new DebugConsole(
                gateway,
                settings,
                new ConsoleFacts(
                        program.version(),
                        program.built(),
                        () -> !machine.ipAddress().isEmpty(),
                        this::zone,
                        () -> port81.statistics().framesLost()),
                new MqttAccess(mqtt),
                new PinAccess(sensors),
                worker,
                nanoTime,
                wallClock);
        gateway.addListener(console);
        mqtt.addListener(new MqttToConsole(console));
        sensors.addListener(new MeasurementsToConsole(console));
        thermostatClock = new ThermostatClock(gateway, settings, machine, nanoTime, wallClock);
        picFlash = new PicFlash(
                gateway,
                library,
                new FlashJournal(dataFolder.resolve("flash")),
                List.of(new FlashBroadcast(port81, live.hub()), new FlashToLeds(sensors)),
                silentWhileFlashing(),
                maintenance,
                nanoTime);
        settings.addListener(follower);
        MqttAccess link = new MqttAccess(mqtt);
        Supplier<Optional<String>> silence = () -> maintenance
                .current()
                .filter(activity -> activity != Activity.PIC_FLASH)
                .map(Activity::words);
        GatewayRoutes.Parts parts = new GatewayRoutes.Parts(
                new ValueApi(gateway, catalogue),
                new DeviceInfo(gateway, settings, machine, program, uptime, starts::count, link, dataFolder),
                new DeviceTime(wallClock, this::zone, new StatusMessage(gateway, settings, this::problems)),
                new SettingsApi(settings, settingChanges),
                new Health(gateway, machine, uptime, link, new StorageProbe(files.root(), nanoTime), updates::committed),
                new FlashApi(() -> progress(updates.busy(), picFlash.status())),
                new MonitorApi(gateway, MonitorTable.load(catalogue), this::measurements),
                new CommandApi(gateway, link, silence),
                new RestartPages(machine, updates.restarts()),
                new FirmwareListing(files.root(), picFlash::device),
                new DirectoryListing(files, settings, storage),
                new UploadHandler(files, dataFolder.resolve("incoming"), settings, storage),
                new UserFileHandler(files, settings),
                new WebSocketUpgrade(live.hub(), worker, true),
                new CommandHandler(gateway, silence),
                new PicRoute(picFlash, library, source),
                new FirmwarePage(picFlash, library, source),
                updates.original());
        http = new GatewayRoutes(
                parts, web, program.version(), () -> settings.current().bool("allowcrosssite"));
    }

    @Override
    public String name() {
        return NAME;
    }

    /** The GPIO lines that it drives or reads with these settings, the chip's reset apart. */
    public static List<LineUse> lines(Settings settings) {
        Set<Integer> taken = Sensors.lines(settings);
        List<LineUse> lines = new ArrayList<>();
        DRIVEN.forEach((pin, driven) -> {
            int line = settings.integer(pin);
            if (taken.contains(line)) {
                lines.add(new LineUse(line, pin, driven));
            }
        });
        return lines;
    }

    @Override
    public HttpHandler http() {
        return new RequestPrinter(console, http);
    }

    @Override
    public Map<String, Object> status() {
        Map<String, Object> status = GatewayStatus.of(
                gateway.state(), port81.statistics(), live.hub().clients());
        status.put("mqtt", mqtt.health());
        status.put("sensors", sensors.status());
        status.put("hostName", names.current());
        status.put("timeZone", UserZone.name(settings.current()));
        status.put("problems", problems());
        status.put("picFlash", picFlash.status().json());
        status.put("picFlashInterrupted", picFlash.interrupted());
        return status;
    }

    @Override
    public boolean alive() {
        return gateway.alive();
    }

    @Override
    public Map<String, byte[]> supportFiles() {
        return Map.of("bus-last-hour.txt", recentLines.text());
    }

    @Override
    public List<Quiescent> quiescents() {
        return List.of(mqtt, new BridgeDeparture(bridge, this::reopenBridge), sensors, new GatewayQuiescence(gateway));
    }

    @Override
    public Audience audience() {
        return new Audience(List.of(port81), List.of(live.hub()));
    }

    @Override
    public Optional<String> obstacle() {
        return Optional.ofNullable(gateway.state().lineOwner())
                .map(owner -> owner + " has the gateway chip for itself, to flash it. Try again when it has ended.");
    }

    @Override
    public void start() throws IOException {
        port81.start(worker);
        live.hub().start(worker);
        listener = WebSocketListener.open(port81, worker, new InetSocketAddress(ports.webSocket()), nanoTime);
        followBridge();
        settings.addListener(bridgeFollower);
        console.start(new InetSocketAddress(ports.console()));
        if (settings.current().bool("otgwcommandenable")) {
            gateway.bootCommands(settings.current().text("otgwcommands"));
        }
        names.start();
        sensors.start();
        mqtt.start();
        picFlash.start();
        gateway.start();
        thermostatClock.start();
    }

    /** The port that the serial bridge is on, or -1 if it is switched off. */
    public int bridgePort() {
        return openBridgePort;
    }

    /** The port that the debug console is on, or -1 if it is switched off. */
    public int consolePort() {
        return console.port();
    }

    /** The port that the live log is on. */
    public int webSocketPort() {
        WebSocketListener open = listener;
        return open == null ? ports.webSocket() : open.port();
    }

    @Override
    public String openPorts() {
        String bridgeWords = bridgePort() < 0 ? "" : ", serial bridge on port " + bridgePort();
        String consoleWords = consolePort() < 0 ? "" : ", debug console on port " + consolePort();
        return "live log on port " + webSocketPort() + bridgeWords + consoleWords;
    }

    @Override
    public void close() {
        settings.removeListener(follower);
        settings.removeListener(bridgeFollower);
        WebSocketListener open = listener;
        if (open != null) {
            open.close();
        }
        settingChanges.shutdown();
        bridge.close();
        thermostatClock.close();
        console.close();
        mqtt.close();
        sensors.close();
        names.close();
        picFlash.close();
        gateway.close();
        live.hub().close(CloseCode.GOING_AWAY, null, FAREWELL);
        port81.close(CloseCode.GOING_AWAY, null, FAREWELL);
    }

    /**
     * What falls silent while the chip is flashed, in this order: who speaks by himself, who passes on what others say; then
     * PicFlash takes the line, which holds the command queue, the polls and the supervisor.
     */
    private List<Quiescent> silentWhileFlashing() {
        return List.of(thermostatClock, mqtt, new BridgeQuiescence(bridge));
    }

    private static FlashProgress progress(boolean updating, FlashStatus status) {
        return new FlashProgress(updating, status.flashing(), status.percent(), status.fileName(), status.result());
    }

    private void settingsChanged(Settings before, Settings after) {
        if (after.differs(before, "ntptimezone", "ntpenable")) {
            gateway.renderWith(new LogLine(catalogue, zone()));
        }
        mqtt.settingsChanged();
    }

    private void bridgeSettingChanged(Settings before, Settings after) {
        if (after.differs(before, "bridgeenabled")) {
            settingChanges.execute(this::bridgeSwitched);
        }
    }

    private void bridgeSwitched() {
        try {
            followBridge();
        } catch (IOException e) {
            Logger.warn("The serial bridge is not there: {}", e.getMessage());
        }
    }

    /** On the port it had, for the clients that come again. */
    private void reopenBridge() {
        try {
            if (openBridgePort >= 0) {
                openBridgePort = bridge.start(new InetSocketAddress(openBridgePort));
            }
        } catch (IOException e) {
            Logger.warn("The serial bridge is not there: {}", e.getMessage());
        }
    }

    private void followBridge() throws IOException {
        boolean wanted = settings.current().bool("bridgeenabled");
        if (wanted && openBridgePort < 0) {
            openBridgePort = bridge.start(new InetSocketAddress(ports.bridge()));
        } else if (!wanted) {
            openBridgePort = -1;
            bridge.close();
        }
    }

    private List<MonitorApi.Measurement> measurements() {
        return sensors.monitorRows().stream()
                .map(row -> new MonitorApi.Measurement(row.name(), row.number(), row.unit(), row.epochSeconds()))
                .toList();
    }

    /** What the user should mend, in sentences. */
    private List<String> problems() {
        List<String> problems = new ArrayList<>(sensors.problems());
        names.problem().ifPresent(problems::add);
        UserZone.problem(settings.current()).ifPresent(problems::add);
        return problems;
    }

    private ZoneId zone() {
        return UserZone.of(settings.current());
    }
}
