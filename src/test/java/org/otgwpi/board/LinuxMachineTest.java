package org.otgwpi.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxMachineTest {

    private static final String ROUTES = """
            Iface	Destination	Gateway	Flags	RefCnt	Use	Metric	Mask	MTU	Window	IRTT
            eth0	0000A8C0	00000000	0001	0	0	100	00FFFFFF	0	0	0
            wlan0	00000000	0100A8C0	0003	0	0	600	00000000	0	0	0
            """;

    private static final String WIRELESS = """
            Inter-| sta-|   Quality        |   Discarded packets               | Missed | WE
             face | tus | link level noise |  nwid  crypt   frag  retry   misc | beacon | 22
             wlan0: 0000   56.  -54.  -256        0      0      0      0      0        0
            """;

    @TempDir
    Path root;

    private LinuxMachine machine(String... busCommand) {
        return new LinuxMachine(root, new SystemBus(List.of(busCommand)));
    }

    private void put(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    @Test
    void factsComeFromTheKernelsFiles() throws IOException {
        put("proc/device-tree/model", "Raspberry Pi Zero 2 W Rev 1.0\0");
        put("proc/device-tree/serial-number", "00000000ABCD1234\0");
        put("proc/sys/kernel/hostname", "otgw\n");
        put("proc/sys/kernel/osrelease", "6.12.47+rpt-rpi-v8\n");
        put("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", "600000\n");
        put("proc/net/route", ROUTES);
        put("sys/class/net/wlan0/address", "b8:27:eb:01:02:0f\n");
        LinuxMachine machine = machine("false");
        assertEquals("Raspberry Pi Zero 2 W Rev 1.0", machine.model());
        assertEquals("00000000abcd1234", machine.serialNumber());
        assertEquals("otgw", machine.hostName());
        assertEquals("6.12.47+rpt-rpi-v8", machine.kernel());
        assertEquals(600, machine.cpuMegahertz());
        assertEquals("B827EB01020F", machine.macAddress());
    }

    @Test
    void theSignalIsThatOfTheAdapterInUse() throws IOException {
        put("proc/net/wireless", WIRELESS);
        put("proc/net/route", ROUTES);
        assertEquals(-54, machine("false").wifiSignalDbm());
        assertEquals(80, machine("false").wifiQualityPercent());
        put("proc/net/route", ROUTES.replace("wlan0", "eth0"));
        assertEquals(-1, machine("false").wifiSignalDbm());
        assertEquals(100, machine("false").wifiQualityPercent());
    }

    @Test
    void factsThatAreNotThereAreEmpty() {
        LinuxMachine machine = machine("false");
        assertEquals("", machine.model());
        assertEquals("", machine.macAddress());
        assertEquals(0, machine.cpuMegahertz());
        assertEquals(-1, machine.wifiSignalDbm());
    }

    @Test
    void theBusIsAskedWithSignatureAndArguments() throws IOException {
        SystemBus bus = new SystemBus(List.of("sh", "-c", "printf '{\"data\":[\"%s\"]}' \"$*\"", "busctl"));
        assertEquals(
                "call org.example /org/example org.example.Thing Do sb hot water true",
                bus.call("org.example", "/org/example", "org.example.Thing", "Do", "sb", "hot water", "true")
                        .get("data")
                        .get(0)
                        .asText());
        assertEquals(
                "get-property org.example /org/example org.example.Thing Name",
                bus.property("org.example", "/org/example", "org.example.Thing", "Name")
                        .get("data")
                        .get(0)
                        .asText());
    }

    @Test
    void aRefusalNamesServiceAndReason() {
        SystemBus bus = new SystemBus(List.of("sh", "-c", "echo 'Call failed: Access denied' >&2; exit 1"));
        assertEquals(
                "org.example Do was refused: Call failed: Access denied",
                assertThrows(
                                IOException.class,
                                () -> bus.call("org.example", "/org/example", "org.example.Thing", "Do", ""))
                        .getMessage());
    }

    @Test
    void theClockIsSynchronisedIfTheTimeServiceSaysSo() {
        String question = "get-property org.freedesktop.timedate1 /org/freedesktop/timedate1"
                + " org.freedesktop.timedate1 NTPSynchronized";
        String script = "test \"$*\" = \"" + question + "\" && echo '{\"type\":\"b\",\"data\":%s}'";
        assertTrue(machine("sh", "-c", script.formatted("true"), "busctl").clockSynchronised());
        assertFalse(machine("sh", "-c", script.formatted("false"), "busctl").clockSynchronised());
        assertFalse(machine("false").clockSynchronised());
    }

    @Test
    void aRebootIsAskedOfTheLoginManager() throws IOException {
        Path asked = root.resolve("asked");
        machine("sh", "-c", "echo \"$*\" > " + asked + "; echo '{}'", "busctl").reboot();
        assertTrue(Files.readString(asked)
                .startsWith("call org.freedesktop.login1 /org/freedesktop/login1 org.freedesktop.login1.Manager"
                        + " Reboot b false"));
    }

    @Test
    void theCardTellsItsSizeAndItsId() throws IOException {
        put("sys/block/mmcblk0/size", "62333952\n");
        put("sys/block/mmcblk0/device/cid", "035344534C3332478012A3B4C500F1A7\n");
        assertEquals(62333952L * 512, machine("false").cardBytes());
        assertEquals("035344534c3332478012a3b4c500f1a7", machine("false").cardId());
        assertEquals("", machine("false").wirelessNetwork());
    }

    @Test
    void theCauseOfTheStartIsTheWatchdogElseWhatTheBootLoaderSays() throws IOException {
        assertEquals(StartCause.POWER_ON, machine("false").startCause());
        Path register = root.resolve("proc/device-tree/chosen/bootloader/rsts");
        Files.createDirectories(register.getParent());
        Files.write(register, new byte[] {0, 0, 0x10, 0x20});
        assertEquals(StartCause.POWER_ON, machine("false").startCause());
        Files.write(register, new byte[] {0, 0, 0, 0x20});
        assertEquals(StartCause.RESTART, machine("false").startCause());
        put("sys/class/watchdog/watchdog0/bootstatus", "32\n");
        assertEquals(StartCause.WATCHDOG, machine("false").startCause());
    }

    @Test
    void onlyWirelessNetworksAreForgotten() throws IOException {
        Path asked = root.resolve("asked");
        String answers = """
                case "$*" in
                *ListConnections*) echo '{"type":"ao","data":[["/wired","/home","/ap"]]}';;
                *"/ap "*GetSettings*) echo '{"data":[{"connection":{"type":{"data":"802-11-wireless"}},
                  "802-11-wireless":{"mode":{"data":"ap"}}}]}';;
                *"/home "*GetSettings*) echo '{"data":[{"connection":{"type":{"data":"802-11-wireless"}}}]}';;
                *GetSettings*) echo '{"data":[{"connection":{"type":{"data":"802-3-ethernet"}}}]}';;
                *) echo "$*" >> %s; echo '{}';;
                esac
                """.formatted(asked);
        machine("sh", "-c", answers, "busctl").forgetWirelessNetworks();
        assertEquals(
                "call org.freedesktop.NetworkManager /home org.freedesktop.NetworkManager.Settings.Connection Delete",
                Files.readString(asked).strip());
        assertTrue(Files.exists(root.resolve("data/otgw-pi/setup/open-access-point")), "once, at the next start");
    }

    /** Notes what the bus is asked; Avahi answers that it announces {@code otgw}. */
    private LinuxMachine named(Path asked, String refused) {
        return machine(
                "sh",
                "-c",
                "echo \"$*\" >> " + asked + "; case \"$*\" in *" + refused + "*) echo no; exit 1;; esac;"
                        + " echo '{\"type\":\"s\",\"data\":[\"otgw\"]}'",
                "busctl");
    }

    private static String name(String method, String name) {
        return "call org.freedesktop.hostname1 /org/freedesktop/hostname1 org.freedesktop.hostname1 " + method + " sb "
                + name + " false";
    }

    private static String avahi(String call) {
        return "call org.freedesktop.Avahi / org.freedesktop.Avahi.Server " + call;
    }

    @Test
    void aNewNameIsGivenToTheMachineAndAnnouncedWithItsPage() throws IOException {
        Path asked = root.resolve("asked");
        Path services = Files.createDirectories(root.resolve("etc/avahi/services"));
        put("proc/sys/kernel/hostname", "otgw\n");
        named(asked, "nothing").announce("ketel");
        assertEquals(
                List.of(name("SetStaticHostname", "ketel"), avahi("GetHostName"), avahi("SetHostName s ketel")),
                Files.readAllLines(asked));
        String service = Files.readString(services.resolve("avahi-otgw-pi.service"));
        assertTrue(service.contains("<name replace-wildcards=\"yes\">%h</name>"), service);
        assertTrue(service.contains("<type>_http._tcp</type>"), service);
        assertTrue(service.contains("<port>80</port>"), service);
        try (java.util.stream.Stream<Path> files = Files.list(services)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aNameThatIsSoAlreadyIsLeftAlone() throws IOException {
        Path asked = root.resolve("asked");
        Files.createDirectories(root.resolve("etc/avahi/services"));
        put("proc/sys/kernel/hostname", "otgw\n");
        named(asked, "nothing").announce("otgw");
        assertEquals(List.of(avahi("GetHostName")), Files.readAllLines(asked));
    }

    @Test
    void whereTheStaticNameCannotBeWrittenTheNameIsForThisRun() throws IOException {
        Path asked = root.resolve("asked");
        Files.createDirectories(root.resolve("etc/avahi/services"));
        named(asked, "SetStaticHostname").announce("otgw");
        assertEquals(
                List.of(name("SetStaticHostname", "otgw"), name("SetHostname", "otgw"), avahi("GetHostName")),
                Files.readAllLines(asked));
    }

    @Test
    void aRefusedAnnouncementSaysWhichServiceRefused() {
        Path asked = root.resolve("asked");
        assertEquals(
                "org.freedesktop.Avahi GetHostName was refused: no",
                assertThrows(
                                IOException.class,
                                () -> named(asked, "GetHostName").announce("otgw"))
                        .getMessage());
    }
}
