package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.Machine;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.gateway.Presence;
import org.otgwpi.otgw.rest.OriginalJson.Style;
import org.otgwpi.settings.Settings;
import org.otgwpi.settings.SettingsStore;

/**
 * {@code GET /api/v0/devinfo}: what the device is and how it does (otgw-http-ws 1.8.2), with facts of a Pi in the places
 * of those of an ESP (decisions 6). Thread-safe.
 */
public final class DeviceInfo {

    private static final String AUTHOR = "otgw-pi";
    private static final String NO_CHIP = "no pic found";
    private static final double MEGABYTE = 1 << 20;

    private final Gateway gateway;
    private final SettingsStore settings;
    private final Machine machine;
    private final ProgramFacts program;
    private final Uptime uptime;
    private final IntSupplier starts;
    private final MqttLink mqtt;
    private final Path dataFolder;

    /** @param starts how often the program has started */
    public DeviceInfo(
            Gateway gateway,
            SettingsStore settings,
            Machine machine,
            ProgramFacts program,
            Uptime uptime,
            IntSupplier starts,
            MqttLink mqtt,
            Path dataFolder) {
        this.gateway = gateway;
        this.settings = settings;
        this.machine = machine;
        this.program = program;
        this.uptime = uptime;
        this.starts = starts;
        this.mqtt = mqtt;
        this.dataFolder = dataFolder;
    }

    /** Answers on a thread that may wait, since the facts stand in files. */
    public void answer(HttpServerExchange exchange, ApiPath path) {
        if (exchange.isInIoThread()) {
            exchange.dispatch(elsewhere -> answer(elsewhere, path));
            return;
        }
        OriginalJson json = new OriginalJson(Style.LIST, "devinfo");
        GatewayState state = gateway.state();
        Settings now = settings.current();
        chip(json, state);
        json.text("compiled", compiled(program.built()))
                .text("hostname", now.text("hostname"))
                .text("ipaddress", machine.ipAddress())
                .text("macaddress", machine.macAddress().replaceAll("(..)(?!$)", "$1:"));
        board(json);
        network(json);
        json.quotedFlag("ntpenable", now.bool("ntpenable"))
                .text("ntptimezone", now.text("ntptimezone"))
                .text("uptime", uptime.text())
                .text("lastreset", machine.startCause().text())
                .number("bootcount", starts.getAsInt())
                .quotedFlag("mqttconnected", mqtt.connected())
                .quotedFlag("thermostatconnected", state.thermostat() == Presence.CONNECTED)
                .quotedFlag("boilerconnected", state.boiler() == Presence.CONNECTED)
                .quotedFlag("gatewaymode", state.mode() == GatewayState.Mode.GATEWAY)
                .quotedFlag("otgwconnected", state.online());
        ApiReplies.json(exchange, json.end());
    }

    private void chip(OriginalJson json, GatewayState state) {
        String version = state.chip().version();
        json.text("author", AUTHOR)
                .text("fwversion", program.version())
                .quotedFlag("picavailable", state.chipAvailable())
                .text("picfwversion", version == null ? NO_CHIP : version)
                .text("picdeviceid", state.chip().device())
                .text("picfwtype", state.chip().type());
    }

    private void board(OriginalJson json) {
        FileStore disk = disk();
        String card = megabytes(machine.cardBytes() / MEGABYTE);
        json.number("freeheap", Runtime.getRuntime().freeMemory())
                .number("maxfreeblock", Runtime.getRuntime().freeMemory())
                .text("chipid", last(machine.serialNumber(), 6))
                .text("coreversion", Runtime.version().toString().replace('.', '_'))
                .text("sdkversion", machine.kernel())
                .number("cpufreq", machine.cpuMegahertz())
                .number("sketchsize", program.bytes())
                .number("freesketchspace", freeBytes(disk))
                .text("flashchipid", last(machine.cardId(), 8).toUpperCase(Locale.ROOT))
                .raw("flashchipsize", card)
                .raw("flashchiprealsize", card)
                .raw("LittleFSsize", megabytes(Math.floor(totalBytes(disk) / MEGABYTE)))
                .raw("flashchipspeed", "50.000")
                .text("flashchipmode", "SDIO");
    }

    private void network(OriginalJson json) {
        int signal = machine.wifiSignalDbm();
        json.text("ssid", machine.wirelessNetwork())
                .number("wifirssi", signal)
                .number("wifiquality", machine.wifiQualityPercent())
                .text("wifiqualitytldr", quality(signal));
    }

    private static String quality(int dbm) {
        if (dbm <= -90) {
            return "Unusable";
        }
        if (dbm <= -80) {
            return "Not good enough";
        }
        if (dbm <= -70) {
            return "Okay";
        }
        return dbm <= -67 ? "Very good" : "Amazing";
    }

    /** The form of a C compiler's stamp: the day is padded with a blank. */
    private static String compiled(Instant built) {
        return DateTimeFormatter.ofPattern("MMM ppd yyyy HH:mm:ss", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(built);
    }

    private static String megabytes(double megabytes) {
        return String.format(Locale.ROOT, "%.3f", megabytes);
    }

    private static String last(String text, int length) {
        return text.substring(Math.max(0, text.length() - length));
    }

    private @Nullable FileStore disk() {
        try {
            return Files.getFileStore(dataFolder);
        } catch (IOException e) {
            return null;
        }
    }

    private static long totalBytes(@Nullable FileStore disk) {
        try {
            return disk == null ? 0 : disk.getTotalSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long freeBytes(@Nullable FileStore disk) {
        try {
            return disk == null ? 0 : disk.getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }
}
