package org.otgwpi.web;

import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.Select;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * One headless Chromium. Sizes are set by device-metrics emulation, since a window cannot be made as narrow as a phone.
 * What the console and the network said is collected from the start and never lost by reading it.
 */
final class Browser implements AutoCloseable {

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final JsonMapper JSON = new JsonMapper();

    private final ChromeDriver driver;
    private final List<String> consoleErrors = new ArrayList<>();
    private final List<String> consoleLines = new ArrayList<>();
    private final Set<String> hosts = new TreeSet<>();

    /** @param arguments for Chromium, besides the usual ones */
    Browser(String... arguments) {
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions();
        options.setBinary("/usr/bin/chromium");
        options.setAcceptInsecureCerts(true);
        options.setCapability("goog:loggingPrefs", logs);
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync");
        options.addArguments(arguments);
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(new File("/usr/bin/chromedriver"))
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
        driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(20));
    }

    /** Lays the page out at this size in CSS pixels; below 600 as a phone does. */
    void size(int width, int height) {
        driver.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** Sets the system's preference: {@code light} or {@code dark}. */
    void preferScheme(String scheme) {
        driver.executeCdpCommand(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Runs a script in every page from now on before any of its own. */
    void runBeforeEachPage(String script) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", script));
    }

    /** Lets the browser freeze the page as it does with one that is long out of sight: {@code frozen} or {@code active}. */
    void lifecycle(String state) {
        driver.executeCdpCommand("Page.setWebLifecycleState", Map.of("state", state));
        if (state.equals("active")) {
            driver.executeCdpCommand("Page.bringToFront", Map.of());
        }
    }

    void open(URI address) {
        driver.get(address.toString());
    }

    /** Forgets what pages kept and what was logged so far, as if the browser were new. */
    void forget(URI address) {
        driver.executeCdpCommand(
                "Storage.clearDataForOrigin",
                Map.of("origin", address.getScheme() + "://" + address.getAuthority(), "storageTypes", "all"));
        driver.executeCdpCommand("Network.clearBrowserCache", Map.of());
        consoleErrors();
        requestedHosts();
        consoleErrors.clear();
        hosts.clear();
    }

    /** Uploads go no faster than this from now on; -1 lets them go again. */
    void slowUploads(int bytesPerSecond) {
        driver.executeCdpCommand(
                "Network.emulateNetworkConditions",
                Map.of("offline", false, "latency", 0, "downloadThroughput", -1, "uploadThroughput", bytesPerSecond));
    }

    /** Files that the page hands out go into this folder from now on. */
    void downloadInto(Path folder) {
        driver.executeCdpCommand(
                "Browser.setDownloadBehavior",
                Map.of(
                        "behavior",
                        "allow",
                        "downloadPath",
                        folder.toAbsolutePath().toString()));
    }

    /** Answers yes to the question that the page has just asked. */
    void sayYes() {
        new WebDriverWait(driver, Duration.ofSeconds(10))
                .until(ExpectedConditions.alertIsPresent())
                .accept();
    }

    void choose(String selector, String value) {
        new Select(find(selector)).selectByValue(value);
    }

    /** What axe-core finds wrong with names, roles, contrast and the like, each with where it is. */
    List<String> accessibilityViolations() {
        return new AxeBuilder()
                .analyze(driver).getViolations().stream()
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().stream()
                                        .map(node -> String.valueOf(node.getTarget()))
                                        .toList())
                        .toList();
    }

    void back() {
        driver.navigate().back();
    }

    WebElement find(String selector) {
        return driver.findElement(By.cssSelector(selector));
    }

    List<WebElement> findAll(String selector) {
        return driver.findElements(By.cssSelector(selector));
    }

    /** Presses a key wherever the focus is. */
    void press(CharSequence key) {
        new Actions(driver).sendKeys(key).perform();
    }

    /** Presses the pointer down on an element and keeps it there. */
    void hold(WebElement element) {
        new Actions(driver).clickAndHold(element).perform();
    }

    void letGo() {
        new Actions(driver).release().perform();
    }

    /** The text of an element, as the script sees it: hidden or not. */
    String textOf(String selector) {
        return String.valueOf(run("return document.querySelector(arguments[0])?.textContent ?? ''", selector));
    }

    @Nullable
    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** Runs the body of an async function and returns what it resolves to; a rejection becomes an exception. */
    @Nullable
    Object runAsync(String body, Object... arguments) {
        return driver.executeAsyncScript(
                "const done = arguments[arguments.length - 1]; (async (...args) => {" + body
                        + "})(...arguments).then((value) => done({ value }), (problem) => done({ problem: problem.stack }));",
                arguments);
    }

    /** Keeps a picture of what is in sight as target/screenshots/NAME.png. */
    void screenshot(String name) {
        try {
            Files.createDirectories(SCREENSHOTS);
            Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        } catch (IOException problem) {
            throw new IllegalStateException("The screenshot " + name + " cannot be written", problem);
        }
    }

    /** Everything the console called severe so far, violations of the Content-Security-Policy included. */
    List<String> consoleErrors() {
        readConsole();
        return List.copyOf(consoleErrors);
    }

    /** Everything the console said so far. */
    List<String> consoleLines() {
        readConsole();
        return List.copyOf(consoleLines);
    }

    private void readConsole() {
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            consoleLines.add(entry.getMessage());
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                consoleErrors.add(entry.getMessage());
            }
        }
    }

    /** Host and port of every request and WebSocket so far. */
    Set<String> requestedHosts() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            JsonNode event = read(entry.getMessage()).path("message");
            String address = switch (event.path("method").asText()) {
                case "Network.requestWillBeSent" ->
                    event.at("/params/request/url").asText();
                case "Network.webSocketCreated" -> event.at("/params/url").asText();
                default -> "";
            };
            if (address.startsWith("http") || address.startsWith("ws")) {
                hosts.add(URI.create(address).getAuthority());
            }
        }
        return Set.copyOf(hosts);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException problem) {
            throw new IllegalStateException("The browser's log holds something that is not JSON: " + json, problem);
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
