package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.otgwpi.RunningGateway;

/** The gateway's page in one browser, the way its tests use it. */
final class GatewayPage implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    final Browser browser;
    final URI address;

    GatewayPage(RunningGateway gateway) {
        this(URI.create(gateway.address()));
    }

    GatewayPage(URI address) {
        this(address, new Browser());
    }

    /** A page in a browser that others use too. */
    GatewayPage(RunningGateway gateway, Browser browser) {
        this(URI.create(gateway.address()), browser);
    }

    GatewayPage(URI address, Browser browser) {
        this.address = address;
        this.browser = browser;
    }

    /** As a user who was never here, at a desk, by day. */
    void beginAnew() {
        browser.open(URI.create("about:blank"));
        browser.forget(address);
        browser.size(1440, 900);
        browser.preferScheme("light");
    }

    /** Opens the page at this route ({@code settings}) and waits until it is connected. */
    void open(String route) {
        browser.open(URI.create("about:blank"));
        browser.open(URI.create(address + "#" + route));
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertEquals("connected", browser.find("#wsStatus").getDomAttribute("data-state")));
    }

    /** Answers yes to the question that the page asks. */
    void sayYes() {
        awaitPresent("dialog[open]");
        browser.find("dialog[open] button.primary").click();
    }

    void awaitText(String selector, String text) {
        await().atMost(PATIENCE).untilAsserted(() -> assertEquals(text, browser.textOf(selector)));
    }

    void awaitPresent(String selector) {
        await().atMost(PATIENCE).until(() -> !browser.findAll(selector).isEmpty());
    }

    void awaitContains(String selector, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertTrue(
                        browser.textOf(selector).contains(text), () -> selector + ": " + browser.textOf(selector)));
    }

    /** Replaces what stands in a field. */
    void type(String selector, String text) {
        browser.run("const field = document.querySelector(arguments[0]); field.focus(); field.select()", selector);
        browser.press(org.openqa.selenium.Keys.DELETE);
        browser.find(selector).sendKeys(text);
    }

    /** Nothing is wider than the page, every text is legible, and axe-core has nothing to say. */
    void assertFitsAndIsLegible(String what) {
        assertEquals(
                browser.run("return document.documentElement.clientWidth"),
                browser.run("return document.documentElement.scrollWidth"),
                what + ": nothing is wider than the page");
        assertEquals(List.of(), browser.run(script("contrast.js") + "return textsTooFaint()"), what);
        assertEquals(List.of(), browser.accessibilityViolations(), what);
    }

    static String script(String name) {
        try (InputStream stream = GatewayPage.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("The test resource " + name + " is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8).replace("export function", "function");
        } catch (IOException problem) {
            throw new IllegalStateException("The test resource " + name + " cannot be read", problem);
        }
    }

    @Override
    public void close() {
        browser.close();
    }
}
