package org.otgwpi.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.tinylog.Logger;

/** The machine that the program runs on. Facts are read anew each time from the kernel's files. */
public final class LinuxMachine implements Machine {

    /** The best link quality that wireless drivers report. */
    private static final double BEST_LINK = 70;

    private static final String NETWORKS = "org.freedesktop.NetworkManager";
    private static final String NETWORKS_PATH = "/org/freedesktop/NetworkManager";
    private static final int SECTOR_BYTES = 512;

    /** Its presence has the set-up access point open at the next start. */
    private static final String ACCESS_POINT_WISH = "data/otgw-pi/setup/open-access-point";

    /** WDIOF_CARDRESET of linux/watchdog.h. */
    private static final int CARD_RESET = 0x20;

    /** Bit 12 of the register PM_RSTS, in the third of its four big-endian bytes. */
    private static final int POWER_ON_RESET = 0x10;

    private static final String NAMES = "org.freedesktop.hostname1";
    private static final String NAMES_PATH = "/org/freedesktop/hostname1";
    private static final String AVAHI = "org.freedesktop.Avahi";
    private static final String SERVICE = "avahi-otgw-pi.service";

    private final Path root;
    private final SystemBus bus;
    private final HostAliases aliases;

    /**
     * This machine.
     *
     * @param bus where its services are asked
     */
    public LinuxMachine(SystemBus bus) {
        this(Path.of("/"), bus);
    }

    LinuxMachine(Path root, SystemBus bus) {
        this(root, bus, List.of("avahi-publish"));
    }

    /** @param publisher what is started to announce a further name */
    LinuxMachine(Path root, SystemBus bus, List<String> publisher) {
        this.aliases = new HostAliases(publisher);
        this.root = root;
        this.bus = bus;
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public String hostName() {
        return text("proc/sys/kernel/hostname");
    }

    @Override
    public String model() {
        return text("proc/device-tree/model");
    }

    @Override
    public String serialNumber() {
        return text("proc/device-tree/serial-number").toLowerCase(Locale.ROOT);
    }

    @Override
    public String kernel() {
        return text("proc/sys/kernel/osrelease");
    }

    @Override
    public int cpuMegahertz() {
        String kilohertz = text("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq");
        return kilohertz.isEmpty() ? 0 : number(kilohertz) / 1000;
    }

    @Override
    public String macAddress() {
        return text("sys/class/net/" + networkAdapter() + "/address")
                .replace(":", "")
                .toUpperCase(Locale.ROOT);
    }

    @Override
    public String ipAddress() {
        try {
            NetworkInterface adapter = NetworkInterface.getByName(networkAdapter());
            if (adapter == null) {
                return "";
            }
            return adapter.inetAddresses()
                    .filter(Inet4Address.class::isInstance)
                    .map(address -> address.getHostAddress())
                    .findFirst()
                    .orElse("");
        } catch (SocketException e) {
            return "";
        }
    }

    @Override
    public int wifiSignalDbm() {
        List<String> fields = wireless();
        return fields.isEmpty() ? -1 : number(fields.get(3));
    }

    @Override
    public int wifiQualityPercent() {
        List<String> fields = wireless();
        return fields.isEmpty() ? 100 : Math.clamp(Math.round(number(fields.get(2)) * 100 / BEST_LINK), 0, 100);
    }

    @Override
    public boolean clockSynchronised() {
        try {
            return bus.property(
                            "org.freedesktop.timedate1",
                            "/org/freedesktop/timedate1",
                            "org.freedesktop.timedate1",
                            "NTPSynchronized")
                    .path("data")
                    .asBoolean();
        } catch (IOException e) {
            Logger.debug("nobody knows whether the clock is right: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public String wirelessNetwork() {
        if (wireless().isEmpty()) {
            return "";
        }
        try {
            String active = bus.property(NETWORKS, NETWORKS_PATH, NETWORKS, "PrimaryConnection")
                    .path("data")
                    .asText();
            return bus.property(NETWORKS, active, NETWORKS + ".Connection.Active", "Id")
                    .path("data")
                    .asText();
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public long cardBytes() {
        String sectors = text("sys/block/mmcblk0/size");
        return sectors.matches("\\d{1,15}") ? Long.parseLong(sectors) * SECTOR_BYTES : 0;
    }

    @Override
    public String cardId() {
        return text("sys/block/mmcblk0/device/cid").toLowerCase(Locale.ROOT);
    }

    /**
     * The watchdog's driver tells of its own resets; of the others the boot loader's register of reset causes, which
     * is in the device tree of newer boards, says whether power was there before.
     */
    @Override
    public StartCause startCause() {
        if ((number(text("sys/class/watchdog/watchdog0/bootstatus")) & CARD_RESET) != 0) {
            return StartCause.WATCHDOG;
        }
        try {
            byte[] register = Files.readAllBytes(root.resolve("proc/device-tree/chosen/bootloader/rsts"));
            boolean powerOn = register.length < 4 || (register[2] & POWER_ON_RESET) != 0;
            return powerOn ? StartCause.POWER_ON : StartCause.RESTART;
        } catch (IOException e) {
            return StartCause.POWER_ON;
        }
    }

    @Override
    public void forgetWirelessNetworks() throws IOException {
        String settings = NETWORKS + ".Settings";
        JsonNode paths = bus.call(NETWORKS, NETWORKS_PATH + "/Settings", settings, "ListConnections", "")
                .path("data")
                .path(0);
        for (JsonNode path : paths) {
            JsonNode connection = bus.call(NETWORKS, path.asText(), settings + ".Connection", "GetSettings", "");
            String type = connection.at("/data/0/connection/type/data").asText();
            String mode = connection.at("/data/0/802-11-wireless/mode/data").asText();
            if (type.equals("802-11-wireless") && !mode.equals("ap")) {
                bus.call(NETWORKS, path.asText(), settings + ".Connection", "Delete", "");
            }
        }
        Path wish = root.resolve(ACCESS_POINT_WISH);
        Files.createDirectories(Objects.requireNonNull(wish.getParent()));
        Files.write(wish, new byte[0]);
    }

    @Override
    public void announce(String hostName) throws IOException {
        if (!hostName.equals(hostName())) {
            rename(hostName);
        }
        JsonNode announced = bus.call(AVAHI, "/", AVAHI + ".Server", "GetHostName", "");
        // The responder keeps letters small or large as they came, and refuses what it takes for the same name.
        if (!hostName.equalsIgnoreCase(announced.path("data").path(0).asText())) {
            bus.call(AVAHI, "/", AVAHI + ".Server", "SetHostName", "s", hostName);
        }
        announceWebPage();
    }

    @Override
    public void announceAlso(List<String> labels) throws IOException {
        aliases.publish(labels, ipAddress());
    }

    /** The static name outlasts a restart; where the system's files cannot be written, only this run can have one. */
    private void rename(String hostName) throws IOException {
        try {
            bus.call(NAMES, NAMES_PATH, NAMES, "SetStaticHostname", "sb", hostName, "false");
        } catch (IOException e) {
            Logger.info("the host name {} is for this run only: {}", hostName, e.getMessage());
            bus.call(NAMES, NAMES_PATH, NAMES, "SetHostname", "sb", hostName, "false");
        }
    }

    /** The responder sees the file when it comes, and names the service after the host itself. */
    private void announceWebPage() throws IOException {
        byte[] wanted;
        try (InputStream service = Objects.requireNonNull(getClass().getResourceAsStream(SERVICE), SERVICE)) {
            wanted = service.readAllBytes();
        }
        Path file = root.resolve("etc/avahi/services").resolve(SERVICE);
        try {
            if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), wanted)) {
                return;
            }
            Path aside = file.resolveSibling(SERVICE + ".new");
            Files.write(aside, wanted);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new IOException(
                    "the web page is not announced, " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public void reboot() {
        try {
            bus.call(
                    "org.freedesktop.login1",
                    "/org/freedesktop/login1",
                    "org.freedesktop.login1.Manager",
                    "Reboot",
                    "b",
                    "false");
        } catch (IOException e) {
            Logger.error("the machine does not reboot: {}", e.getMessage());
        }
    }

    /** The adapter of the default route: in /proc/net/route the one whose destination is 0. */
    private String networkAdapter() {
        return lines("proc/net/route").stream()
                .map(line -> line.split("\\s+"))
                .filter(fields -> fields.length > 1 && fields[1].equals("00000000"))
                .map(fields -> fields[0])
                .findFirst()
                .orElse("eth0");
    }

    /** The line of the adapter in use in /proc/net/wireless: name, status, link, level, ...; empty on a wire. */
    private List<String> wireless() {
        String start = networkAdapter() + ":";
        return lines("proc/net/wireless").stream()
                .map(line -> List.of(line.strip().split("\\s+")))
                .filter(fields -> fields.size() > 3 && fields.getFirst().equals(start))
                .findFirst()
                .orElse(List.of());
    }

    private static int number(String text) {
        try {
            return (int) Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private String text(String file) {
        List<String> lines = lines(file);
        // The device tree ends its texts with a zero byte.
        return lines.isEmpty() ? "" : lines.getFirst().replace("\0", "").strip();
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(root.resolve(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}
