package org.otgwpi.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.otgwpi.board.NetworkAdapter.State;
import org.otgwpi.board.WirelessNetwork.Security;

/**
 * Reads the objects of NetworkManager as its object manager lists them all at once (its D-Bus API, NetworkManager 1.52).
 * Immutable.
 *
 * @param objects path to interface to property
 * @param profiles path of each saved connection to its settings
 */
record NetworkObjects(JsonNode objects, Map<String, JsonNode> profiles) {

    static final String SERVICE = "org.freedesktop.NetworkManager";
    static final String ROOT = "/org/freedesktop/NetworkManager";
    static final String DEVICE = SERVICE + ".Device";
    static final String PROFILE = SERVICE + ".Settings.Connection";
    static final String WIRED_TYPE = "802-3-ethernet";
    static final String WIRELESS_TYPE = "802-11-wireless";

    private static final String WIRELESS = DEVICE + ".Wireless";
    private static final String POINT = SERVICE + ".AccessPoint";
    private static final String ACTIVE = SERVICE + ".Connection.Active";

    private static final int ETHERNET = 1;
    private static final int WIFI = 2;
    private static final int UNAVAILABLE = 20;
    private static final int DISCONNECTED = 30;
    private static final int ACTIVATED = 100;
    private static final int FAILED = 120;

    private static final int PRIVACY = 1;
    private static final int KEY_PSK = 0x100;
    private static final int KEY_802_1X = 0x200;
    private static final int KEY_SAE = 0x400;

    /** The paths of all saved connections. */
    static List<String> profilePaths(JsonNode objects) {
        List<String> paths = new ArrayList<>();
        objects.fieldNames().forEachRemaining(path -> {
            if (objects.path(path).has(PROFILE)) {
                paths.add(path);
            }
        });
        return paths;
    }

    NetworkView view() {
        List<NetworkAdapter> adapters = new ArrayList<>();
        for (String path : devices()) {
            adapters.add(adapter(path));
        }
        adapters.sort(Comparator.comparing(NetworkAdapter::wireless).thenComparing(NetworkAdapter::name));
        return new NetworkView(adapters, inReach(), saved());
    }

    /** The path of the adapter of this name. */
    Optional<String> device(String name) {
        return devices().stream()
                .filter(path -> property(path, DEVICE, "Interface").asText().equals(name))
                .findFirst();
    }

    /** The path of the first Wi-Fi adapter. */
    Optional<String> radio() {
        return devices().stream()
                .filter(path -> property(path, DEVICE, "DeviceType").asInt() == WIFI)
                .min(Comparator.comparing(
                        path -> property(path, DEVICE, "Interface").asText()));
    }

    /** The path of the profile that an adapter uses, or could use. */
    Optional<String> profileOf(String device) {
        String active = property(device, DEVICE, "ActiveConnection").asText();
        String used = property(active, ACTIVE, "Connection").asText();
        if (profiles.containsKey(used)) {
            return Optional.of(used);
        }
        JsonNode available = property(device, DEVICE, "AvailableConnections");
        for (JsonNode path : available) {
            if (profiles.containsKey(path.asText()) && !isAccessPoint(path.asText())) {
                return Optional.of(path.asText());
            }
        }
        return Optional.empty();
    }

    /** The path of the profile of a Wi-Fi; never that of the access point. */
    Optional<String> wireless(String name) {
        return profiles.keySet().stream()
                .filter(path -> type(path).equals(WIRELESS_TYPE) && !isAccessPoint(path))
                .filter(path -> name(path).equals(name))
                .findFirst();
    }

    Optional<String> profileById(String uuid) {
        return profiles.keySet().stream()
                .filter(path -> setting(path, "connection", "uuid").asText().equals(uuid))
                .findFirst();
    }

    /** The path of the set-up access point's profile. */
    Optional<String> accessPoint() {
        return profiles.keySet().stream()
                .filter(this::isAccessPoint)
                .filter(path -> setting(path, "connection", "id").asText().equals(Network.ACCESS_POINT))
                .findFirst();
    }

    /** The path of the active connection that uses a profile. */
    Optional<String> activeOf(String profile) {
        List<String> found = new ArrayList<>();
        objects.fieldNames().forEachRemaining(path -> {
            if (property(path, ACTIVE, "Connection").asText().equals(profile)) {
                found.add(path);
            }
        });
        return found.stream().findFirst();
    }

    /** What it takes to join a network; WPA if it is not in reach. */
    Security security(String name) {
        return inReach().stream()
                .filter(network -> network.name().equals(name))
                .map(WirelessNetwork::security)
                .findFirst()
                .orElse(Security.WPA);
    }

    private List<String> devices() {
        List<String> paths = new ArrayList<>();
        objects.fieldNames().forEachRemaining(path -> {
            int type = property(path, DEVICE, "DeviceType").asInt();
            if (type == ETHERNET || type == WIFI) {
                paths.add(path);
            }
        });
        return paths;
    }

    private NetworkAdapter adapter(String path) {
        boolean wireless = property(path, DEVICE, "DeviceType").asInt() == WIFI;
        String active = property(path, DEVICE, "ActiveConnection").asText();
        String profile = property(active, ACTIVE, "Connection").asText();
        State state = state(property(path, DEVICE, "State").asInt());
        if (state == State.CONNECTED && isAccessPoint(profile)) {
            state = State.ACCESS_POINT;
        }
        String network = profiles.containsKey(profile)
                ? name(profile)
                : property(active, ACTIVE, "Id").asText();
        return new NetworkAdapter(
                property(path, DEVICE, "Interface").asText(),
                wireless,
                property(path, DEVICE, "HwAddress").asText(),
                state,
                network,
                addresses(path),
                addressing(path, profile),
                state == State.DISCONNECTED
                        ? problem(property(path, DEVICE, "StateReason").path(1).asInt())
                        : "");
    }

    private List<String> addresses(String device) {
        List<String> addresses = new ArrayList<>();
        for (String version : List.of("4", "6")) {
            String configuration =
                    property(device, DEVICE, "Ip" + version + "Config").asText();
            for (JsonNode each : property(configuration, SERVICE + ".IP" + version + "Config", "AddressData")) {
                String address = each.at("/address/data").asText();
                if (!address.startsWith("fe80:")) {
                    addresses.add(address + "/" + each.at("/prefix/data").asInt());
                }
            }
        }
        return addresses;
    }

    /** The addresses that are wished if they do not change, else those that the router gave. */
    private Addressing addressing(String device, String profile) {
        String configuration = property(device, DEVICE, "Ip4Config").asText();
        String values = SERVICE + ".IP4Config";
        String gateway = property(configuration, values, "Gateway").asText();
        List<String> servers = new ArrayList<>();
        for (JsonNode each : property(configuration, values, "NameserverData")) {
            servers.add(each.at("/address/data").asText());
        }
        String address = addresses(device).stream()
                .filter(each -> !each.contains(":"))
                .findFirst()
                .orElse("");
        boolean manual = setting(profile, "ipv4", "method").asText().equals("manual");
        return new Addressing(manual, address, gateway, servers);
    }

    private List<WirelessNetwork> inReach() {
        Set<String> active = new HashSet<>();
        Map<String, WirelessNetwork> strongest = new HashMap<>();
        for (String device : devices()) {
            String point = property(device, WIRELESS, "ActiveAccessPoint").asText();
            active.add(text(property(point, POINT, "Ssid")));
            for (JsonNode each : property(device, WIRELESS, "AccessPoints")) {
                String path = each.asText();
                String name = text(property(path, POINT, "Ssid"));
                int signal = property(path, POINT, "Strength").asInt();
                WirelessNetwork before = strongest.get(name);
                if (!name.isEmpty()
                        && !name.equals(Network.ACCESS_POINT)
                        && (before == null || signal > before.signalPercent())) {
                    strongest.put(
                            name,
                            new WirelessNetwork(
                                    name,
                                    signal,
                                    security(
                                            path,
                                            property(path, POINT, "RsnFlags").asInt()),
                                    active.contains(name),
                                    wireless(name).isPresent()));
                }
            }
        }
        return strongest.values().stream()
                .sorted(Comparator.comparingInt(WirelessNetwork::signalPercent)
                        .reversed()
                        .thenComparing(WirelessNetwork::name))
                .toList();
    }

    private Security security(String point, int rsn) {
        int keys = rsn | property(point, POINT, "WpaFlags").asInt();
        if ((keys & KEY_PSK) != 0) {
            return Security.WPA;
        }
        if ((keys & KEY_SAE) != 0) {
            return Security.WPA3;
        }
        if ((keys & KEY_802_1X) != 0) {
            return Security.ENTERPRISE;
        }
        return (property(point, POINT, "Flags").asInt() & PRIVACY) != 0 ? Security.OUTDATED : Security.OPEN;
    }

    private List<SavedNetwork> saved() {
        List<SavedNetwork> saved = new ArrayList<>();
        for (String path : profiles.keySet()) {
            boolean wireless = type(path).equals(WIRELESS_TYPE);
            if ((wireless || type(path).equals(WIRED_TYPE)) && !isAccessPoint(path)) {
                saved.add(new SavedNetwork(
                        setting(path, "connection", "uuid").asText(),
                        name(path),
                        wireless,
                        activeOf(path).isPresent()));
            }
        }
        saved.sort(Comparator.comparing(SavedNetwork::wireless).thenComparing(SavedNetwork::name));
        return saved;
    }

    private boolean isAccessPoint(String profile) {
        return setting(profile, WIRELESS_TYPE, "mode").asText().equals("ap");
    }

    private String type(String profile) {
        return setting(profile, "connection", "type").asText();
    }

    private String name(String profile) {
        String ssid = text(setting(profile, WIRELESS_TYPE, "ssid"));
        return ssid.isEmpty() ? setting(profile, "connection", "id").asText() : ssid;
    }

    private JsonNode setting(String profile, String group, String name) {
        JsonNode settings = profiles.get(profile);
        return settings == null
                ? objects.path("").path("")
                : settings.path(group).path(name).path("data");
    }

    private JsonNode property(String path, String interfaceName, String name) {
        return objects.path(path).path(interfaceName).path(name).path("data");
    }

    private static String text(JsonNode bytes) {
        byte[] text = new byte[bytes.size()];
        for (int i = 0; i < text.length; i++) {
            text[i] = (byte) bytes.path(i).asInt();
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private static State state(int number) {
        if (number == ACTIVATED) {
            return State.CONNECTED;
        }
        if (number <= UNAVAILABLE) {
            return State.UNAVAILABLE;
        }
        return number == DISCONNECTED || number >= FAILED ? State.DISCONNECTED : State.CONNECTING;
    }

    /** NMDeviceStateReason in the words of a user. */
    private static String problem(int reason) {
        return switch (reason) {
            case 7, 8, 9, 10, 11 -> "The network did not let the device in: is the password right?";
            case 5, 6, 15, 16, 17 -> "The router gave no address.";
            case 53 -> "The network is not in reach.";
            default -> "";
        };
    }
}
