package org.otgwpi.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class SettingsFuzzTest {
    private static final SettingsTable TABLE = Golden.TABLE;

    @Property(tries = 2000, seed = "20260101")
    void anyBodyGivesAPostOrNone(@ForAll("bodies") String body) {
        SettingPost post = SettingPost.parse(body);
        assertTrue(post == null || !post.name().isEmpty());
    }

    @Property(tries = 500, seed = "20260102")
    void aValueSentAsJsonArrivesAsItIs(@ForAll String value) throws IOException {
        String body = new ObjectMapper()
                .createObjectNode()
                .put("name", "x")
                .put("value", value)
                .toString();
        assertEquals(new SettingPost("x", value), SettingPost.parse(body));
    }

    @Property(tries = 2000, seed = "20260103")
    void anyBytesAreReadOrBroken(@ForAll byte[] bytes) {
        readOrBroken(bytes);
    }

    @Property(tries = 2000, seed = "20260104")
    void aFileWithAnyByteChangedIsReadOrBroken(
            @ForAll("positions") int at, @ForAll byte other, @ForAll("sources") String source) {
        byte[] bytes = Golden.bytes(source);
        bytes[at % bytes.length] = other;
        readOrBroken(bytes);
    }

    @Property(tries = 1000, seed = "20260105")
    void whatIsStoredIsReadBackTheSame(@ForAll("names") String name, @ForAll String value) throws Exception {
        RecordingDisk disk = new RecordingDisk();
        SettingsStore store = new SettingsStore(disk, TABLE);
        Settings before = store.current();
        if (store.change(name, value) instanceof Change.Refused refused) {
            assertEquals(before, store.current());
            assertTrue(refused.sentence().endsWith("."), refused.sentence());
        }
        Settings again = new SettingsStore(disk, TABLE).current();
        assertEquals(store.current(), again);
        JsonNode listing = new ObjectMapper().readTree(SettingsListing.render(store.current()));
        assertEquals(TABLE.all().size(), listing.get("settings").size());
    }

    /** What a file gives is within the limits, has no line twice, and survives being written and read. */
    private static void readOrBroken(byte[] bytes) {
        SettingsFile.Reading reading;
        try {
            reading = SettingsFile.read(bytes, TABLE.fresh());
        } catch (BrokenFileException e) {
            assertFalse(String.valueOf(e.getMessage()).isEmpty());
            return;
        }
        Settings settings = reading.settings();
        for (Setting setting : TABLE.all()) {
            String value = settings.text(setting);
            if (setting.isNumber()) {
                int number = Integer.parseInt(value);
                assertTrue(number >= setting.min() && number <= setting.max(), setting.name());
            } else if (setting.isText()) {
                assertTrue(value.length() <= setting.max(), setting.name());
            } else if (setting.type() == Setting.Type.CHOICE) {
                assertTrue(setting.choices().contains(value), setting.name());
            } else {
                assertTrue(List.of("true", "false").contains(value), setting.name());
            }
        }
        List<String> lines = TABLE.all().stream()
                .filter(Setting::isPin)
                .map(settings::text)
                .filter(line -> !line.equals("-1"))
                .toList();
        assertEquals(lines.size(), lines.stream().distinct().count());
        try {
            assertEquals(
                    settings,
                    SettingsFile.read(SettingsFile.write(settings), TABLE.fresh())
                            .settings());
        } catch (BrokenFileException e) {
            throw new AssertionError(new String(SettingsFile.write(settings), UTF_8), e);
        }
    }

    @Provide
    Arbitrary<String> bodies() {
        Arbitrary<String> pieces = Arbitraries.of(
                "{",
                "}",
                "\"",
                ",",
                ":",
                " ",
                "name",
                "value",
                "\\",
                "ledblink",
                "true",
                "9",
                "null",
                "é",
                "\0",
                "[",
                "\n");
        return pieces.list().ofMaxSize(40).map(list -> String.join("", list));
    }

    @Provide
    Arbitrary<String> names() {
        return Arbitraries.of(TABLE.all().stream().map(Setting::name).toList());
    }

    @Provide
    Arbitrary<Integer> positions() {
        return Arbitraries.integers().between(0, 1_000_000);
    }

    @Provide
    Arbitrary<String> sources() {
        return Arbitraries.of("fresh-settings.ini", "full-esp-settings.ini", "shipped-esp-settings.ini");
    }
}
