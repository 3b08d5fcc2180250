package org.otgwpi.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of railhub-remote-echo B.7. */
final class RemoteMessageTest {

    private final RemoteMessage.Reader reader = new RemoteMessage.Reader();

    private String read(String text) {
        return switch (reader.read(text.getBytes(UTF_8))) {
            case RemoteMessage.Toggle toggle -> toggle.bare() ? "bare toggle" : "toggle";
            case RemoteMessage.Nothing nothing -> "nothing";
            case RemoteMessage.Unreadable unreadable -> unreadable.code();
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"action\":\"toggle\"} | toggle",
                "{ \"action\" : \"toggle\" } | toggle",
                "{\"action\":\"toggle\",\"x\":1} | toggle",
                "{\"action\":\"other\"} | nothing",
                "{\"action\":\"Toggle\"} | nothing",
                "{} | nothing",
                "{\"action\":1} | nothing",
                "{\"action\":null} | nothing",
                "{\"action\":{\"action\":\"toggle\"}} | nothing",
                "{\"foo\":\"bar\"} | nothing",
                "[] | nothing",
                "[\"action\",\"toggle\"] | nothing",
                "5 | nothing",
                "\"toggle\" | nothing",
                "toggle | bare toggle",
                "Toggle | InvalidInput",
                "toggled | InvalidInput",
                "on | InvalidInput",
                "{\"action\": | IncompleteInput",
                "{\"action\":\"tog | IncompleteInput",
                "{action} | InvalidInput",
            })
    void eachMessageMeansWhatTheTableSays(String text, String meaning) {
        assertEquals(meaning, read(text));
    }

    @Test
    void blanksAroundTheBareWordMatter() {
        assertEquals("InvalidInput", read(" toggle"));
        assertEquals("InvalidInput", read("toggle\n"));
        assertEquals("EmptyInput", read(""));
    }

    @Test
    void deepNestingIsRefusedAndBreaksNothing() {
        assertEquals("TooDeep", read("[".repeat(15_000)));
        assertEquals("TooDeep", read("{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000)));
        assertEquals("toggle", read("{\"a\":[[[[]]]],\"action\":\"toggle\"}"));
    }

    @Test
    void noiseNeverThrows() {
        Random random = new Random(9);
        byte[] good = "{\"action\":\"toggle\"}".getBytes(UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = good.clone();
            for (int changes = random.nextInt(4); changes >= 0; changes--) {
                noise[random.nextInt(noise.length)] = (byte) random.nextInt(256);
            }
            RemoteMessage unused = reader.read(noise);
        }
    }
}
