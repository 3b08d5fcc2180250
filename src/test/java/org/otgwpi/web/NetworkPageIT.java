package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.RunningGateway;

/** The network page in the gateway's page and alone, with made-up networks. */
@SuppressWarnings("NullAway.Init")
final class NetworkPageIT {

    private static final String ALERT = "#displayNetwork [role=alert]";

    private RunningGateway gateway;
    private GatewayPage page;
    private Browser browser;

    @BeforeEach
    void start(@TempDir Path data) throws IOException {
        gateway = RunningGateway.start("--simulate", "--data", data.toString());
        page = new GatewayPage(gateway);
        browser = page.browser;
    }

    @AfterEach
    void stop() {
        page.close();
        gateway.close();
    }

    private void choose(String network, String password) {
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> !browser.findAll("#networkInReach button").isEmpty());
        browser.findAll("#networkInReach button").stream()
                .filter(button -> button.getText().startsWith(network))
                .findFirst()
                .orElseThrow()
                .click();
        assertEquals(network, browser.find("[name=wifi]").getDomProperty("value"));
        page.type("[name=password]", password);
    }

    private boolean shown(String selector) {
        return browser.find(selector).isDisplayed();
    }

    private void awaitShown(String selector, boolean wanted) {
        await().atMost(GatewayPage.PATIENCE).until(() -> shown(selector) == wanted);
    }

    @Test
    void aJoinedNetworkIsKeptOrTakenBackByTheUser() {
        page.open("network");
        choose("Home", "correct horse");
        browser.find(".network-form .primary").click();
        awaitShown("#networkWaiting", true);
        page.awaitPresent("[data-adapter=wlan0][data-state=connected]");
        browser.screenshot("network-waiting");
        browser.find("#networkUndo").click();
        awaitShown("#networkWaiting", false);
        page.awaitPresent("[data-adapter=wlan0][data-state=disconnected]");

        choose("Home", "correct horse");
        browser.find(".network-form .primary").click();
        awaitShown("#networkWaiting", true);
        browser.find("#networkKeep").click();
        awaitShown("#networkWaiting", false);
        page.awaitContains("#networkSaved", "Home");
        browser.find("#networkSaved li:last-child button").click();
        page.sayYes();
        awaitShown("#networkWaiting", true);
        assertEquals(List.of(), browser.consoleErrors());
    }

    @Test
    void aRefusalIsShownInItsOwnWords() {
        page.open("network");
        choose("Home", "short");
        browser.find(".network-form .primary").click();
        page.awaitContains(ALERT, "8 to 63");
    }

    @Test
    void thePageOfTheAccessPointNeedsNothingButItself() throws IOException, InterruptedException {
        HttpRequest ask = HttpRequest.newBuilder(URI.create(gateway.address() + "_pi/network"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"action\":\"accesspoint\"}"))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertEquals(
                    200, client.send(ask, HttpResponse.BodyHandlers.ofString()).statusCode());
        }
        browser.size(360, 800);
        browser.open(URI.create(gateway.address() + "_pi/network"));
        page.awaitPresent("[name=hostName]");
        awaitShown("[name=hostName]", true);
        for (String scheme : List.of("light", "dark")) {
            browser.preferScheme(scheme);
            browser.screenshot("set-up-360-" + scheme);
            page.assertFitsAndIsLegible("set-up " + scheme);
        }
        choose("Guests", "");
        page.type("[name=hostName]", "heating");
        browser.find(".network-form .primary").click();
        awaitShown("#networkTold", true);
        assertTrue(browser.textOf("#networkTold").contains("http://heating.local/"), browser.textOf("#networkTold"));
        assertEquals(Set.of(page.address.getAuthority()), browser.requestedHosts());
    }
}
