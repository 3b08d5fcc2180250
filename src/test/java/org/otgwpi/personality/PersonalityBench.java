package org.otgwpi.personality;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.otgwpi.board.SimulatedLines;
import org.otgwpi.board.SimulatedMachine;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.RawClient;
import org.otgwpi.net.WebTree;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

/** One personality with real sockets and a simulated board. */
public final class PersonalityBench implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("port (\\d+)");

    public final SimulatedLines lines = new SimulatedLines(System::nanoTime);
    public final SettingsStore settings;
    public final Personality personality;
    public final int httpPort;

    private final IoWorker worker;
    private final HttpServer server;

    /** Starts it; {@code folder} is its data folder. */
    public PersonalityBench(PersonalityFactory factory, Path folder) throws IOException {
        worker = IoWorker.start(2);
        settings = SettingsStore.open(folder, SettingsTable.load("001122334455"));
        PersonalityContext context = new PersonalityContext(
                "9.9.9",
                Instant.EPOCH,
                0,
                new SimulatedMachine(),
                lines,
                settings,
                folder,
                WebTree.load("/web"),
                worker,
                0,
                Map::of,
                new MaintenanceLock(),
                System::nanoTime,
                InstantSource.system());
        personality = factory.create(context);
        personality.start();
        server = new HttpServer(worker, personality.http());
        httpPort = server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    /** The port it has open beside that of the web page. */
    public int otherPort() {
        Matcher port = PORT.matcher(personality.openPorts());
        if (!port.find()) {
            throw new IllegalStateException("no port in: " + personality.openPorts());
        }
        return Integer.parseInt(port.group(1));
    }

    /** Everything the server answers to these bytes, line ends made right, until it or we end the connection. */
    public String answerTo(String request) throws IOException {
        try (RawClient client = new RawClient(httpPort)) {
            client.send(request.replace("\n", "\r\n"));
            client.socket().shutdownOutput();
            return new String(client.readAll(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.stop();
        personality.close();
        worker.close();
        lines.close();
    }
}
