package org.otgwpi.system.setup;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.board.Addressing;
import org.otgwpi.board.Edge;
import org.otgwpi.board.NetworkAdapter;
import org.otgwpi.board.SimulatedNetwork;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;
import org.otgwpi.system.setup.AccessPointPolicy.Phase;

@SuppressWarnings("NullAway.Init")
final class NetworkSetupTest {

    @TempDir
    private Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final SimulatedNetwork network = new SimulatedNetwork(nanos::get);
    private SetupFiles files;
    private NetworkSetup setup;

    @BeforeEach
    void compose() throws IOException {
        Files.createDirectories(folder.resolve("setup"));
        files = new SetupFiles(folder);
        setup = new NetworkSetup(network, files, nanos::get);
    }

    @AfterEach
    void close() {
        setup.close();
    }

    private void pass(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private static WifiChoice choice(String name, String password) {
        return new WifiChoice(name, password, false, "DE");
    }

    private String joined() throws IOException {
        return network.view().radio().map(NetworkAdapter::network).orElse("");
    }

    /** The phase changes a moment before the radio does. */
    private void awaitJoining() {
        await().until(() -> setup.phase() == Phase.JOINING
                && network.view().radio().orElseThrow().state() != NetworkAdapter.State.ACCESS_POINT);
    }

    private void openAccessPoint() {
        setup.ask();
        await().until(() -> setup.phase() == Phase.SCANNING);
        pass(21);
        setup.lookSoon();
        await().until(setup::accessPointOpen);
    }

    @Test
    void aChangeIsUndoneUnlessItIsConfirmedWithinAMinute() throws IOException {
        assertTrue(setup.join(choice("Guests", "")));
        pass(5);
        assertEquals("Guests", joined());
        assertEquals(55, setup.waiting().orElseThrow().secondsLeft());
        pass(55);
        assertEquals("", joined());
        assertTrue(setup.waiting().isEmpty());
        assertThrows(NetworkSetup.WaitsException.class, setup::confirm);
    }

    @Test
    void aConfirmedChangeStaysAndCountsAsSetUp() throws IOException {
        setup.address("eth0", Addressing.manual("10.0.0.2/8", "", List.of()));
        setup.confirm();
        pass(1000);
        assertTrue(network.view().adapter("eth0").orElseThrow().addressing().manual());
        assertTrue(files.setUp());
    }

    @Test
    void aSecondChangeWaitsForTheFirst() throws IOException {
        setup.join(choice("Guests", ""));
        assertThrows(NetworkSetup.WaitsException.class, () -> setup.address("eth0", Addressing.AUTOMATIC));
        setup.undo();
        assertEquals("", joined());
        setup.address("eth0", Addressing.AUTOMATIC);
        assertTrue(setup.waiting().isPresent());
    }

    @Test
    void aRefusedChangeLeavesNothingToConfirm() {
        assertThrows(IOException.class, () -> setup.address("eth9", Addressing.AUTOMATIC));
        assertTrue(setup.waiting().isEmpty());
    }

    @Test
    void theNetworksAreLookedForBeforeTheAccessPointOpensAndShownInIt() throws IOException {
        openAccessPoint();
        assertEquals(1, network.scans());
        network.surround(List.of());
        assertEquals(4, setup.view().inReach().size());
        assertTrue(files.wished(), "a power cut now must not lose the wish");
        assertThrows(NetworkSetup.WaitsException.class, setup::scan);
    }

    @Test
    void fromTheAccessPointTheDeviceJoinsTheChosenNetworkAndThatEndsTheSetUp() throws IOException {
        openAccessPoint();
        assertFalse(setup.join(choice("Home", "correct horse")), "nobody could confirm it");
        awaitJoining();
        pass(5);
        setup.lookSoon();
        await().until(() -> setup.phase() == Phase.CLOSED);
        pass(1000);
        assertEquals("Home", joined());
        assertTrue(files.setUp());
        assertFalse(files.wished());
        assertEquals("DE", files.country().orElseThrow());
    }

    @Test
    void aWrongPasswordBringsTheAccessPointBackWithTheReason() throws IOException {
        openAccessPoint();
        setup.join(choice("Home", "wrong horse"));
        awaitJoining();
        pass(5);
        setup.lookSoon();
        await().until(() -> setup.phase() == Phase.SCANNING);
        pass(21);
        setup.lookSoon();
        await().until(setup::accessPointOpen);
        assertTrue(setup.problem().contains("password"), setup.problem());
        assertTrue(
                network.view().saved().stream().noneMatch(saved -> saved.name().equals("Home")));
    }

    @Test
    void anAccessPointThatDoesNotWorkIsOpenedAgain() throws IOException {
        openAccessPoint();
        pass(31);
        setup.lookSoon();
        pass(31);
        setup.lookSoon();
        assertTrue(setup.accessPointOpen(), "it works");
        network.closeAccessPoint();
        pass(31);
        setup.lookSoon();
        await().until(() -> setup.phase() == Phase.CLOSED);
        pass(61);
        setup.lookSoon();
        await().until(() -> setup.phase() == Phase.SCANNING);
        pass(21);
        setup.lookSoon();
        await().until(setup::accessPointOpen);
    }

    @Test
    void aButtonHeldForThreeSecondsAsks() {
        AtomicLong asked = new AtomicLong();
        SetupButton button = new SetupButton(asked::incrementAndGet);
        button.accept(new Edge(true, 0, 0));
        button.accept(new Edge(false, 1_000_000_000L, 0));
        button.accept(new Edge(true, 3_900_000_000L, 0));
        assertEquals(0, asked.get());
        button.accept(new Edge(false, 10_000_000_000L, 0));
        button.accept(new Edge(true, 13_000_000_000L, 0));
        assertEquals(1, asked.get());
    }

    @Test
    void whatTheSetUpFileWishedForBecomesASettingOnce() throws IOException {
        SettingsStore settings = SettingsStore.open(folder, SettingsTable.load("020000000001"));
        Files.writeString(
                folder.resolve("setup/wishes"), "hostname=heating\nnonsense\nntptimezone=Europe/Berlin\nno=such\n");
        files.takeWishes(settings);
        assertEquals("heating", settings.current().text("hostname"));
        assertEquals("Europe/Berlin", settings.current().text("ntptimezone"));
        settings.change("hostname", "cellar");
        files.takeWishes(settings);
        assertEquals("cellar", settings.current().text("hostname"));
    }
}
