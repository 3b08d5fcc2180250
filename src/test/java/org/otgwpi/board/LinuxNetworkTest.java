package org.otgwpi.board;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.board.NetworkAdapter.State;
import org.otgwpi.board.WirelessNetwork.Security;

/**
 * Against what NetworkManager 1.52 answered in a guest with simulated radios: {@code busctl} is a script that replays it
 * and writes down what it is called with.
 */
@SuppressWarnings("NullAway.Init")
final class LinuxNetworkTest {

    private static final String PROFILES = "/org/freedesktop/NetworkManager/Settings/";
    private static final String RADIO = "/org/freedesktop/NetworkManager/Devices/3";
    private static final String HOME = PROFILES + 3;

    @TempDir
    private Path folder;

    private LinuxNetwork network;

    @BeforeEach
    void replay() throws IOException {
        JsonNode recorded;
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("networkmanager.json"))) {
            recorded = new ObjectMapper().readTree(in);
        }
        Files.writeString(folder.resolve("GetManagedObjects"), answer(recorded.path("objects")));
        for (int i = 1; i <= 4; i++) {
            Files.writeString(
                    folder.resolve("GetSettings" + i),
                    answer(recorded.path("profiles").path(PROFILES + i)));
        }
        Path busctl = folder.resolve("busctl");
        Files.writeString(busctl, """
                #!/bin/sh
                cd %s
                case $5 in
                    GetManagedObjects) cat GetManagedObjects ;;
                    GetSettings) cat "GetSettings${3##*/}" ;;
                    CheckpointCreate) printf '%%s\\n' "$@" > said; echo '{"type":"o","data":["/checkpoint/1"]}' ;;
                    *) printf '%%s\\n' "$@" >> said; echo '{}' ;;
                esac
                """.formatted(folder));
        Files.setPosixFilePermissions(busctl, PosixFilePermissions.fromString("rwxr-xr-x"));
        network = new LinuxNetwork(new SystemBus(List.of(busctl.toString())));
    }

    private static String answer(JsonNode data) {
        return "{\"type\":\"\",\"data\":[" + data + "]}";
    }

    private List<String> said() throws IOException {
        return Files.readAllLines(folder.resolve("said"), UTF_8);
    }

    private static boolean follows(List<String> words, String... part) {
        for (int i = 0; i + part.length <= words.size(); i++) {
            if (words.subList(i, i + part.length).equals(List.of(part))) {
                return true;
            }
        }
        return false;
    }

    @Test
    void cableRadioAndNetworksInReachAreSeen() throws IOException {
        NetworkView view = network.view();
        assertEquals(2, view.adapters().size(), "neither the loopback nor the second face of the radio");
        NetworkAdapter cable = view.adapters().getFirst();
        assertEquals("enp0s2", cable.name());
        assertEquals(State.CONNECTED, cable.state());
        assertEquals("Wired connection 1", cable.network());
        assertTrue(cable.addresses().contains("10.0.2.15/24"));
        assertEquals("10.0.2.2", cable.addressing().gateway());
        assertEquals(List.of("10.0.2.3"), cable.addressing().nameServers());
        assertFalse(cable.addressing().manual());
        NetworkAdapter radio = view.radio().orElseThrow();
        assertEquals("wlan0", radio.name());
        assertEquals(State.CONNECTING, radio.state());
        assertEquals("Home", radio.network());
        assertEquals(List.of(new WirelessNetwork("Home", 100, Security.WPA, true, true)), view.inReach());
        assertEquals(
                List.of("Wired connection 1", "Home"),
                view.saved().stream().map(SavedNetwork::name).toList());
    }

    @Test
    void aChangeOfOneAdapterIsProtectedByACheckpoint() throws IOException {
        assertEquals("/checkpoint/1", network.protect("wlan0", 60));
        assertTrue(follows(said(), "CheckpointCreate", "aouu", "1", RADIO, "60", "3"), said().toString());
        network.keep("/checkpoint/1");
        assertTrue(follows(said(), "CheckpointDestroy", "o", "/checkpoint/1"));
        network.undo("/checkpoint/1");
        assertTrue(follows(said(), "CheckpointRollback", "o", "/checkpoint/1"));
    }

    @Test
    void aNewWifiIsAddedAndJoined() throws IOException {
        network.join("Küche", "-pass word", true);
        List<String> said = said();
        assertTrue(follows(said, "AddAndActivateConnection", "a{sa{sv}}oo", "3"), said.toString());
        assertTrue(follows(said, "ssid", "ay", "6", "75", "195", "188", "99", "104", "101"), said.toString());
        assertTrue(follows(said, "autoconnect-retries", "i", "0"), said.toString());
        assertTrue(follows(said, "hidden", "b", "true"), said.toString());
        assertTrue(follows(said, "key-mgmt", "s", "wpa-psk", "psk", "s", "-pass word", RADIO, "/"), said.toString());
    }

    @Test
    void aKnownWifiIsJoinedAgainOrGetsAnotherPassword() throws IOException {
        network.join("Home", null, false);
        assertTrue(follows(said(), "ActivateConnection", "ooo", HOME, RADIO, "/"), said().toString());
        network.join("Home", "another one", false);
        List<String> said = said();
        assertTrue(follows(said, HOME, NetworkObjects.PROFILE, "Update2", "a{sa{sv}}ua{sv}"), said.toString());
        assertTrue(follows(said, "psk", "s", "another one"), said.toString());
        assertTrue(follows(said, "uuid", "s"), "the profile stays the same one");
        assertFalse(said.contains("AddAndActivateConnection"));
    }

    @Test
    void anAdapterGetsAFixedAddressInTheProfileItUses() throws IOException {
        network.address("enp0s2", Addressing.manual("192.168.1.50/24", "192.168.1.1", List.of("9.9.9.9")));
        List<String> said = said();
        assertTrue(follows(said, PROFILES + 2, NetworkObjects.PROFILE, "Update2"), said.toString());
        assertTrue(
                follows(said, "address-data", "aa{sv}", "1", "2", "address", "s", "192.168.1.50", "prefix", "u", "24"),
                said.toString());
        assertTrue(follows(said, "gateway", "s", "192.168.1.1"), said.toString());
        assertTrue(follows(said, "dns-data", "as", "1", "9.9.9.9"), said.toString());
        assertTrue(follows(said, "method", "s", "manual"), said.toString());
        assertTrue(follows(said, "ActivateConnection", "ooo", PROFILES + 2), said.toString());
    }

    @Test
    void theAccessPointIsThatOfTheSetUpAndNoSavedNetwork() throws IOException {
        network.openAccessPoint();
        assertTrue(follows(said(), "ActivateConnection", "ooo", PROFILES + 4, RADIO, "/"), said().toString());
        network.closeAccessPoint();
        assertFalse(said().contains("DeactivateConnection"), "it is not open");
    }

    @Test
    void aNetworkThatIsNotThereCannotBeForgotten() throws IOException {
        String home = network.view().saved().getLast().id();
        network.forget(home);
        assertTrue(follows(said(), HOME, NetworkObjects.PROFILE, "Delete"), said().toString());
        assertThrows(IOException.class, () -> network.forget("no such"));
        assertThrows(IOException.class, () -> network.address("eth9", Addressing.AUTOMATIC));
    }
}
