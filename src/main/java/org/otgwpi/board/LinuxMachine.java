package org.otgwpi.board;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.tinylog.Logger;

/** The machine that the program runs on. Facts are read anew each time from the kernel's files. */
public final class LinuxMachine implements Machine {

    /** The best link quality that wireless drivers report. */
    private static final double BEST_LINK = 70;

    private final Path root;
    private final SystemBus bus;

    /**
     * This machine.
     *
     * @param bus where its services are asked
     */
    public LinuxMachine(SystemBus bus) {
        this(Path.of("/"), bus);
    }

    LinuxMachine(Path root, SystemBus bus) {
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
