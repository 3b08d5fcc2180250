package org.otgwpi.settings;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SettingsFileTest {
    private static final SettingsTable TABLE = Golden.TABLE;
    private static final Settings FRESH = TABLE.fresh();

    @Test
    void theFileOfANewInstallationIsTheExpectedBytes() throws BrokenFileException {
        byte[] file = SettingsFile.write(FRESH);
        assertArrayEquals(Golden.bytes("fresh-settings.ini"), file);
        SettingsFile.Reading reading = SettingsFile.read(file, FRESH.with(setting("hostname"), "other"));
        assertEquals(FRESH, reading.settings());
        assertFalse(reading.fromEsp());
        assertEquals(List.of(), reading.notes());
    }

    @Test
    void textsAreEscapedAsTheOriginalDoes() throws BrokenFileException {
        Settings odd = FRESH.with(setting("mqttuser"), "\"\\/\b\f\n\r\t\u0001é°");
        String file = new String(SettingsFile.write(odd), UTF_8);
        assertTrue(file.contains("\"MQTTuser\": \"\\\"\\\\/\\b\\f\\n\\r\\t\u0001é°\",\r\n"), file);
        assertEquals(odd, read(file).settings());
    }

    @Test
    void theFileShippedWithTheOriginalIsReadAsItStands() throws BrokenFileException {
        SettingsFile.Reading reading = SettingsFile.read(Golden.bytes("shipped-esp-settings.ini"), FRESH);
        assertTrue(reading.fromEsp());
        assertEquals(List.of(), reading.notes());
        assertEquals(FRESH, reading.settings());
    }

    @Test
    void aFullFileOfAnEspKeepsAllButThePins() throws BrokenFileException {
        String file = new String(Golden.bytes("full-esp-settings.ini"), UTF_8);
        SettingsFile.Reading reading = read(file);
        Settings settings = reading.settings();
        assertEquals(50000, settings.integer("mqttbrokerport"), "a port beyond 32767 is stored negative");
        assertEquals(4, settings.integer("gpiosensorspin"));
        assertEquals(17, settings.integer("s0counterpin"));
        assertEquals(27, settings.integer("gpiooutputspin"));
        assertEquals("s3cret", settings.text("mqttpasswd"));
        assertEquals(
                List.of("settings.ini comes from an ESP; its pin numbers mean nothing here and were left out"
                        + " (GPIOSENSORSpin, S0COUNTERpin, GPIOOUTPUTSpin)."),
                reading.notes());
        for (Setting setting : TABLE.all()) {
            if (setting.place() <= 38 && !setting.isPin() && !setting.name().equals("mqttbrokerport")) {
                String value = settings.text(setting);
                String literal = setting.isQuoted() ? '"' + value + '"' : value;
                assertTrue(file.contains("\"" + setting.fileKey() + "\": " + literal), setting.name());
            } else if (setting.place() > 38) {
                assertEquals(setting.fresh(), settings.text(setting), setting.name());
            }
        }
    }

    static List<Setting> everySetting() {
        return TABLE.all();
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void aMissingKeyFollowsItsRule(Setting setting) throws BrokenFileException {
        Settings base = withOtherValues();
        String expected = setting.missing() == null ? base.text(setting) : setting.missing();
        String whole = new String(SettingsFile.write(FRESH), UTF_8);
        String line = "  \"" + setting.fileKey() + "\": [^\r]*(,\r\n|(?=\r\n\\}))";
        String without = whole.replaceFirst(line, "").replace(",\r\n\r\n}", "\r\n}");
        assertFalse(without.contains('"' + setting.fileKey() + '"'));
        assertEquals(
                expected,
                SettingsFile.read(without.getBytes(UTF_8), base).settings().text(setting));
        String nothing = whole.replaceFirst("(\"" + setting.fileKey() + "\": )(\".*?\"|[^,\r]*)", "$1null");
        assertEquals(
                expected,
                SettingsFile.read(nothing.getBytes(UTF_8), base).settings().text(setting));
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void anEmptyTextCountsAsMissingAndSoDoesNullWhereTheTableSaysSo(Setting setting) throws BrokenFileException {
        if (!setting.isText()) {
            return;
        }
        String absent = setting.missing() == null ? FRESH.text(setting) : setting.missing();
        assertEquals(absent, one(setting.fileKey(), "\"\"").settings().text(setting));
        String asNull = one(setting.fileKey(), "\"null\"").settings().text(setting);
        assertEquals(setting.nullIsMissing() ? absent : "null", asNull);
    }

    @Test
    void aWordThatIsNoChoiceIsReportedAndCountsAsMissing() throws BrokenFileException {
        SettingsFile.Reading reading = one("mqttdiscovery", "\"both\"");
        assertEquals("original", reading.settings().text("mqttdiscovery"));
        assertEquals(
                List.of("settings.ini has no usable value for mqttdiscovery; it counts as missing."), reading.notes());
        assertEquals("device", one("mqttdiscovery", "\"DEVICE\"").settings().text("mqttdiscovery"));
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void aValueOfAnotherTypeIsTakenIfItCanBeMeantAndElseReported(Setting setting) throws BrokenFileException {
        for (String odd : List.of("[]", "{}", "[1,2]", "{\"a\":1}")) {
            SettingsFile.Reading reading = one(setting.fileKey(), odd);
            String absent = setting.missing() == null ? FRESH.text(setting) : setting.missing();
            assertEquals(absent, reading.settings().text(setting));
            if (!setting.isPin() || !reading.fromEsp()) {
                assertEquals(
                        List.of("settings.ini has no usable value for " + setting.fileKey()
                                + "; it counts as missing."),
                        reading.notes());
            }
        }
    }

    @Test
    void numbersAndFlagsWrittenAsTextAreTaken() throws BrokenFileException {
        assertEquals(8883, one("MQTTbrokerPort", "\"8883\"").settings().integer("mqttbrokerport"));
        assertEquals(8883, one("MQTTbrokerPort", "8883.7").settings().integer("mqttbrokerport"));
        assertTrue(one("darktheme", "\"on\"").settings().bool("darktheme"));
        assertTrue(one("darktheme", "1").settings().bool("darktheme"));
        assertFalse(one("LEDblink", "0").settings().bool("ledblink"));
        assertFalse(one("LEDblink", "\"False\"").settings().bool("ledblink"));
        assertEquals("12345", one("MQTTpasswd", "12345").settings().text("mqttpasswd"));
        assertEquals(1, one("darktheme", "\"maybe\"").notes().size());
    }

    @Test
    void aNumberOutOfItsLimitsIsBroughtBackAndReported() throws BrokenFileException {
        SettingsFile.Reading low = one("GPIOSENSORSinterval", "3");
        assertEquals(5, low.settings().integer("gpiosensorsinterval"));
        assertEquals(
                List.of("settings.ini has 3 for GPIOSENSORSinterval, outside 5 to 65535; 5 is used."), low.notes());
        for (String huge : List.of("1e999999", "99999999999999999999999", "1000.5")) {
            assertEquals(1000, one("wsmaxclients", huge).settings().integer("wsmaxclients"), huge);
        }
    }

    @Test
    void aTextThatIsTooLongIsCutAndReported() throws BrokenFileException {
        SettingsFile.Reading reading = one("MQTTpasswd", '"' + "p".repeat(41) + '"');
        assertEquals("p".repeat(40), reading.settings().text("mqttpasswd"));
        assertEquals(
                List.of("settings.ini has more than 40 characters for MQTTpasswd; the rest is left out."),
                reading.notes());
    }

    @Test
    void aTextThatTheEspCutWithinACharacterIsStillRead() throws BrokenFileException {
        byte[] cut = "{\"hostname\": \"OTGW\u00C3\"}".getBytes(ISO_8859_1);
        assertEquals("OTGW\uFFFD", SettingsFile.read(cut, FRESH).settings().text("hostname"));
    }

    @Test
    void aByteOrderMarkAndOtherLayoutsAreRead() throws BrokenFileException {
        String odd = "\uFEFF{\"hostname\":\"x\",\n\"unknown\":[1,{}], \"MQTTOTmessage\":true}\n\n";
        assertEquals("x", read(odd).settings().text("hostname"));
        assertTrue(read(odd).settings().bool("mqttotmessage"));
    }

    @Test
    void pinsThatCollideAreTakenFromTheLaterOne() throws BrokenFileException {
        String file = new String(SettingsFile.write(FRESH), UTF_8)
                .replace("\"led1pin\": 22", "\"led1pin\": 4")
                .replace("\"led2pin\": 23", "\"led2pin\": 15");
        SettingsFile.Reading reading = read(file);
        assertEquals(4, reading.settings().integer("gpiosensorspin"));
        assertEquals(-1, reading.settings().integer("led1pin"));
        assertEquals(-1, reading.settings().integer("led2pin"));
        assertEquals(
                List.of(
                        "GPIO line 4 is already used by gpiosensorspin; led1pin needs another one, or -1 for none.",
                        "GPIO line 15 belongs to the serial port and cannot be used for led2pin."),
                reading.notes());
    }

    @Test
    void thePlaceholderKeepsThePasswordThereIs() throws BrokenFileException {
        Settings base = FRESH.with(setting("mqttpasswd"), "geheim");
        byte[] redacted = SettingsFile.writeRedacted(base);
        assertTrue(Pattern.compile("\"MQTTpasswd\": \"notthepassword\"")
                .matcher(new String(redacted, UTF_8))
                .find());
        assertEquals(base, SettingsFile.read(redacted, base).settings());
        assertEquals("", SettingsFile.read(redacted, FRESH).settings().text("mqttpasswd"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " \r\n", "[]", "null", "true", "\"{}\"", "{", "}", "{]", "{\"a\"}", "{'a':1}", "hostname=x"})
    void whatIsNoJsonObjectIsBroken(String text) {
        assertThrows(BrokenFileException.class, () -> read(text));
    }

    @Test
    void aFileCutAnywhereIsBroken() {
        byte[] whole = SettingsFile.write(FRESH);
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThrows(BrokenFileException.class, () -> SettingsFile.read(cut, FRESH), "cut at " + length);
        }
    }

    @Test
    void deepNestingAndLongNumbersAreBrokenAndHarmless() {
        assertThrows(BrokenFileException.class, () -> read("{\"a\":" + "[".repeat(30_000)));
        assertThrows(BrokenFileException.class, () -> read("{\"wsmaxclients\":" + "9".repeat(30_000) + "}"));
        assertThrows(BrokenFileException.class, () -> read("{\"a\":\"" + "x".repeat(70_000) + "\"}"));
    }

    private static SettingsFile.Reading read(String text) throws BrokenFileException {
        return SettingsFile.read(text.getBytes(UTF_8), FRESH);
    }

    private static SettingsFile.Reading one(String fileKey, String literal) throws BrokenFileException {
        return read("{\"" + fileKey + "\": " + literal + "}");
    }

    private static Setting setting(String name) {
        return Objects.requireNonNull(TABLE.byName(name));
    }

    private static Settings withOtherValues() {
        Settings other = FRESH;
        int line = 5;
        for (Setting setting : TABLE.all()) {
            String value = switch (setting.type()) {
                case FLAG -> setting.fresh().equals("true") ? "false" : "true";
                case TEXT, PASSWORD -> "other";
                case CHOICE -> setting.choices().getLast();
                case NUMBER -> "7";
                case PIN -> Integer.toString(line++);
            };
            other = other.with(setting, value);
        }
        return other;
    }
}
