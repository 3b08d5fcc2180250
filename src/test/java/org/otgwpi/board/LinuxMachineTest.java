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
}
