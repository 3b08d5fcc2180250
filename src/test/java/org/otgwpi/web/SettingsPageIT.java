package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;
import org.otgwpi.RunningGateway;
import org.otgwpi.settings.SettingsTable;

/** The settings page against the whole program. */
@SuppressWarnings("NullAway.Init")
final class SettingsPageIT {

    private static RunningGateway gateway;
    private static GatewayPage page;
    private static Browser browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        gateway = RunningGateway.start("--simulate", "--data", folder.toString());
        page = new GatewayPage(gateway);
        browser = page.browser;
    }

    @AfterAll
    static void stop() {
        page.close();
        gateway.close();
    }

    @BeforeEach
    void openSettings() {
        page.beginAnew();
        page.open("settings");
        page.awaitPresent("#D_hostname");
    }

    @Test
    void everySettingOfTheGatewayHasAFieldInAGroupWithALabel() {
        long settings = SettingsTable.load("001122334455").listed().size();
        assertEquals(settings, browser.run("return document.querySelectorAll('#settingsPage form').length"));
        assertEquals("MQTT Broker IP/URL", browser.textOf("label[for=mqttbroker]"));
        assertEquals("1883", browser.find("#mqttbrokerport").getDomProperty("value"));
        assertTrue(browser.textOf(".setting-group h2").contains("Device"));
        assertTrue(browser.textOf("#D_serialport").contains("after a restart"));
    }

    @Test
    void aWrongNumberIsToldWhileTypingAndNotSent() throws IOException {
        page.type("#mqttbrokerport", "70000");
        assertEquals("A whole number from 0 to 65535", browser.textOf("#result_mqttbrokerport"));
        assertFalse(browser.find("#D_mqttbrokerport button[type=submit]").isEnabled());
        browser.find("#mqttbrokerport").sendKeys(Keys.ENTER);
        assertTrue(gateway.get("api/v1/settings").contains("\"value\": 1883"));
        page.type("#hostname", "");
        assertEquals("May not be empty", browser.textOf("#result_hostname"));
    }

    @Test
    void aChangeIsSavedAndSaysSoAtItsField() throws IOException {
        page.type("#mqttuser", "O'Brien \"<b>\" שלום 🔥");
        assertEquals("Not saved yet", browser.textOf("#result_mqttuser"));
        browser.find("#mqttuser").sendKeys(Keys.ENTER);
        page.awaitText("#result_mqttuser", "Saved");
        page.open("settings");
        page.awaitPresent("#D_mqttuser");
        assertEquals("O'Brien \"<b>\" שלום 🔥", browser.find("#mqttuser").getDomProperty("value"));
    }

    @Test
    void aSettingThatCountsAfterARestartIsMarked() {
        page.type("#led1pin", "24");
        browser.find("#D_led1pin button[type=submit]").click();
        page.awaitText("#result_led1pin", "Saved; counts from the next restart on");
        assertTrue(browser.find("#restartNeeded").isDisplayed());
    }

    @Test
    void whatTheGatewayRefusesIsShownWithItsReason() {
        page.type("#led2pin", "14");
        browser.find("#D_led2pin button[type=submit]").click();
        page.awaitContains("#result_led2pin", "serial port");
        assertEquals("14", browser.find("#led2pin").getDomProperty("value"));
        browser.screenshot("settings-refused");
        browser.find("#D_led2pin .setting-buttons button[type=button]").click();
        assertEquals("", browser.textOf("#result_led2pin"));
    }

    @Test
    void typedChangesOutliveALookAtAnotherPageAndAreSavedTogether() throws IOException {
        page.type("#ntphostname", "time.example");
        browser.find("#mqttotmessage").click();
        assertEquals("2 not saved", browser.textOf("#unsavedMark"));
        browser.find("nav a[data-route=device]").click();
        page.awaitPresent("#devinfo_hostname");
        browser.find("nav a[data-route=settings]").click();
        assertEquals("time.example", browser.find("#ntphostname").getDomProperty("value"));
        browser.find("#btnSaveSettings").click();
        page.awaitText("#result_ntphostname", "Saved");
        page.awaitText("#result_mqttotmessage", "Saved");
        page.awaitText("#unsavedMark", "");
        assertTrue(gateway.get("api/v1/settings").contains("time.example"));
    }

    @Test
    void theSearchShowsOnlyWhatIsCalledThat() {
        browser.find("#searchSettings").sendKeys("broker");
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> browser.findAll("#settingsPage form:not([hidden])").size() < 10);
        assertTrue(browser.find("#mqttbroker").isDisplayed());
        assertFalse(browser.find("#hostname").isDisplayed());
        browser.find("#searchSettings").sendKeys(" no such thing");
        assertTrue(browser.find("#noSettingFound").isDisplayed());
    }

    @Test
    void theDarkThemeOfTheSettingsCountsAtOnceAndIsKept() {
        browser.find("#darktheme").click();
        browser.find("#D_darktheme button[type=submit]").click();
        page.awaitText("#result_darktheme", "Saved");
        assertEquals("dark", browser.run("return document.documentElement.dataset.theme"));
        page.open("settings");
        assertEquals("dark", browser.run("return document.documentElement.dataset.theme"));
        assertEquals("Light", browser.textOf("#btnTheme"));
    }

    @Test
    void theConsoleStaysQuiet() {
        browser.find("#searchSettings").sendKeys("mqtt");
        assertEquals(List.of(), browser.consoleErrors());
    }
}
