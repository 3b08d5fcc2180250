package org.otgwpi.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.MutableCapabilities;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.remote.RemoteWebDriver;
import org.otgwpi.RunningGateway;

/** Debian's WebKitGTK, the dialect of Safari, on an X server of its own that shows nothing. */
final class WebKitBrowser implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process screen;
    private final Process service;
    private final RemoteWebDriver driver;

    WebKitBrowser() throws IOException {
        screen = new ProcessBuilder(
                        "Xvfb", "-displayfd", "1", "-screen", "0", "1500x1000x24", "-nolisten", "tcp", "-noreset")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String display = new BufferedReader(new InputStreamReader(screen.getInputStream(), UTF_8)).readLine();
        int port = RunningGateway.freePort();
        ProcessBuilder builder = new ProcessBuilder("WebKitWebDriver", "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DISPLAY", ":" + display);
        builder.environment().put("LIBGL_ALWAYS_SOFTWARE", "1");
        builder.environment().put("LC_ALL", "C");
        service = builder.start();
        await().atMost(PATIENCE).until(() -> isOpen(port));
        MutableCapabilities wanted = new MutableCapabilities();
        wanted.setCapability("browserName", "MiniBrowser");
        wanted.setCapability(
                "webkitgtk:browserOptions",
                Map.of("binary", miniBrowser().toString(), "args", List.of("--automation")));
        driver = new RemoteWebDriver(URI.create("http://127.0.0.1:" + port).toURL(), wanted);
    }

    private static Path miniBrowser() throws IOException {
        try (Stream<Path> libraries = Files.find(
                Path.of("/usr/lib"), 3, (path, facts) -> path.endsWith("MiniBrowser") && facts.isRegularFile())) {
            return libraries
                    .max(Path::compareTo)
                    .orElseThrow(() -> new IOException(
                            "MiniBrowser is missing: it comes with Debian's package webkit2gtk-driver"));
        }
    }

    /** From now on, until the next page is opened, everything that goes wrong in this one is collected. */
    void collectErrors() {
        run("""
                window.wrongs = [];
                addEventListener('error', ({ message }) => wrongs.push(`error: ${message}`));
                addEventListener('unhandledrejection', ({ reason }) => wrongs.push(`rejected: ${reason}`));
                addEventListener('securitypolicyviolation', ({ blockedURI }) => wrongs.push(`forbidden: ${blockedURI}`));
                const told = console.error;
                console.error = (...words) => { wrongs.push(`console: ${words.join(' ')}`); told(...words); };
                """);
    }

    /** What went wrong since {@link #collectErrors}. */
    List<?> errors() {
        return run("return window.wrongs") instanceof List<?> wrongs ? wrongs : List.of("errors were not collected");
    }

    String version() {
        return driver.getCapabilities().getBrowserName() + " "
                + driver.getCapabilities().getBrowserVersion();
    }

    void size(int width, int height) {
        driver.manage().window().setSize(new Dimension(width, height));
    }

    void open(URI address) {
        driver.get(address.toString());
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    int count(String selector) {
        return driver.findElements(By.cssSelector(selector)).size();
    }

    String textOf(String selector) {
        return String.valueOf(run("return document.querySelector(arguments[0])?.textContent ?? ''", selector));
    }

    @Nullable
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Keeps a picture of what is in sight as target/screenshots/NAME.png. */
    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    private static boolean isOpen(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        driver.quit();
        for (Process process : List.of(service, screen)) {
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
