package org.otgwpi.board;

import static org.otgwpi.board.NetworkObjects.DEVICE;
import static org.otgwpi.board.NetworkObjects.PROFILE;
import static org.otgwpi.board.NetworkObjects.ROOT;
import static org.otgwpi.board.NetworkObjects.SERVICE;
import static org.otgwpi.board.NetworkObjects.WIRED_TYPE;
import static org.otgwpi.board.NetworkObjects.WIRELESS_TYPE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.WirelessNetwork.Security;

/** The networks as NetworkManager has them, asked over D-Bus. */
public final class LinuxNetwork implements Network {

    private static final String SETTINGS_TYPE = "a{sa{sv}}";
    private static final String SECURITY = "802-11-wireless-security";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** NM_CHECKPOINT_CREATE_FLAG_DELETE_NEW_CONNECTIONS, and ..._DESTROY_ALL: an older one would undo this one's. */
    private static final String CHECKPOINT_FLAGS = "3";

    private static final String TO_DISK = "1";

    private final SystemBus bus;

    public LinuxNetwork(SystemBus bus) {
        this.bus = bus;
    }

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public boolean online() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.flatMap(NetworkInterface::inetAddresses).anyMatch(LinuxNetwork::reachable);
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean reachable(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isLinkLocalAddress()
                && !address.getHostAddress().equals(ACCESS_POINT_ADDRESS);
    }

    @Override
    public NetworkView view() throws IOException {
        return objects().view();
    }

    @Override
    public void scan() throws IOException {
        bus.call(SERVICE, radio(objects()), DEVICE + ".Wireless", "RequestScan", "a{sv}", "0");
    }

    @Override
    public String protect(@Nullable String adapter, int seconds) throws IOException {
        String[] devices = adapter == null ? new String[] {"0"} : new String[] {"1", device(objects(), adapter)};
        String[] arguments = Stream.concat(Stream.of(devices), Stream.of(Integer.toString(seconds), CHECKPOINT_FLAGS))
                .toArray(String[]::new);
        return bus.call(SERVICE, ROOT, SERVICE, "CheckpointCreate", "aouu", arguments)
                .at("/data/0")
                .asText();
    }

    @Override
    public void keep(String protection) throws IOException {
        bus.call(SERVICE, ROOT, SERVICE, "CheckpointDestroy", "o", protection);
    }

    @Override
    public void undo(String protection) throws IOException {
        bus.call(SERVICE, ROOT, SERVICE, "CheckpointRollback", "o", protection);
    }

    @Override
    public void join(String name, @Nullable String password, boolean hidden) throws IOException {
        NetworkObjects objects = objects();
        String radio = radio(objects);
        String known = objects.wireless(name).orElse(null);
        if (known != null && password == null) {
            activate(known, radio);
            return;
        }
        ObjectNode settings = JSON.objectNode();
        if (known != null) {
            settings.setAll((ObjectNode) profile(objects, known).deepCopy());
        }
        ObjectNode connection = group(settings, "connection");
        if (known == null) {
            connection.set("id", variant("s", name));
            connection.set("type", variant("s", WIRELESS_TYPE));
        }
        connection.set("autoconnect-retries", variant("i", "0"));
        ObjectNode wireless = group(settings, WIRELESS_TYPE);
        wireless.set("ssid", bytes(name));
        wireless.set("hidden", variant("b", Boolean.toString(hidden)));
        settings.remove(SECURITY);
        if (password != null && !password.isEmpty()) {
            ObjectNode security = group(settings, SECURITY);
            boolean newer = objects.security(name) == Security.WPA3;
            security.set("key-mgmt", variant("s", newer ? "sae" : "wpa-psk"));
            security.set("psk", variant("s", password));
        }
        if (known == null) {
            add(settings, radio);
        } else {
            update(known, settings);
            activate(known, radio);
        }
    }

    @Override
    public void address(String adapter, Addressing addressing) throws IOException {
        NetworkObjects objects = objects();
        String device = device(objects, adapter);
        String profile = objects.profileOf(device).orElse(null);
        boolean wireless = objects.view().adapter(adapter).orElseThrow().wireless();
        if (profile == null && wireless) {
            throw new IOException("Join a Wi-Fi first: an address belongs to a network.");
        }
        ObjectNode settings = JSON.objectNode();
        if (profile != null) {
            settings.setAll((ObjectNode) profile(objects, profile).deepCopy());
        } else {
            ObjectNode connection = group(settings, "connection");
            connection.set("id", variant("s", "otgw-wire"));
            connection.set("type", variant("s", WIRED_TYPE));
        }
        group(settings, "connection").set("autoconnect-retries", variant("i", "0"));
        settings.set("ipv4", ipv4(addressing));
        if (profile == null) {
            add(settings, device);
        } else {
            update(profile, settings);
            activate(profile, device);
        }
    }

    private static ObjectNode ipv4(Addressing addressing) {
        ObjectNode group = JSON.objectNode();
        group.set("method", variant("s", addressing.manual() ? "manual" : "auto"));
        if (addressing.manual()) {
            String[] parts = addressing.address().split("/", -1);
            ObjectNode address = JSON.objectNode();
            address.set("address", variant("s", parts[0]));
            address.set("prefix", variant("u", parts[1]));
            ObjectNode addresses = JSON.objectNode().put("type", "aa{sv}");
            addresses.putArray("data").add(address);
            group.set("address-data", addresses);
            if (!addressing.gateway().isEmpty()) {
                group.set("gateway", variant("s", addressing.gateway()));
            }
            ObjectNode servers = JSON.objectNode().put("type", "as");
            addressing.nameServers().forEach(servers.putArray("data")::add);
            group.set("dns-data", servers);
        }
        return group;
    }

    @Override
    public void forget(String id) throws IOException {
        String profile =
                objects().profileById(id).orElseThrow(() -> new IOException("There is no saved network " + id + "."));
        bus.call(SERVICE, profile, PROFILE, "Delete", "");
    }

    @Override
    public void openAccessPoint() throws IOException {
        NetworkObjects objects = objects();
        String profile = objects.accessPoint()
                .orElseThrow(() -> new IOException("The access point " + ACCESS_POINT + " has no profile."));
        activate(profile, radio(objects));
    }

    @Override
    public void closeAccessPoint() throws IOException {
        NetworkObjects objects = objects();
        String active = objects.accessPoint().flatMap(objects::activeOf).orElse(null);
        if (active != null) {
            bus.call(SERVICE, ROOT, SERVICE, "DeactivateConnection", "o", active);
        }
    }

    /** Without a profile the service takes the best one that is in reach. */
    @Override
    public void retry() throws IOException {
        activate("/", radio(objects()));
    }

    private NetworkObjects objects() throws IOException {
        JsonNode objects = bus.call(
                        SERVICE, "/org/freedesktop", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", "")
                .at("/data/0");
        Map<String, JsonNode> profiles = new HashMap<>();
        for (String path : NetworkObjects.profilePaths(objects)) {
            profiles.put(
                    path, bus.call(SERVICE, path, PROFILE, "GetSettings", "").at("/data/0"));
        }
        return new NetworkObjects(objects, profiles);
    }

    private void activate(String profile, String device) throws IOException {
        bus.call(SERVICE, ROOT, SERVICE, "ActivateConnection", "ooo", profile, device, "/");
    }

    private void add(ObjectNode settings, String device) throws IOException {
        List<String> arguments = Stream.concat(
                        BusArguments.of(SETTINGS_TYPE, settings).stream(), Stream.of(device, "/"))
                .toList();
        bus.call(
                SERVICE,
                ROOT,
                SERVICE,
                "AddAndActivateConnection",
                SETTINGS_TYPE + "oo",
                arguments.toArray(String[]::new));
    }

    /** A profile without secrets keeps those it has. */
    private void update(String profile, ObjectNode settings) throws IOException {
        List<String> arguments = Stream.concat(
                        BusArguments.of(SETTINGS_TYPE, settings).stream(), Stream.of(TO_DISK, "0"))
                .toList();
        bus.call(SERVICE, profile, PROFILE, "Update2", SETTINGS_TYPE + "ua{sv}", arguments.toArray(String[]::new));
    }

    private static String radio(NetworkObjects objects) throws IOException {
        return objects.radio().orElseThrow(() -> new IOException("This device has no Wi-Fi."));
    }

    private static String device(NetworkObjects objects, String adapter) throws IOException {
        return objects.device(adapter)
                .orElseThrow(() -> new IOException("There is no network adapter " + adapter + "."));
    }

    private static JsonNode profile(NetworkObjects objects, String path) throws IOException {
        JsonNode settings = objects.profiles().get(path);
        if (settings == null) {
            throw new IOException("The network's profile is gone.");
        }
        return settings;
    }

    private static ObjectNode group(ObjectNode settings, String name) {
        return settings.withObject("/" + name);
    }

    private static ObjectNode variant(String type, String value) {
        return JSON.objectNode().put("type", type).put("data", value);
    }

    private static ObjectNode bytes(String text) {
        ObjectNode variant = JSON.objectNode().put("type", "ay");
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            variant.withArray("data").add(b & 0xFF);
        }
        return variant;
    }
}
