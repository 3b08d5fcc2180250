package org.otgwpi;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The whole program as a process of its own, started as a user would, on free ports. It is killed when the test
 * closes it.
 */
public final class RunningGateway implements AutoCloseable {

    private static final Pattern READY =
            Pattern.compile("is ready: open http://localhost:(\\d+)/(?: \\([a-z ]* on port (\\d+))?");
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final List<String> output = new ArrayList<>();
    private final CompletableFuture<Matcher> ready = new CompletableFuture<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Thread reader;
    private int httpPort;
    private int webSocketPort;

    private RunningGateway(Process process) {
        this.process = process;
        this.reader = Thread.ofPlatform().name("output of the gateway").daemon().start(this::readOutput);
    }

    /** Starts the program with {@code options} and free ports, and waits until it is ready. */
    public static RunningGateway start(String... options) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("--http-port", "0", "--ws-port", "0", "--bridge-port", "0", "--console-port", "0"));
        all.addAll(List.of(options));
        RunningGateway gateway = launch(List.of(), all);
        gateway.awaitReady();
        return gateway;
    }

    /** As {@link #start}, on ports that are its own again when it restarts in its place. */
    public static RunningGateway startToRestart(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of(options));
        for (String port : List.of("--http-port", "--ws-port", "--bridge-port", "--console-port")) {
            all.addAll(List.of(port, Integer.toString(freePort())));
        }
        RunningGateway gateway = launch(List.of(), all);
        gateway.awaitReady();
        return gateway;
    }

    /** A port of this machine that nobody has now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts the program without waiting. {@code before} stands before the java command: another user, for example. */
    public static RunningGateway launch(List<String> before, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "org.otgwpi.Main"));
        command.addAll(options);
        return new RunningGateway(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Waits until the program says that it is ready. */
    public void awaitReady() throws IOException {
        try {
            Matcher ports = ready.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            httpPort = Integer.parseInt(ports.group(1));
            String second = ports.group(2);
            webSocketPort = second == null ? 0 : Integer.parseInt(second);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw new IOException("The gateway did not become ready:\n" + output(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** How often the program has said that it is ready. */
    public long starts() {
        return output().lines().filter(line -> READY.matcher(line).find()).count();
    }

    public int httpPort() {
        return httpPort;
    }

    public int webSocketPort() {
        return webSocketPort;
    }

    /** The address of the page, with a slash at its end. */
    public String address() {
        return "http://localhost:" + httpPort + "/";
    }

    /** The body of a GET. */
    public String get(String path) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(address() + path)).build());
    }

    /** The body of the answer to a POST. */
    public String post(String path, String body) throws IOException {
        return send(HttpRequest.newBuilder(URI.create(address() + path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    /** What the program has printed so far. */
    public String output() {
        synchronized (output) {
            return String.join("\n", output);
        }
    }

    /** Waits for the program to end by itself; what it printed is complete then. */
    public int awaitExit() throws IOException {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                close();
                throw new IOException("The gateway did not end:\n" + output());
            }
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    public Process process() {
        return process;
    }

    /** As if the plug were pulled. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    private String send(HttpRequest request) throws IOException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private void readOutput() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (output) {
                    output.add(line);
                }
                Matcher matcher = READY.matcher(line);
                if (matcher.find()) {
                    ready.complete(matcher);
                }
            }
        } catch (IOException e) {
            ready.completeExceptionally(new UncheckedIOException(e));
        }
        ready.completeExceptionally(new IOException("it ended"));
    }
}
