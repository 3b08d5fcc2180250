package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.WebElement;
import org.otgwpi.RunningGateway;
import org.otgwpi.update.SimulatedBundle;
import org.otgwpi.update.SimulatedKeys;

/** An upload has the browser's three connections to itself: our page's WebSocket is gone before, and back afterwards. */
@SuppressWarnings("NullAway.Init")
final class UploadAloneIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int PAYLOAD_BYTES = 24 << 20;

    @TempDir
    private Path folder;

    private RunningGateway gateway;
    private NarrowNetwork network;
    private Path file;

    private interface Page {
        @Nullable
        Object run(String script, Object... arguments);
    }

    private interface Finder {
        WebElement find(String selector);
    }

    @BeforeEach
    void start() throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        gateway = RunningGateway.start("--simulate", "--data", data.toString());
        network = new NarrowNetwork(gateway.httpPort());
        file = folder.resolve("otgw-pi-2.0.0.raucb");
        try (OutputStream out = Files.newOutputStream(file)) {
            SimulatedBundle.write(
                    out,
                    new SimulatedBundle(SimulatedBundle.COMPATIBLE, "2.0.0", "", 0, "", ""),
                    new byte[PAYLOAD_BYTES],
                    SimulatedKeys.in(data.resolve("update/simulated")));
        }
    }

    @AfterEach
    void stop() {
        network.close();
        gateway.close();
    }

    private URI address() {
        return URI.create("http://localhost:" + network.port() + "/#update");
    }

    private static boolean is(Page page, String script) {
        return Boolean.TRUE.equals(page.run("return " + script));
    }

    private void awaitLive(Page page) {
        await().atMost(PATIENCE)
                .until(() -> is(page, "document.querySelector('#wsStatus')?.dataset.state === 'connected'")
                        && network.webSockets() == 1);
    }

    private void upload(String browser, Page page, Finder finder) {
        awaitLive(page);
        await().atMost(PATIENCE).until(() -> is(page, "document.querySelector('#slotRows tr') !== null"));
        finder.find("#updateFile").sendKeys(file.toString());
        finder.find("#updateForm button").click();
        await().atMost(PATIENCE)
                .until(() -> is(page, "document.getElementById('updateResult').textContent.includes('to 2.0.0')"));
        assertEquals(1, network.uploads());
        System.out.printf(
                "%s: %d connections at most, %d WebSockets beside the upload of %d MB%n",
                browser, network.mostConnections(), network.mostBesideAnUpload(), PAYLOAD_BYTES >> 20);
    }

    @Test
    void inChromiumThePagesSocketIsClosedBeforeTheUploadAndOpenAfterIt() {
        try (Browser browser = new Browser()) {
            browser.open(address());
            upload("Chromium", browser::run, browser::find);
            assertEquals(0, network.mostBesideAnUpload());
            awaitLive(browser::run);
        }
    }

    @Test
    void inWebKitThePagesSocketIsClosedBeforeTheUploadAndOpenAfterIt() throws IOException {
        try (WebKitBrowser browser = new WebKitBrowser()) {
            browser.open(address());
            upload("WebKit", browser::run, browser::find);
            assertEquals(0, network.mostBesideAnUpload());
            awaitLive(browser::run);
        }
    }

    /** The proof that the network would see a socket that stays open. */
    @Test
    void aSocketThatThePageForgetsIsSeen() {
        try (Browser browser = new Browser()) {
            browser.open(address());
            awaitLive(browser::run);
            browser.run("window.enterFlashMode = () => Promise.resolve()");
            upload("Chromium, whose page forgets", browser::run, browser::find);
            assertTrue(network.mostBesideAnUpload() > 0);
        }
    }
}
