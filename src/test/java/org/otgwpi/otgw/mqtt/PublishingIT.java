package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.otgwpi.otgw.mqtt.House.COMMANDS;
import static org.otgwpi.otgw.mqtt.House.VALUES;
import static org.otgwpi.otgw.mqtt.House.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything that goes over a real Mosquitto while it is there. */
final class PublishingIT {

    @TempDir
    Path folder;

    private MosquittoBroker broker;
    private Watcher watcher;
    private House house;

    @BeforeEach
    void startBroker() throws IOException {
        broker = new MosquittoBroker(folder);
        watcher = new Watcher(broker.port());
        house = new House(folder.resolve("data"), broker.port());
    }

    @AfterEach
    void stop() {
        house.close();
        watcher.close();
        broker.close();
    }

    private void startHouse(String... settings) throws IOException {
        for (int i = 0; i < settings.length; i += 2) {
            house.set(settings[i], settings[i + 1]);
        }
        house.start();
        house.awaitConnected();
        await().until(() -> "6.6".equals(watcher.newest(VALUES + "/otgw-pic/version")));
        await().until(() -> "ON".equals(watcher.newest(VALUES + "/otgw-pic/gateway_mode")));
    }

    private void runScript() throws IOException {
        house.chip.say(GoldenText.lines("script.txt").toArray(new String[0]));
        await().until(() -> watcher.newest(VALUES + "/Tdhw") != null);
        await().until(() -> watcher.newest("homeassistant/sensor/" + House.NODE + "/Tdhw/config") != null);
    }

    @Test
    void everyValueOfTheScriptIsPublishedAsTheOriginalDoes() throws IOException {
        startHouse();
        watcher.forget();
        runScript();

        Map<String, List<String>> byTopic = new TreeMap<>();
        for (String message : watcher.messages()) {
            String[] parts = message.split(" = ", 2);
            if (parts[0].startsWith(VALUES + "/") && !parts[0].startsWith(VALUES + "/otgw-")) {
                List<String> payloads =
                        byTopic.computeIfAbsent(parts[0].substring(VALUES.length() + 1), topic -> new ArrayList<>());
                if (payloads.isEmpty() || !payloads.getLast().equals(parts[1])) {
                    payloads.add(parts[1]);
                }
            }
        }
        List<String> found = byTopic.entrySet().stream()
                .map(entry -> entry.getKey() + " = " + String.join(" | ", entry.getValue()))
                .toList();
        assertEquals(String.join("\n", GoldenText.lines("script-values-golden.txt")), String.join("\n", found));
    }

    @Test
    void aNewConnectionSaysWhoIsThere() throws IOException {
        startHouse();
        assertEquals("online", watcher.newest(VALUES));
        assertEquals("1.0.0+c03a635 (08-02-2026)", watcher.newest(VALUES + "/otgw-firmware/version"));
        assertEquals("7", watcher.newest(VALUES + "/otgw-firmware/reboot_count"));
        assertEquals("Power On", watcher.newest(VALUES + "/otgw-firmware/reboot_reason"));
        assertEquals("6.6", watcher.newest(VALUES + "/otgw-pic/version"));
        assertEquals("pic16f1847", watcher.newest(VALUES + "/otgw-pic/deviceid"));
        assertEquals("pic16f1847", watcher.newest(VALUES + "/otgw-pic/firmwaretype"));
        assertEquals("ON", watcher.newest(VALUES + "/otgw-pic/picavailable"));
        assertEquals("ON", watcher.newest(VALUES + "/otgw-pic/gateway_mode"));
    }

    @Test
    void theSidesOfTheBusAreToldWhenTheyAppear() throws IOException {
        startHouse();
        house.chip.say("T00000300", "B4000030A");
        await().until(() -> "ON".equals(watcher.newest(VALUES + "/otgw-pic/thermostat_connected")));
        await().until(() -> "ON".equals(watcher.newest(VALUES + "/otgw-pic/boiler_connected")));
        await().until(() -> "ON".equals(watcher.newest(VALUES + "/otgw-pic/otgw_connected")));
        await().until(() -> "online".equals(watcher.newest(VALUES)));
    }

    @Test
    void everyEntityIsAnnouncedByteForByteAndRetained() throws IOException {
        startHouse("gpiosensorsenabled", "true", "s0counterenabled", "true");
        house.mqtt.sensors(List.of(new SensorReading("28FF641E8216C3A1", 5.31)));
        house.mqtt.announceEverything();
        List<String> golden = GoldenText.lines("discovery-golden.txt");
        await().until(() -> configs().size() == golden.size());
        try (Watcher late = new Watcher(broker.port())) {
            await().until(() -> late.messages().stream()
                            .filter(message -> message.startsWith("retained homeassistant/"))
                            .count()
                    == golden.size());
        }
        assertEquals(String.join("\n", new TreeSet<>(golden)), String.join("\n", configs()));
        await().until(() -> " 5.3".equals(watcher.newest(VALUES + "/28FF641E8216C3A1")));
    }

    private Set<String> configs() {
        Set<String> configs = new TreeSet<>();
        for (String message : watcher.messages()) {
            if (message.startsWith("homeassistant/") && message.contains("/config = ")) {
                configs.add(message.replaceFirst(" = ", " "));
            }
        }
        return configs;
    }

    @Test
    void anEntityAppearsWithTheFirstValueOfItsDataId() throws IOException {
        startHouse();
        house.chip.say("B401A2833");
        await().until(() -> watcher.newest("homeassistant/sensor/" + House.NODE + "/Tdhw/config") != null);
        assertEquals(1, configs().size());
    }

    @Test
    void homeAssistantsBirthBringsAllValuesWithinFiveSeconds() throws IOException {
        startHouse();
        runScript();
        List<String> topics = GoldenText.lines("script-values-golden.txt").stream()
                .map(line -> VALUES + "/" + line.split(" = ", 2)[0])
                .filter(topic -> !topic.endsWith("/event_report"))
                .toList();
        int entities = configs().size();
        watcher.forget();
        watcher.send(Names.BIRTH_TOPIC, "online");
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> topics.stream().allMatch(topic -> watcher.newest(topic) != null));
        assertEquals(entities, configs().size());
        assertEquals("60.00", watcher.newest(VALUES + "/TSet"));
    }

    @Test
    void aRetainedBirthDoesNotStartALoop() throws IOException {
        watcher.send(Names.BIRTH_TOPIC, "online".getBytes(StandardCharsets.UTF_8), true);
        startHouse();
        house.chip.say("B401A2833");
        await().until(() -> "40.20".equals(watcher.newest(VALUES + "/Tdhw")));
        assertTrue(house.mqtt.health().connected());
        assertEquals(
                1,
                watcher.messages().stream()
                        .filter(message -> message.equals(VALUES + " = online"))
                        .count());
    }

    @Test
    void commandsGoToTheChipAsTheyCame() throws IOException {
        startHouse();
        watcher.send(COMMANDS + "/setpoint", "21.5");
        watcher.send(COMMANDS + "/Outside", "-5");
        watcher.send(COMMANDS + "/command", "SC=14:30/3");
        watcher.send(COMMANDS + "/command/any/thing/more", "GW=R");
        await().until(() -> house.chip.heard().containsAll(List.of("TT=21.5", "OT=-5", "SC=14:30/3", "GW=R")));
        await().until(() -> watcher.messages().contains(VALUES + "/event_report = TT: 21.5"));
    }

    @Test
    void whatIsNoCommandIsRefusedWithOneEventEach() throws IOException {
        watcher.send(COMMANDS + "/setback", "\u0000garbage".getBytes(StandardCharsets.UTF_8), true);
        startHouse();
        byte[] megabyte = new byte[1 << 20];
        Arrays.fill(megabyte, (byte) '1');
        watcher.send(COMMANDS + "/setpoint", megabyte, false);
        watcher.send(COMMANDS + "/setpoint", new byte[] {(byte) 0xC3, (byte) 0x28}, false);
        watcher.send(COMMANDS + "/setpoint", "NaN");
        watcher.send(COMMANDS + "/setpoint", "");
        watcher.send(COMMANDS + "/sethpoint", "20");
        watcher.send(COMMANDS, "20");
        watcher.send(COMMANDS + "/command", "TT=20.000000000000");
        watcher.send(COMMANDS + "/hotwater", "on");
        await().until(() -> events().size() >= 9);
        watcher.send(COMMANDS + "/setpoint", "19");
        await().until(() -> house.chip.heard().contains("TT=19"));
        assertEquals(
                9, events().stream().filter(event -> event.contains("Refused")).count());
        assertEquals(
                List.of("TT=19"),
                house.chip.heard().stream()
                        .filter(command -> !command.startsWith("P"))
                        .toList());
    }

    @Test
    void aRetainedCommandTooLargeToReadCostsTheCommandsButNotTheValues() throws IOException {
        watcher.send(COMMANDS + "/setpoint", new byte[BrokerLink.MOST_PACKET_BYTES + 1], true);
        startHouse();
        await().until(() -> house.mqtt.health().sentence().contains("It takes no commands"));
        await().until(() -> house.mqtt.health().connected());
        house.chip.say("B401A2833");
        await().until(() -> "40.20".equals(watcher.newest(VALUES + "/Tdhw")));

        watcher.send(COMMANDS + "/setpoint", new byte[0], true);
        watcher.forget();
        house.set("mqttotmessage", "true");
        await().until(() -> watcher.newest(VALUES + "/otgw-pic/picavailable") != null);
        await().until(() -> {
            watcher.send(COMMANDS + "/outside", "-5");
            return house.chip.heard().contains("OT=-5");
        });
        assertFalse(house.mqtt.health().sentence().contains("It takes no commands"));
    }

    private List<String> events() {
        return watcher.messages().stream()
                .filter(message -> message.startsWith(VALUES + "/event_report = Refused"))
                .toList();
    }

    @Test
    void rawFramesAndTheSidesOwnWordsArePublishedIfTheUserWants() throws IOException {
        startHouse("mqttotmessage", "true", "mqttsourcetopics", "true");
        house.chip.say("T10010A00", "R10013C00", "B50013C00");
        await().until(() -> watcher.messages().contains(VALUES + "/otmessage = B50013C00"));
        await().until(() -> "10.00".equals(watcher.newest(VALUES + "/TSet_thermostat")));
        assertEquals("60.00", watcher.newest(VALUES + "/TSet"));
        assertTrue(watcher.messages().contains(VALUES + "/otmessage = T10010A00"));
    }

    @Test
    void valuesAreRetainedOnlyIfTheUserWants() throws IOException {
        startHouse();
        house.chip.say("B401A2833");
        await().until(() -> watcher.newest(VALUES + "/Tdhw") != null);
        try (Watcher late = new Watcher(broker.port())) {
            await().until(() -> late.newest(VALUES) != null);
            assertFalse(late.messages().contains("retained " + VALUES + "/Tdhw = 40.20"));
        }
        house.set("mqttretain", "true");
        await().until(() -> retained().containsAll(List.of(VALUES + "/Tdhw", VALUES + "/otgw-pic/version")));
    }

    /** The topics below the values' own that the broker retains. */
    private List<String> retained() {
        try (Watcher late = new Watcher(broker.port())) {
            await().until(() -> late.newest(VALUES) != null);
            watcher.send("end", "of what is retained");
            await().until(() -> late.newest("end") != null);
            return late.messages().stream()
                    .filter(message -> message.startsWith("retained OTGW/value/"))
                    .map(message -> message.substring("retained ".length(), message.indexOf(" = ")))
                    .filter(topic -> topic.split("/", -1).length > 3)
                    .toList();
        }
    }

    @Test
    void whatWasRetainedIsClearedWhenTheUserNoLongerWantsItOrTheNamesChange() throws IOException {
        startHouse("mqttretain", "true");
        house.chip.say("B401A2833");
        await().until(() -> retained().contains(VALUES + "/Tdhw"));

        house.set("mqttuniqueid", "cellar");
        await().until(() -> retained().contains("OTGW/value/cellar/Tdhw"));
        await().until(() -> !retained().contains(VALUES + "/Tdhw"));

        house.set("mqttretain", "false");
        await().until(() -> retained().isEmpty());
        await().until(() -> "40.20".equals(watcher.newest("OTGW/value/cellar/Tdhw")));
    }

    @Test
    void whatAnEarlierRunLeftRetainedIsClearedToo() throws IOException {
        startHouse("mqttretain", "true");
        house.chip.say("B401A2833");
        await().until(() -> retained().contains(VALUES + "/Tdhw"));
        house.close();
        house = new House(folder.resolve("data"), broker.port());
        startHouse("mqttretain", "false");
        await().until(() -> retained().isEmpty());
    }

    @Test
    void aBirthWithoutAPrecedingEndCountsOnceUnlessTheUserSwitchesTheDetectionOff() throws IOException {
        startHouse();
        house.chip.say("B401A2833");
        await().until(() -> watcher.newest(VALUES + "/Tdhw") != null);
        assertEquals(1, answersTo("online"), "something may have been missed before this connection");
        assertEquals(0, answersTo("online"));
        assertEquals(1, answersTo("offline", "ONLINE"));
        watcher.forget();
        house.set("mqttharebootdetection", "false");
        await().until(() -> watcher.newest(VALUES + "/otgw-pic/picavailable") != null);
        await().until(() -> watcher.newest(VALUES + "/Tdhw") != null);
        assertEquals(1, answersTo("online"));
        assertEquals(1, answersTo("online"));
    }

    /** How often the gateway says that it is there before it reports the refusal of a command that follows. */
    private long answersTo(String... births) {
        String config = "homeassistant/sensor/" + House.NODE + "/Tdhw/config";
        watcher.forget();
        for (String birth : births) {
            watcher.send(Names.BIRTH_TOPIC, birth);
        }
        watcher.send(COMMANDS + "/nothing", "");
        await().until(() -> events().size() == 1);
        watcher.send("end", "of what is said");
        await().until(() -> watcher.newest("end") != null);
        return watcher.messages().stream()
                .filter(message -> message.startsWith(config + " = "))
                .count();
    }

    @Test
    void switchingOffTakesLeaveOfTheBroker() throws IOException {
        startHouse();
        house.set("mqttenable", "false");
        await().until(() -> "offline".equals(watcher.newest(VALUES)));
        await().until(() -> !house.mqtt.health().connected());
        assertFalse(house.mqtt.health().enabled());
        house.set("mqttenable", "true");
        house.awaitConnected();
    }

    @Test
    void anotherUniqueIdTakesTheOldEntitiesBack() throws IOException {
        startHouse();
        house.chip.say("B401A2833");
        String old = "homeassistant/sensor/" + House.NODE + "/Tdhw/config";
        await().until(() -> watcher.newest(old) != null);
        house.set("mqttuniqueid", "cellar");
        await().until(() -> "".equals(watcher.newest(old)));
        await().until(() -> watcher.newest("homeassistant/sensor/cellar/Tdhw/config") != null);
        await().until(() -> "40.20".equals(watcher.newest("OTGW/value/cellar/Tdhw")));
        assertEquals("offline", watcher.newest(VALUES));
    }

    @Test
    void aSwitchedOffCounterIsTakenBack() throws IOException {
        startHouse("s0counterenabled", "true");
        house.mqtt.pulses(new PulseReading(3, 12, 4500, 0.8));
        String config = "homeassistant/sensor/" + House.NODE + "/s0powerkw/config";
        await().until(() -> watcher.newest(config) != null);
        await().until(() -> "0.800".equals(watcher.newest(VALUES + "/s0powerkw")));
        house.set("s0counterenabled", "false");
        await().until(() -> "".equals(watcher.newest(config)));
    }

    @Test
    void theDeviceMessageTakesTheEntitiesOver() throws IOException {
        startHouse();
        house.chip.say("B401A2833");
        String single = "homeassistant/sensor/" + House.NODE + "/Tdhw/config";
        String device = "homeassistant/device/" + House.NODE + "/config";
        await().until(() -> watcher.newest(single) != null);
        house.set("mqttdiscovery", "device");
        await().until(() -> String.valueOf(watcher.newest(device)).contains("\"Tdhw\":{\"p\":\"sensor\""));
        await().until(() -> "".equals(watcher.newest(single)));
        assertTrue(watcher.messages().contains(single + " = {\"migrate_discovery\": true}"));
        await().until(() -> "5".equals(watcher.newest(VALUES + "/otgw-pic/settings/gpio_b")));
        await().until(() -> "X".equals(watcher.newest(VALUES + "/otgw-pic/settings/led_b")));
        await().until(() -> "2".equals(watcher.newest(VALUES + "/otgw-firmware/viewers")));
        house.set("mqttdiscovery", "original");
        await().until(() -> String.valueOf(watcher.newest(single)).contains("uniq_id"));
        await().until(() -> "".equals(watcher.newest(device)));
    }

    @Test
    void aPauseSilencesItAndResumeSaysWhatIsNewest() throws IOException {
        startHouse();
        house.mqtt.pause(Duration.ofSeconds(20));
        watcher.send(COMMANDS + "/setpoint", "21.5");
        house.chip.say("B401A2833");
        await().until(() -> house.gateway.state().values().seen(26));
        house.mqtt.resume();
        await().until(() -> "40.20".equals(watcher.newest(VALUES + "/Tdhw")));
        await().until(() -> events().size() == 1);
        assertFalse(house.chip.heard().contains("TT=21.5"));
    }
}
