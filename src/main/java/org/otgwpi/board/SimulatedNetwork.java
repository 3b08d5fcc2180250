package org.otgwpi.board;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.NetworkAdapter.State;
import org.otgwpi.board.WirelessNetwork.Security;

/**
 * A cable and a radio that have made-up networks around them and change nothing outside. Joining takes some seconds and
 * fails with a wrong password; what is not kept is undone, as the system does it.
 */
public final class SimulatedNetwork implements Network {

    private static final String CABLE = "eth0";
    private static final String RADIO = "wlan0";
    private static final String CABLE_PROFILE = "Wired connection";
    private static final long JOINING_NANOS = TimeUnit.SECONDS.toNanos(3);

    /**
     * A Wi-Fi of the neighbourhood.
     *
     * @param password empty if it is open
     */
    public record Neighbour(String name, String password, int signalPercent, Security security) {}

    /** What a protection brings back. */
    private record Setup(
            Addressing cable,
            Addressing air,
            Map<String, String> passwords,
            String network,
            boolean accessPoint,
            long sinceNanos) {}

    private record Protection(Setup before, long untilNanos) {}

    private final LongSupplier nanoTime;
    private List<Neighbour> neighbours = List.of(
            new Neighbour("Home", "correct horse", 78, Security.WPA),
            new Neighbour("Müller; Küche", "battery staple", 55, Security.WPA),
            new Neighbour("Guests", "", 41, Security.OPEN),
            new Neighbour("Office", "", 30, Security.ENTERPRISE));
    private boolean plugged = true;
    private int scans;
    private int protections;
    private Setup setup = new Setup(Addressing.AUTOMATIC, Addressing.AUTOMATIC, Map.of(), "", false, 0);
    private final Map<String, Protection> protectedSetups = new TreeMap<>();

    public SimulatedNetwork(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Puts other networks around the radio. */
    public synchronized void surround(List<Neighbour> others) {
        neighbours = List.copyOf(others);
    }

    /** Plugs the cable in or pulls it out. */
    public synchronized void plug(boolean in) {
        plugged = in;
    }

    /** How often the radio was asked to look for networks. */
    public synchronized int scans() {
        return scans;
    }

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public synchronized boolean online() {
        settle();
        return plugged || radioState() == State.CONNECTED;
    }

    @Override
    public synchronized NetworkView view() {
        settle();
        List<NetworkAdapter> adapters = List.of(
                new NetworkAdapter(
                        CABLE,
                        false,
                        "02:00:00:00:00:01",
                        plugged ? State.CONNECTED : State.UNAVAILABLE,
                        plugged ? CABLE_PROFILE : "",
                        plugged ? List.of(address(setup.cable(), "192.168.1.23/24")) : List.of(),
                        shown(setup.cable(), plugged),
                        ""),
                new NetworkAdapter(
                        RADIO,
                        true,
                        "02:00:00:00:00:02",
                        radioState(),
                        setup.accessPoint() ? ACCESS_POINT : setup.network(),
                        radioAddresses(),
                        shown(setup.air(), radioState() == State.CONNECTED),
                        refused() && radioState() == State.DISCONNECTED
                                ? "The network did not let the device in: is the password right?"
                                : ""));
        List<WirelessNetwork> inReach = neighbours.stream()
                .sorted(Comparator.comparingInt(Neighbour::signalPercent).reversed())
                .map(each -> new WirelessNetwork(
                        each.name(),
                        each.signalPercent(),
                        each.security(),
                        each.name().equals(setup.network()) && radioState() == State.CONNECTED,
                        setup.passwords().containsKey(each.name())))
                .toList();
        List<SavedNetwork> saved = new ArrayList<>();
        saved.add(new SavedNetwork(CABLE_PROFILE, CABLE_PROFILE, false, plugged));
        setup.passwords()
                .keySet()
                .forEach(name -> saved.add(
                        new SavedNetwork(name, name, true, name.equals(setup.network()) && !setup.accessPoint())));
        return new NetworkView(adapters, inReach, saved);
    }

    private static String address(Addressing addressing, String automatic) {
        return addressing.manual() ? addressing.address() : automatic;
    }

    private static Addressing shown(Addressing addressing, boolean connected) {
        return addressing.manual() || !connected
                ? addressing
                : new Addressing(false, "192.168.1.23/24", "192.168.1.1", List.of("192.168.1.1"));
    }

    private List<String> radioAddresses() {
        return switch (radioState()) {
            case ACCESS_POINT -> List.of(ACCESS_POINT_ADDRESS + "/24");
            case CONNECTED -> List.of(address(setup.air(), "192.168.1.24/24"));
            case UNAVAILABLE, DISCONNECTED, CONNECTING -> List.of();
        };
    }

    private State radioState() {
        if (setup.accessPoint()) {
            return State.ACCESS_POINT;
        }
        if (setup.network().isEmpty()) {
            return State.DISCONNECTED;
        }
        if (nanoTime.getAsLong() - setup.sinceNanos() < JOINING_NANOS) {
            return State.CONNECTING;
        }
        return refused() ? State.DISCONNECTED : State.CONNECTED;
    }

    private boolean refused() {
        return !setup.network().isEmpty()
                && neighbours.stream()
                        .noneMatch(each -> each.name().equals(setup.network())
                                && each.password().equals(setup.passwords().get(each.name())));
    }

    @Override
    public synchronized void scan() {
        scans++;
    }

    @Override
    public synchronized String protect(@Nullable String adapter, int seconds) {
        settle();
        protectedSetups.clear();
        String name = "protection " + ++protections;
        long until = nanoTime.getAsLong() + TimeUnit.SECONDS.toNanos(seconds);
        protectedSetups.put(name, new Protection(setup, until));
        return name;
    }

    @Override
    public synchronized void keep(String protection) throws IOException {
        take(protection);
    }

    @Override
    public synchronized void undo(String protection) throws IOException {
        setup = take(protection).before();
    }

    private Protection take(String name) throws IOException {
        settle();
        Protection protection = protectedSetups.remove(name);
        if (protection == null) {
            throw new IOException("There is nothing left to keep or to undo.");
        }
        return protection;
    }

    private void settle() {
        protectedSetups.values().removeIf(protection -> {
            boolean over = nanoTime.getAsLong() - protection.untilNanos() >= 0;
            if (over) {
                setup = protection.before();
            }
            return over;
        });
    }

    @Override
    public synchronized void join(String name, @Nullable String password, boolean hidden) {
        settle();
        Map<String, String> passwords = new TreeMap<>(setup.passwords());
        if (password != null) {
            passwords.put(name, password);
        }
        setup = new Setup(setup.cable(), setup.air(), Map.copyOf(passwords), name, false, nanoTime.getAsLong());
    }

    @Override
    public synchronized void address(String adapter, Addressing addressing) throws IOException {
        settle();
        if (adapter.equals(CABLE)) {
            setup = new Setup(
                    addressing,
                    setup.air(),
                    setup.passwords(),
                    setup.network(),
                    setup.accessPoint(),
                    setup.sinceNanos());
        } else if (adapter.equals(RADIO)) {
            setup = new Setup(
                    setup.cable(),
                    addressing,
                    setup.passwords(),
                    setup.network(),
                    setup.accessPoint(),
                    nanoTime.getAsLong());
        } else {
            throw new IOException("There is no network adapter " + adapter + ".");
        }
    }

    @Override
    public synchronized void forget(String id) throws IOException {
        settle();
        Map<String, String> passwords = new TreeMap<>(setup.passwords());
        if (passwords.remove(id) == null) {
            throw new IOException("There is no saved network " + id + ".");
        }
        String network = setup.network().equals(id) ? "" : setup.network();
        setup = new Setup(
                setup.cable(), setup.air(), Map.copyOf(passwords), network, setup.accessPoint(), setup.sinceNanos());
    }

    @Override
    public synchronized void openAccessPoint() {
        accessPoint(true);
    }

    @Override
    public synchronized void closeAccessPoint() {
        accessPoint(false);
    }

    private void accessPoint(boolean open) {
        settle();
        setup = new Setup(setup.cable(), setup.air(), setup.passwords(), setup.network(), open, nanoTime.getAsLong());
    }

    @Override
    public synchronized void retry() {
        accessPoint(false);
    }
}
