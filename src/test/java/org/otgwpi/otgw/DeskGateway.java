package org.otgwpi.otgw;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.otgwpi.board.SerialLine;
import org.otgwpi.net.AccessLog;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.PatienceLimit;
import org.otgwpi.net.WebTree;
import org.otgwpi.otgw.rest.ProgramFacts;
import org.otgwpi.personality.MaintenanceLock;
import org.otgwpi.personality.Personality;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;
import org.otgwpi.update.QuiesceOrder;
import org.otgwpi.update.SimulatedInstaller;
import org.otgwpi.update.Updates;

/** The whole personality with its web server on a free port of this machine, its wall clock standing still on half a second. */
final class DeskGateway implements AutoCloseable {

    static final Instant NOW = Instant.parse("2026-02-08T19:15:03.5Z");
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final DeskMachine machine = new DeskMachine();
    final MaintenanceLock maintenance = new MaintenanceLock();
    final SettingsStore settings;
    final int port;
    private final IoWorker worker;
    private final OtgwPersonality personality;
    private final HttpServer server;
    private final Updates updates;

    DeskGateway(Path data, SerialLine line) throws IOException {
        settings = SettingsStore.open(data, SettingsTable.load(machine.macAddress()));
        worker = IoWorker.start(4);
        AtomicReference<Personality> running = new AtomicReference<>();
        QuiesceOrder order =
                new QuiesceOrder(maintenance, () -> Optional.ofNullable(running.get()), ending(), System::nanoTime);
        Path folder = data.resolve("update");
        updates = new Updates(
                folder,
                data,
                () -> Set.of("railhub32"),
                settings,
                new SimulatedInstaller(
                        folder.resolve("simulated"), Updates.bootFailure(folder), "1.2.3+c03a635", Duration.ZERO),
                order,
                "1.2.3+c03a635",
                System::nanoTime,
                InstantSource.fixed(NOW));
        personality = new OtgwPersonality(
                settings,
                new Hardware(line, null, null, machine),
                data,
                new ProgramFacts("1.2.3+c03a635", Instant.parse("2026-02-08T19:56:12Z"), 12345),
                Map::of,
                WebTree.load("/web"),
                worker,
                new Ports(0, 0, 0),
                maintenance,
                updates,
                System::nanoTime,
                InstantSource.fixed(NOW));
        running.set(personality);
        server = new HttpServer(worker, new AccessLog(new PatienceLimit(updates.pages(personality.http()), 2000)));
        personality.start();
        port = server.start(new InetSocketAddress("127.0.0.1", 0));
    }

    /** Counts the restarts on the machine; the ports are closed by the test. */
    private QuiesceOrder.Ending ending() {
        return new QuiesceOrder.Ending() {
            @Override
            public void close() {}

            @Override
            public void reboot() {
                machine.reboot();
            }

            @Override
            public void giveUp() {}
        };
    }

    /** Waits until the chip has told its version and mode and {@code frames} frames. */
    void awaitReady(int frames) {
        await().atMost(PATIENCE).until(() -> {
            Map<String, Object> status = personality.status();
            return "gateway".equals(status.get("gatewayMode"))
                    && String.valueOf(status.get("line")).contains("frames=" + frames + ",");
        });
    }

    int bridgePort() {
        return personality.bridgePort();
    }

    HttpAnswer get(String path) throws IOException {
        return HttpAnswer.to(port, "GET " + path + " HTTP/1.1\r\nHost: otgw\r\n\r\n");
    }

    HttpAnswer post(String path, String headers, byte[] body) throws IOException {
        String head = "POST " + path + " HTTP/1.1\r\nHost: otgw\r\n" + headers + "Content-Length: " + body.length
                + "\r\n\r\n";
        return HttpAnswer.to(port, head, body);
    }

    @Override
    public void close() {
        updates.close();
        server.stop();
        personality.close();
        worker.close();
    }
}
