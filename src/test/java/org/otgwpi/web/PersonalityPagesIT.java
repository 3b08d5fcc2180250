package org.otgwpi.web;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.otgwpi.RunningGateway;

/** The pages of the personalities besides the gateway, and the system page, against the whole program. */
@Timeout(300)
final class PersonalityPagesIT {

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> SIZES =
            List.of("1280 900 light", "1280 900 dark", "360 740 light", "360 740 dark");

    @SuppressWarnings("NullAway.Init")
    private static RunningGateway program;

    @SuppressWarnings("NullAway.Init")
    private static GatewayPage page;

    @SuppressWarnings("NullAway.Init")
    private static Browser browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        program = RunningGateway.start("--simulate", "--data", folder.toString(), "--personality", "remote");
        page = new GatewayPage(program);
        browser = page.browser;
    }

    @AfterAll
    static void stop() {
        page.close();
        program.close();
    }

    @BeforeEach
    void beginAnew() {
        page.beginAnew();
    }

    /** Changes the personality as a script would, unless it runs already. */
    private static void become(String personality) throws IOException {
        if (!json("_pi/status").path("personality").asText().equals(personality)) {
            browser.open(URI.create("about:blank"));
            String answer = program.post("_pi/personality", "{\"name\":\"" + personality + "\",\"confirm\":true}");
            assertEquals(personality, JSON.readTree(answer).path("current").asText(), answer);
        }
    }

    private static JsonNode json(String path) throws IOException {
        return JSON.readTree(program.get(path));
    }

    private static JsonNode line(int number) throws IOException {
        for (JsonNode line : json("_pi/board").path("lines")) {
            if (line.path("line").asInt() == number) {
                return line;
            }
        }
        throw new IllegalStateException("line " + number + " has no user");
    }

    private static JsonNode output(int index) throws IOException {
        return json("api/status").path("outputs").path(index);
    }

    private static void assertLegibleAtEverySize(String route, String name, Runnable ready) {
        for (String size : SIZES) {
            String[] parts = size.split(" ", -1);
            browser.size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
            browser.preferScheme(parts[2]);
            browser.open(URI.create("about:blank"));
            browser.open(page.address.resolve(route));
            ready.run();
            page.assertFitsAndIsLegible(name + " " + size);
            browser.screenshot(name + "-" + parts[0] + "-" + parts[2]);
        }
        assertEquals(List.of(), browser.consoleErrors());
        assertEquals(Set.of(page.address.getAuthority()), browser.requestedHosts());
    }

    private static void awaitConnected() {
        await().atMost(GatewayPage.PATIENCE)
                .untilAsserted(() ->
                        assertEquals("connected", browser.find("#wsStatus").getDomAttribute("data-state")));
    }

    private static void awaitClass(String selector, String name) {
        await().atMost(GatewayPage.PATIENCE)
                .untilAsserted(() -> assertEquals(name, browser.find(selector).getDomAttribute("class")));
    }

    private static void setRange(String selector, int value) {
        browser.run(
                "const range = document.querySelector(arguments[0]); range.value = arguments[1];"
                        + "range.dispatchEvent(new Event('input', { bubbles: true }))",
                selector,
                value);
    }

    @Test
    void theRemoteControlFollowsItsPageItsButtonAndEveryOtherPage() throws IOException {
        become("remote");
        browser.open(page.address);
        awaitConnected();
        String state = browser.find("#led").getDomAttribute("class");
        String other = "on".equals(state) ? "off" : "on";
        browser.find("#toggle").click();
        awaitClass("#led", other);
        assertEquals("on".equals(other) ? 1 : 0, line(26).path("level").asInt());
        program.post("_pi/board", "{\"line\":22,\"level\":0}");
        awaitClass("#led", String.valueOf(state));
        program.post("_pi/board", "{\"line\":22,\"level\":1}");
        assertLegibleAtEverySize("", "remote", PersonalityPagesIT::awaitConnected);
    }

    @Test
    void theLedIsTriedOutOnItsPage() throws IOException {
        become("led");
        browser.open(page.address);
        awaitConnected();
        browser.find("#on").click();
        page.awaitText("#ledState", "On");
        assertEquals(1, line(26).path("level").asInt());
        page.type("#field", "led off");
        browser.press(Keys.ENTER);
        page.awaitText("#ledState", "Off");
        page.awaitContains("#said", "LED is now OFF");
        assertLegibleAtEverySize("", "led", PersonalityPagesIT::awaitConnected);
    }

    @Test
    void theEchoIsTriedOutOnItsPage() throws IOException {
        become("echo");
        browser.open(page.address);
        awaitConnected();
        page.type("#field", "<b>hello</b>");
        browser.press(Keys.ENTER);
        page.awaitContains("#said", "received <b>hello</b>");
        browser.find("#async").click();
        page.awaitContains("#said", "received Async data");
        assertLegibleAtEverySize("", "echo", PersonalityPagesIT::awaitConnected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"railhub32", "railhub8266"})
    void anOutputIsSwitchedDimmedNamedAndMadeToBlink(String board) throws IOException {
        become(board);
        browser.open(page.address.resolve("#outputs"));
        page.awaitPresent(".output");
        int outputs = json("api/status").path("outputs").size();
        assertEquals(outputs, browser.findAll(".output").size());
        String card = ".output:nth-of-type(2) ";
        if (output(1).path("active").asBoolean()) {
            browser.find(card + ".switch").click();
            await().atMost(GatewayPage.PATIENCE)
                    .until(() -> !output(1).path("active").asBoolean());
        }
        browser.find(card + ".switch").click();
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> output(1).path("active").asBoolean());
        setRange(card + "input[type=range]", 40);
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> output(1).path("brightness").asInt() == 40);
        page.type(card + "input[type=number]", "500");
        browser.press(Keys.TAB);
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> output(1).path("interval").asInt() == 500);
        browser.find(card + ".tools button").click();
        browser.find(card + ".rename input").sendKeys("<i>\"Yard\"</i>");
        browser.press(Keys.ENTER);
        page.awaitText(card + "h3", "<i>\"Yard\"</i>");
        program.post("api/name", "{\"pin\":" + output(1).path("pin").asInt() + ",\"name\":\"\"}");
        page.awaitText(card + "h3", "Output 2");
    }

    @Test
    void allOutputsFollowTheMaster() throws IOException {
        become("railhub32");
        browser.open(page.address.resolve("#outputs"));
        page.awaitPresent(".output");
        browser.find("#allOn").click();
        await().atMost(GatewayPage.PATIENCE).until(() -> activeOutputs() == 16);
        await().atMost(GatewayPage.PATIENCE).until(() -> browser.find("#allOn").isEnabled());
        setRange("#master", 30);
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> output(15).path("brightness").asInt() == 30);
        browser.find("#allOff").click();
        await().atMost(GatewayPage.PATIENCE).until(() -> activeOutputs() == 0);
        assertEquals(30, output(15).path("brightness").asInt(), "off keeps the brightness");
    }

    private static int activeOutputs() throws IOException {
        int active = 0;
        for (JsonNode output : json("api/status").path("outputs")) {
            active += output.path("active").asBoolean() ? 1 : 0;
        }
        return active;
    }

    @Test
    void aGroupIsMadeRenamedAndDeleted() throws IOException {
        become("railhub8266");
        for (JsonNode group : json("api/status").path("chasingGroups")) {
            program.post(
                    "api/chasing/delete",
                    "{\"groupId\":" + group.path("groupId").asInt() + "}");
        }
        browser.open(page.address.resolve("#groups"));
        page.awaitPresent("#members input");
        browser.find("#newGroup button[type=submit]").click();
        page.awaitText("#groupResult", "Choose at least two outputs.");
        List<org.openqa.selenium.WebElement> boxes = browser.findAll("#members input");
        boxes.get(0).click();
        boxes.get(1).click();
        boxes.get(2).click();
        page.type("#groupInterval", "200");
        browser.find("#newGroup button[type=submit]").click();
        page.awaitText("#groups h3", "1 · Group 1");
        assertEquals(200, json("api/status").at("/chasingGroups/0/interval").asInt());
        assertEquals(3, json("api/status").at("/chasingGroups/0/outputs").size());
        page.type("#groups input", "Run");
        browser.press(Keys.ENTER);
        page.awaitText("#groups h3", "1 · Run");
        assertLegibleAtEverySize("#groups", "railhub-groups", () -> page.awaitPresent("#groups li"));
        browser.find("#groups li > button").click();
        browser.sayYes();
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> json("api/status").path("chasingGroups").isEmpty());
    }

    @Test
    void everyWordStandsInEveryLanguage() throws IOException {
        become("echo");
        browser.open(page.address);
        Object missing = browser.runAsync("""
                const root = document.querySelector('link[rel=icon]').href.replace('shared/favicon.svg', '');
                const { languages } = await import(root + 'shared/speech.js');
                const tables = [(await import(root + 'shared/frame-words.js')).frameWords,
                  (await import(root + 'railhub/words.js')).words, (await import(root + 'system/words.js')).words,
                  (await import(root + 'system/setting-words.js')).settingWords];
                const many = Object.keys(languages).length;
                return tables.flatMap(Object.entries)
                  .filter(([, row]) => row.length !== many || row.some((word) => word === ''))
                  .map(([key]) => key).join();
                """);
        assertEquals("{value=}", String.valueOf(missing));
    }

    @Test
    void railHubsPageFitsAndIsLegible() throws IOException {
        become("railhub32");
        program.post("api/control", "{\"pin\":4,\"active\":true,\"brightness\":60}");
        assertLegibleAtEverySize("#status", "railhub-status", () -> page.awaitPresent("#gauges li:nth-of-type(4)"));
        assertLegibleAtEverySize("#outputs", "railhub-outputs", () -> page.awaitPresent(".output"));
    }

    @ParameterizedTest
    @CsvSource({"en, Outputs", "de, Ausgänge", "fr, Sorties", "it, Uscite", "zh, 输出", "hi, आउटपुट"})
    void railHubsPageSpeaksSixLanguages(String language, String word) throws IOException {
        become("railhub32");
        browser.open(page.address);
        browser.choose("#language", language);
        page.awaitText("a[href='#outputs']", word);
        assertEquals(language, browser.run("return document.documentElement.lang"));
        awaitConnected();
        browser.screenshot("railhub-" + language);
    }

    @Test
    void railHubsPageComesBackAfterTheHubWasAway() throws IOException {
        become("railhub32");
        browser.open(page.address);
        awaitConnected();
        program.post("_pi/personality", "{\"name\":\"echo\",\"confirm\":true}");
        await().atMost(GatewayPage.PATIENCE)
                .untilAsserted(() ->
                        assertEquals("disconnected", browser.find("#wsStatus").getDomAttribute("data-state")));
        program.post("_pi/personality", "{\"name\":\"railhub32\",\"confirm\":true}");
        awaitConnected();
    }

    @Test
    void theSwitchAsksWithTheLinesItWillDriveBeforeAnythingHappens() throws IOException {
        become("echo");
        browser.open(page.address.resolve("_pi/"));
        page.awaitPresent("[data-choice=remote]");
        browser.find("[data-choice=remote]").click();
        page.awaitText("#confirm-title", "Switch to remote?");
        page.awaitContains("#confirmLines", "Line 26: the LED");
        browser.screenshot("system-confirm");
        assertEquals(List.of(), browser.accessibilityViolations());
        browser.find("#confirm [value=no]").click();
        assertEquals("echo", json("_pi/status").path("personality").asText());
        browser.find("[data-choice=remote]").click();
        browser.find("#confirm [value=yes]").click();
        page.awaitText("#switchResult", "remote runs now.");
        assertEquals("remote", json("_pi/status").path("personality").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"otgw", "railhub32", "railhub8266", "remote", "led", "echo"})
    void theSystemPageIsOnEveryPersonality(String personality) throws IOException {
        become(personality);
        browser.open(page.address.resolve("_pi/personality"));
        page.awaitContains(".choice[data-current]", personality);
        assertEquals(List.of(), browser.consoleErrors());
    }

    @Test
    void theSystemPageFitsAndIsLegible() throws IOException {
        become("remote");
        assertLegibleAtEverySize("_pi/", "system", () -> page.awaitPresent(".choice"));
    }

    @Test
    void theWiringIsChangedOnTheSystemPageAndCheckedThere() throws IOException {
        become("echo");
        browser.open(page.address.resolve("_pi/#settings"));
        page.awaitPresent("#settings input");
        assertEquals(0L, browser.run("return document.querySelectorAll('#settings [lang=en]').length"));
        String row = "#settings li:nth-of-type(" + rowOf("ledline") + ") ";
        page.type(row + "input", "99");
        browser.press(Keys.TAB);
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> "true".equals(browser.find(row + "input").getDomAttribute("aria-invalid")));
        page.type(row + "input", "16");
        browser.press(Keys.TAB);
        page.awaitText(row + "[role=status]", "saved");
        become("led");
        assertEquals(16, json("_pi/status").at("/led/line").asInt());
        program.post("_pi/settings", "{\"name\":\"ledline\",\"value\":26}");
        page.beginAnew();
        assertLegibleAtEverySize("_pi/#settings", "system-settings", () -> page.awaitPresent("#settings input"));
    }

    @Test
    void aFileThatIsNoUpdateIsRefusedOnEveryPersonality(@TempDir Path folder) throws IOException {
        become("echo");
        browser.open(page.address.resolve("_pi/#update"));
        page.awaitContains("#updateFrom", json("_pi/status").path("version").asText());
        assertLegibleAtEverySize("_pi/#update", "system-update", () -> page.awaitContains("#updateFrom", "."));
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> browser.textOf("#slotRows").startsWith("A"));
        assertTrue(browser.textOf("#slotRows").contains("runs"), browser.textOf("#slotRows"));
        Path file = Files.writeString(folder.resolve("no-update.bin"), "nothing");
        browser.find("#updateFile").sendKeys(file.toString());
        browser.find("#updateForm button").click();
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> browser.textOf("#updateResult").endsWith("."));
        assertTrue(browser.textOf("#updateResult").contains("update"), browser.textOf("#updateResult"));
        browser.screenshot("system-update-refused");
    }

    @Test
    void theNetworkPageIsOneClickAway() throws IOException {
        become("echo");
        browser.open(page.address.resolve("_pi/"));
        browser.find("nav a[href=network]").click();
        page.awaitPresent("h1");
        assertEquals(
                "/_pi/network",
                URI.create(String.valueOf(browser.run("return location.href"))).getPath());
        browser.screenshot("network");
    }

    @Test
    void theNetworkPageLeadsBack() throws IOException {
        become("echo");
        browser.open(page.address.resolve("_pi/network"));
        page.awaitPresent("#networkBack");
        browser.find("#networkBack").click();
        page.awaitPresent(".choice");
    }

    /** A browser keeps pages, and asks only whether they are still the same. */
    @Test
    void afterASwitchTheStartPageIsThatOfTheNewPersonality() throws IOException {
        for (String personality : List.of("led", "echo", "remote", "railhub32", "led")) {
            become(personality);
            browser.open(page.address);
            String folder = personality.startsWith("railhub") ? "railhub" : personality;
            await().atMost(GatewayPage.PATIENCE)
                    .until(() -> String.valueOf(
                                    browser.run("return document.querySelector('script[type=module]')?.src ?? ''"))
                            .contains("/" + folder + "/"));
        }
    }

    @Test
    void aNewNameIsToldBeforeTheSwitch() throws IOException {
        become("echo");
        browser.open(page.address.resolve("_pi/"));
        page.awaitPresent("[data-choice=railhub32]");
        browser.find("[data-choice=railhub32]").click();
        page.awaitContains("#confirmName", "OTGW.local");
        page.awaitContains("#confirmName", "http://railhub32.local:" + program.httpPort() + "/");
        browser.screenshot("switch-new-name");
        browser.find("#confirm button[value=no]").click();
        browser.find("[data-choice=led]").click();
        assertEquals(Boolean.TRUE, browser.run("return document.getElementById('confirmName').hidden"));
        browser.find("#confirm button[value=no]").click();
        assertEquals("echo", json("_pi/status").path("personality").asText());
    }

    private static int rowOf(String setting) throws IOException {
        int row = 0;
        for (JsonNode each : json("_pi/settings").path("settings")) {
            String name = each.path("name").asText();
            if (each.path("group").asText().equals("Personality") && !name.equals("personality")) {
                row++;
                if (name.equals(setting)) {
                    return row;
                }
            }
        }
        throw new IllegalStateException("there is no setting " + setting);
    }

    @Test
    void theBoardShowsLampsAndItsButtonsCanBePressed() throws IOException {
        become("remote");
        browser.open(page.address.resolve("_pi/board"));
        String button = "[data-line='22'] ";
        page.awaitPresent(button + "button");
        int before = line(26).path("level").asInt();
        browser.find(button + "button").click();
        await().atMost(GatewayPage.PATIENCE)
                .until(() -> line(26).path("level").asInt() != before
                        && line(22).path("level").asInt() == 1);
        browser.hold(browser.find(button + "button"));
        await().atMost(GatewayPage.PATIENCE).until(() -> line(26).path("level").asInt() == before);
        page.awaitContains("[data-line='22']", "input, low");
        browser.letGo();
        page.awaitContains("[data-line='22']", "input, high");
        await().atMost(GatewayPage.PATIENCE).until(() -> {
            browser.run("document.querySelector(arguments[0]).click()", button + "button");
            return line(26).path("level").asInt() != before;
        });
        assertTrue(browser.textOf("[data-line='26']").contains("output"), browser.textOf("[data-line='26']"));
        assertLegibleAtEverySize("_pi/board", "board-remote", () -> page.awaitPresent(button));
    }

    @Test
    void theBoardShowsHowBrightTheLampsAre() throws IOException {
        become("railhub32");
        program.post("api/interval", "{\"pin\":4,\"interval\":0}");
        program.post("api/control", "{\"pin\":4,\"active\":true,\"brightness\":25}");
        program.post("api/control", "{\"pin\":5,\"active\":true,\"brightness\":100}");
        browser.open(page.address.resolve("_pi/board"));
        page.awaitContains("[data-line='16']", "output, 25 %");
        page.awaitContains("[data-line='5']", "output, 100 %");
        browser.screenshot("board-railhub");
    }
}
