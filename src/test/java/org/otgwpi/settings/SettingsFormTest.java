package org.otgwpi.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SettingsFormTest {

    private final SettingsTable table = SettingsTable.load("020000000001");
    private final List<Map<String, Object>> rows = SettingsForm.of(table.fresh());

    @Test
    void everySettingIsListedWithGroupLabelAndLimits() {
        assertEquals(table.listed().size(), rows.size());
        assertEquals(
                Map.of(
                        "name",
                        "mqttbrokerport",
                        "group",
                        "MQTT",
                        "label",
                        "MQTT Broker Port",
                        "type",
                        "number",
                        "value",
                        1883,
                        "min",
                        0,
                        "max",
                        65535,
                        "restart",
                        false),
                row("mqttbrokerport"));
        assertEquals(true, row("serialport").get("restart"));
        assertEquals(false, row("hostname").get("mayBeEmpty"));
    }

    @Test
    void theWordsOfAChoiceAreTold() {
        assertEquals("choice", row("mqttdiscovery").get("type"));
        assertEquals(List.of("original", "device"), row("mqttdiscovery").get("choices"));
    }

    @Test
    void aPasswordIsNotTold() {
        assertEquals(Setting.PASSWORD_PLACEHOLDER, row("mqttpasswd").get("value"));
    }

    private Map<String, Object> row(String name) {
        return rows.stream()
                .filter(row -> name.equals(row.get("name")))
                .findFirst()
                .orElseThrow();
    }
}
