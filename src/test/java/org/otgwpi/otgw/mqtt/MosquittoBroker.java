package org.otgwpi.otgw.mqtt;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** A real Mosquitto on a free port, that can be killed and started again. */
public final class MosquittoBroker implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");

    private final Path configuration;
    private final int port;
    private @Nullable Process process;

    /**
     * Starts it. The test is skipped where there is no Mosquitto.
     *
     * @param options further lines of its configuration
     */
    public MosquittoBroker(Path folder, String... options) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "Mosquitto is not installed");
        port = freePort();
        configuration = folder.resolve("mosquitto-" + port + ".conf");
        String user = System.getProperty("user.name");
        StringBuilder text = new StringBuilder("listener " + port + " 127.0.0.1\nuser " + user + "\n");
        if (options.length == 0) {
            text.append("allow_anonymous true\n");
        }
        for (String option : options) {
            text.append(option).append('\n');
        }
        Files.writeString(configuration, text);
        start();
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    void start() throws IOException {
        process = new ProcessBuilder(PROGRAM.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .atMost(Duration.ofSeconds(30))
                .until(this::listens);
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** Ends it: with leave for its clients, or at one blow. */
    void stop(boolean clean) throws InterruptedException {
        Process running = process;
        if (running != null) {
            if (clean) {
                running.destroy();
            } else {
                running.destroyForcibly();
            }
            if (!running.waitFor(20, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
            process = null;
        }
    }

    /** Lets it hang from now on: connected, and deaf. */
    public void freeze() throws IOException {
        Process running = process;
        if (running != null) {
            new ProcessBuilder("kill", "-STOP", Long.toString(running.pid()))
                    .start()
                    .onExit()
                    .join();
        }
    }

    @Override
    public void close() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
        }
    }
}
