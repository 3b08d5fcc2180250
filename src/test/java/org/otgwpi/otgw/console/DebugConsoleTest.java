package org.otgwpi.otgw.console;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.LogLine;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

final class DebugConsoleTest {

    private static final ZoneId AMSTERDAM = ZoneId.of("Europe/Amsterdam");
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-02-08T19:15:03.123456Z"));
    private static final String PREFIX = "20:15:03.123456 (memory) ";
    private static final Pattern MEMORY = Pattern.compile("\\([ \\d]{6}\\d+\\|[ \\d]{5}\\d+\\)");

    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private final TalkingChip chip = new TalkingChip();
    private volatile boolean mqttConnected;
    private IoWorker worker;
    private SettingsStore settings;
    private Gateway gateway;
    private DebugConsole console;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    @BeforeEach
    void theConsoleIsOpen() throws IOException {
        settings = SettingsStore.open(folder, SettingsTable.load("001122334455"));
        Catalogue catalogue = Catalogue.load();
        worker = opened(IoWorker.start(1));
        gateway =
                opened(new Gateway(chip, null, catalogue, new LogLine(catalogue, AMSTERDAM), System::nanoTime, CLOCK));
        console = opened(new DebugConsole(
                gateway,
                settings,
                new ConsoleFacts(
                        "1.2.0+0a1b2c3", Instant.parse("2026-02-07T10:00:00Z"), () -> true, () -> AMSTERDAM, () -> 7),
                new RecordedMqtt(),
                new RecordedPins(),
                worker,
                System::nanoTime,
                CLOCK));
        gateway.addListener(console);
        console.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        gateway.start();
        await().until(() -> gateway.state().mode() == GatewayState.Mode.GATEWAY);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void theHelpScreenShowsTheStateAndTheKeys() throws IOException {
        mqttConnected = true;
        for (String line : List.of("T101814C0", "B501814C0", "T10101440", "B50101440", "T80190000", "BC0192B80")) {
            chip.say(line);
        }
        await().until(() -> gateway.state().values().word(25) == 0x2B80);
        ConsoleClient client = client();
        client.press("h");
        await().until(() -> client.text().endsWith("Show MyDEBUG status\r\n\r\n"));
        assertEquals(golden("help-golden.txt"), shown(client));
    }

    @Test
    void theSettingsAreReadAgainAndShownWithoutThePassword() throws IOException {
        settings.change("mqttpasswd", "geheim-123");
        settings.change("otgwcommands", "GW=1;TT=20");
        Path file = folder.resolve(SettingsStore.FILE_NAME);
        Files.writeString(file, Files.readString(file).replace("\"OTGW\"", "\"Attic\""));
        ConsoleClient client = client();
        client.press("q");
        await().until(() -> client.text().contains("GPIO Out. Trg. Bit    : "));
        await().until(() -> client.text().endsWith("\r\n"));
        assertEquals(golden("settings-golden.txt"), client.text());
        client.press("kh");
        await().until(() -> client.text().endsWith("Show MyDEBUG status\r\n\r\n"));
        assertFalse(client.text().contains("geheim"), client.text());
        assertEquals("geheim-123", settings.current().text("mqttpasswd"));
    }

    @Test
    void aBrokenSettingsFileGetsASentenceAndChangesNothing() throws IOException {
        Files.writeString(folder.resolve(SettingsStore.FILE_NAME), "{\"hostname\": ");
        ConsoleClient client = client();
        client.press("k");
        await().until(() -> client.text().contains("This settings.ini cannot be read"));
        await().until(() -> client.text().contains("Hostname              : OTGW\r\n"));
    }

    @Test
    void aFrameIsShownBehindThePrefixWithoutItsTimeStamp() throws IOException {
        ConsoleClient client = client();
        chip.say("R40192B80");
        String expected =
                "processOT   (   0): Request Boiler     R40192B80  25 Read-Ack        > Tboiler = 43.50 °C\r\n";
        await().until(() -> shown(client).equals(PREFIX + expected));
        assertTrue(MEMORY.matcher(client.text()).find(), client.text());
    }

    @Test
    void answersOfThePicAreRawLines() throws IOException {
        ConsoleClient client = client();
        assertNotNull(gateway.ask("TT=20.5"));
        await().until(() -> shown(client).contains("\r\nTT: 20.5\r\n"));
        assertTrue(shown(client).contains(PREFIX + "sendCommand (   0): Sent to the PIC: TT=20.5\r\n"), shown(client));
    }

    @ParameterizedTest
    @CsvSource({"1, OTmsg, false", "2, RestAPI, true", "3, MQTT, true", "4, Sensors, true"})
    void aKeyTogglesEachTopic(String key, String label, boolean first) throws IOException {
        ConsoleClient client = client();
        client.press(key);
        await().until(() ->
                shown(client).equals(PREFIX + "handleDebug (   0): Debug " + label + ": " + first + "\r\n"));
        client.press(key);
        await().until(() -> client.text().endsWith("Debug " + label + ": " + !first + "\r\n"));
    }

    @Test
    void aTopicIsPrintedOnlyWhileItIsSwitchedOn() throws IOException {
        ConsoleClient client = client();
        console.print(Topic.REST, "restAPI", "GET /api/v0/devtime");
        client.press("21");
        await().until(() -> client.text().contains("OTmsg: false"));
        console.print(Topic.REST, "processing of it", "GET /api/v1/health");
        chip.say("BC0192B80");
        await().until(() -> gateway.state().values().epochSeconds(25) > 0);
        client.press("f");
        await().until(() -> client.text().endsWith("MyDEBUG = false\r\n"));
        assertFalse(client.text().contains("devtime"), client.text());
        assertFalse(client.text().contains("BC0192B80"), client.text());
        assertTrue(shown(client).contains(PREFIX + "processing o(   0): GET /api/v1/health\r\n"), shown(client));
    }

    @Test
    void requestsToTheApiAreShownWithoutWhatTheyCarry() throws Exception {
        HttpServer server = new HttpServer(worker, new RequestPrinter(console, HttpServerExchange::endExchange));
        int port = server.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        opened(server::stop);
        ConsoleClient client = client();
        client.press("2");
        await().until(() -> client.text().endsWith("Debug RestAPI: true\r\n"));
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (String path : List.of("/index.html", "/api/v1/settings?x=geheim")) {
                http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        "{\"name\":\"mqttpasswd\",\"value\":\"geheim\"}"))
                                .build(),
                        HttpResponse.BodyHandlers.discarding());
            }
        }
        await().until(() -> shown(client).endsWith(PREFIX + "processAPI  (   0): POST /api/v1/settings\r\n"));
        assertFalse(client.text().contains("geheim"), client.text());
        assertFalse(client.text().contains("index.html"), client.text());
    }

    @Test
    void nothingGreetsAndWhatIsNoKeyIsIgnored() throws IOException {
        ConsoleClient client = client();
        client.send(new byte[] {(byte) 0xFF, (byte) 0xFD, 3, (byte) 0xFF, (byte) 0xFB, 0x18, '\r', '\n', 'z', ' ', 0});
        client.press("l\r\n");
        await().until(() -> !client.text().isEmpty());
        assertEquals(PREFIX + "handleDebug (   0): MyDEBUG = true\r\n", shown(client));
    }

    @Test
    void everyoneSeesWhatOneAsksForAndASixthWaits() throws IOException {
        List<ConsoleClient> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(client());
        }
        ConsoleClient sixth = opened(new ConsoleClient(console.port(), true));
        five.get(3).press("l");
        for (ConsoleClient each : five) {
            await().until(() -> each.text().endsWith("MyDEBUG = true\r\n"));
        }
        assertEquals("", sixth.text());
        five.getFirst().close();
        await().until(() -> console.clients() == 5);
        sixth.press("f");
        await().until(() -> sixth.text().endsWith("MyDEBUG = true\r\n"));
    }

    @Test
    void aClientThatEndsItsSideStillGetsItsScreen() throws IOException {
        ConsoleClient client = client();
        client.press("h".repeat(40));
        client.sendNoMore();
        await().until(client::ended);
        assertEquals(40, client.text().split("Debug Help Menu", -1).length - 1);
        await().until(() -> console.clients() == 0);
    }

    @Test
    void aClientThatNeverReadsIsDroppedAndTheOthersSeeEveryLine() throws IOException {
        ConsoleClient reader = client();
        opened(new ConsoleClient(console.port(), false));
        await().until(() -> console.clients() == 2);
        int frames = 0;
        while (console.clients() == 2 && frames < 200_000) {
            int goal = frames + 100;
            for (; frames < goal; frames++) {
                chip.say("R40192B80");
            }
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> gateway.messages().next() == goal);
        }
        assertEquals(1, console.clients());
        int all = frames;
        await().until(() -> reader.text().split("R40192B80", -1).length - 1 == all);
    }

    @Test
    void thePicIsResetAndFound() throws IOException {
        ConsoleClient client = client();
        client.press("p");
        await().until(() -> client.text().contains("PIC found: OpenTherm Gateway 6.6\r\n"));
        assertTrue(chip.commands().contains("GW=R"));
        client.press("a");
        await().until(() -> client.text().contains("PIC: pic16f1847 | Type: gateway | Version: 6.6\r\n"));
    }

    @Test
    void aMutePicIsNotFound() throws IOException {
        ConsoleClient client = client();
        chip.mute();
        client.press("pa");
        await().until(() -> client.text().contains("PIC not found: it printed no banner\r\n"));
        await().until(() -> client.text().contains("PIC not identified: no answer\r\n"));
    }

    @Test
    void keysReachMqttLedAndOutput() throws IOException {
        ConsoleClient client = client();
        client.press("mr");
        await().until(() -> client.text().contains("WiFi: Connected | MQTT: Disconnected\r\n"));
        assertEquals(List.of("reconnect"), done);
        assertTrue(client.text().contains("MQTT is not connected: nothing is published\r\n"), client.text());
        mqttConnected = true;
        client.press("mFrbiuoj");
        await().until(() -> client.text().contains("GPIO output: high\r\n"));
        assertEquals(List.of("reconnect", "seen", "all", "blink", "initialise", "low", "high"), done);
    }

    @Test
    void theHeapIsShownOnceAMinute() throws IOException {
        ConsoleClient client = client();
        console.minutePassed();
        await().until(() -> client.text().matches("(?s).* max block, level=HEALTHY, WS_drops=7, MQTT_drops=3\r\n"));
        assertTrue(client.text().matches("(?s).*: Heap: (\\d+) bytes free, \\1 max block.*"), client.text());
    }

    @Test
    void theSettingSwitchesItOffAndOn() throws IOException {
        ConsoleClient client = client();
        settings.change("consoleenabled", "false");
        await().until(client::ended);
        await().until(() -> console.port() == -1);
        settings.change("consoleenabled", "true");
        await().until(() -> console.port() > 0);
        client().press("h");
    }

    @Test
    void randomBytesDoNoHarm() throws IOException {
        Random random = new Random(23);
        byte[] bytes = new byte[2000];
        for (int round = 0; round < 6; round++) {
            ConsoleClient client = opened(new ConsoleClient(console.port(), round % 2 == 0));
            random.nextBytes(bytes);
            client.send(bytes);
            client.close();
        }
        await().until(() -> console.clients() == 0);
        ConsoleClient client = client();
        client.press("h");
        await().until(() -> client.text().contains("Debug Help Menu"));
        chip.say("BC0192B80");
        await().until(() -> gateway.state().values().epochSeconds(25) > 0);
    }

    private ConsoleClient client() throws IOException {
        int before = console.clients();
        ConsoleClient client = opened(new ConsoleClient(console.port(), true));
        await().pollInterval(Duration.ofMillis(1)).until(() -> console.clients() > before);
        return client;
    }

    /** What the client sees, but for the numbers that change. */
    private static String shown(ConsoleClient client) {
        return MEMORY.matcher(client.text()).replaceAll("(memory)");
    }

    private static String golden(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(DebugConsoleTest.class.getResourceAsStream(name), name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\n", "\r\n");
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    private final class RecordedMqtt implements MqttKeys {

        @Override
        public boolean connected() {
            return mqttConnected;
        }

        @Override
        public long lost() {
            return 3;
        }

        @Override
        public void reconnect() {
            done.add("reconnect");
        }

        @Override
        public void announceSeen() {
            done.add("seen");
        }

        @Override
        public void announceAll() {
            done.add("all");
        }
    }

    private final class RecordedPins implements PinKeys {

        @Override
        public boolean blinkLed() {
            return done.add("blink");
        }

        @Override
        public boolean initialiseOutput() {
            return done.add("initialise");
        }

        @Override
        public boolean driveOutput(boolean high) {
            return done.add(high ? "high" : "low");
        }

        @Override
        public Optional<Boolean> outputIsHigh() {
            return Optional.of(done.getLast().equals("high"));
        }
    }
}
