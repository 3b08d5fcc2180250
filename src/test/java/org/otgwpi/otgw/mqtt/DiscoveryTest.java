package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiscoveryTest {

    private static final String NODE = "otgw-B827EB012345";
    private static final String SENSOR = "28FF641E8216C3A1";
    private static final String VERSION = "1.0.0+c03a635 (08-02-2026)";
    private static final Names NAMES = new Names("OTGW", NODE, "homeassistant", "OTGW", VERSION);
    private static final long SECOND = 1_000_000_000L;

    @TempDir
    Path folder;

    private final EntityTable table = EntityTable.load();
    private final Outbox outbox = new Outbox();
    private Ledger ledger;
    private EntityDiscovery single;
    private DeviceDiscovery device;

    @BeforeEach
    void open() {
        ledger = new Ledger(folder);
        single = new EntityDiscovery(table, ledger, outbox, NAMES);
        device = new DeviceDiscovery(DeviceMessage.load(table), table, ledger, outbox, NAMES);
        single.start(NAMES);
        device.start(NAMES);
    }

    private Map<String, String> sent() {
        Map<String, String> sent = new LinkedHashMap<>();
        for (Outgoing message = outbox.poll(); message != null; message = outbox.poll()) {
            sent.put(message.topic(), message.payload());
        }
        return sent;
    }

    private Map<String, String> everything() {
        single.sensors(Set.of(SENSOR));
        single.everything();
        return sent();
    }

    private JsonNode deviceMessage(long nowNanos) throws IOException {
        device.tick(nowNanos);
        device.tick(nowNanos + SECOND);
        return new ObjectMapper()
                .readTree(sent().getOrDefault("homeassistant/device/" + NODE + "/config", "{}"))
                .path("cmps");
    }

    @Test
    void allEntitiesOfTheOriginalAreAnnouncedByteForByte() throws IOException {
        List<String> found = everything().entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .toList();
        List<String> golden = GoldenText.lines("discovery-golden.txt");
        assertEquals(112, golden.size());
        assertEquals(String.join("\n", new TreeSet<>(golden)), String.join("\n", new TreeSet<>(found)));
    }

    @Test
    void theOriginalFormIsWhatHomeAssistantTakes() {
        HomeAssistantRules rules = new HomeAssistantRules();
        everything().forEach(rules::check);
        assertEquals(List.of(), rules.faults());
        assertEquals(112, rules.uniqueIds().size());
    }

    @Test
    void theDeviceFormIsWhatHomeAssistantTakesAndKeepsTheUniqueIds() {
        HomeAssistantRules original = new HomeAssistantRules();
        everything().forEach(original::check);
        device.sensors(Set.of(SENSOR));
        device.seen(Outbox.PULSES);
        device.everything();
        device.tick(0);
        device.tick(SECOND);
        HomeAssistantRules rules = new HomeAssistantRules();
        sent().forEach(rules::check);
        assertEquals(List.of(), rules.faults());
        assertTrue(rules.uniqueIds().containsAll(original.uniqueIds()), () -> {
            Set<String> missing = new TreeSet<>(original.uniqueIds());
            missing.removeAll(rules.uniqueIds());
            return "missing: " + missing;
        });
        assertTrue(rules.uniqueIds().size() > 160);
    }

    @Test
    void theRulesFindWhatHomeAssistantWouldRefuse() {
        HomeAssistantRules rules = new HomeAssistantRules();
        rules.check(
                "homeassistant/sensor/n/x/config",
                "{\"stat_t\": \"a\", \"dev_cla\": \"pressure\", \"unit_of_meas\": \"°C\", \"stat_cla\": \"total\","
                        + " \"nonsense\": 1, \"name\": \"%hostname%\"}");
        assertEquals(6, rules.faults().size(), rules.faults()::toString);
    }

    @Test
    void anEntityIsAnnouncedOnceWithTheFirstValueOfItsId() {
        assertTrue(single.seen(26));
        assertFalse(single.seen(26));
        assertFalse(single.seen(4));
        assertEquals(Set.of("homeassistant/sensor/" + NODE + "/Tdhw/config"), sent().keySet());
        single.again();
        assertEquals(1, sent().size());
    }

    @Test
    void aNameWithQuotesStaysJson() throws IOException {
        Names odd = new Names("OTGW", NODE, "homeassistant", "my \"house\" \\ %node_id%", VERSION);
        single.start(odd);
        single.seen(26);
        JsonNode payload =
                new ObjectMapper().readTree(sent().values().iterator().next());
        assertEquals(
                "my \"house\" \\ %node_id%_DHW_temperature",
                payload.path("name").asText());
    }

    @Test
    void otherNamesTakeBackWhatWasAnnouncedAtAnEarlierStart() {
        single.seen(26);
        ledger.save();
        sent();

        Ledger later = new Ledger(folder);
        Retraction retraction = new Retraction(later, new RetainedTopics(folder), outbox);
        Names renamed = new Names("OTGW", "cellar", "homeassistant", "OTGW", VERSION);
        retraction.connected(renamed, false, false, 0);
        String topic = "homeassistant/sensor/" + NODE + "/Tdhw/config";
        assertEquals(Map.of(topic, ""), sent());
        assertEquals(List.of(topic), later.topics());
        retraction.sent(new Outgoing(topic, "", true, Outbox.CONFIG));
        assertEquals(List.of(), later.topics());
    }

    @Test
    void aSensorThatIsGoneIsTakenBack() {
        single.sensors(Set.of(SENSOR, "28AA"));
        sent();
        assertFalse(single.sensors(Set.of("28AA")));
        assertEquals(Map.of("homeassistant/sensor/" + NODE + "/" + SENSOR + "/config", ""), sent());
        single.switchedOff(Outbox.SENSORS);
        assertTrue(sent().containsKey("homeassistant/sensor/" + NODE + "/28AA/config"));
    }

    @Test
    void theDeviceMessageGrowsWithWhatIsSeenAndLosesWhatIsSwitchedOff() throws IOException {
        device.seen(26);
        assertTrue(deviceMessage(0).has("Tdhw"));
        device.seen(25);
        device.seen(Outbox.PULSES);
        JsonNode second = deviceMessage(10 * SECOND);
        assertTrue(second.has("Tdhw") && second.has("Tboiler") && second.has("s0powerkw"));
        device.switchedOff(Outbox.PULSES);
        assertEquals(
                "{\"p\":\"sensor\"}",
                deviceMessage(20 * SECOND).path("s0powerkw").toString());
        device.again();
        assertFalse(deviceMessage(30 * SECOND).has("s0powerkw"));
    }

    @Test
    void theDeviceMessageKeepsWhatAnEarlierStartHadSeen() throws IOException {
        device.seen(26);
        deviceMessage(0);
        ledger.save();
        Ledger later = new Ledger(folder);
        device = new DeviceDiscovery(DeviceMessage.load(table), table, later, outbox, NAMES);
        device.start(NAMES);
        assertTrue(deviceMessage(100 * SECOND).has("Tdhw"));
    }

    @Test
    void retainedTopicsAreKeptForLaterStartsUntilTheBrokerForgetsThem() throws IOException {
        RetainedTopics retained = new RetainedTopics(folder);
        retained.add("OTGW/value/" + NODE + "/Tdhw");
        retained.tick(0);
        assertFalse(Files.exists(folder.resolve(RetainedTopics.FILE_NAME)), "what else comes is written with it");
        retained.tick(10 * SECOND);

        RetainedTopics later = new RetainedTopics(folder);
        assertEquals(List.of(), later.unwanted(NAMES, true));
        Retraction retraction = new Retraction(ledger, later, outbox);
        retraction.connected(NAMES, false, false, 0);
        String topic = "OTGW/value/" + NODE + "/Tdhw";
        assertEquals(Map.of(topic, ""), sent());
        retraction.sent(new Outgoing(topic, "", true, Outbox.CONFIG));
        later.save();
        assertEquals(List.of(), new RetainedTopics(folder).unwanted(NAMES, false));
    }

    @Test
    void aDamagedLedgerCountsAsEmpty() throws IOException {
        Files.writeString(folder.resolve(Ledger.FILE_NAME), "{\"homeassistant/");
        assertEquals(List.of(), new Ledger(folder).topics());
    }
}
