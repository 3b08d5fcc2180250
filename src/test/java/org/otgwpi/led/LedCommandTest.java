package org.otgwpi.led;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LedCommandTest {

    private static LedCommand read(String text) {
        return LedCommand.read(text.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LED ON", "led on", "Led On", "LED ON\r\n", "LED ON \t "})
    void onInAnyCaseWithOrWithoutALineEnd(String text) {
        assertEquals(new LedCommand.Switch(true), read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LED OFF", "led off", "LED OFF\n"})
    void off(String text) {
        assertEquals(new LedCommand.Switch(false), read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " LED ON", "LED  ON", "LED", "ON", "LED ONE", "{\"LED\":\"ON\"}", "CHAT", "LOG"})
    void anythingElseIsUnknown(String text) {
        assertEquals(new LedCommand.Unknown(), read(text));
    }

    @Test
    void theExtensionsAreRead() {
        assertEquals(new LedCommand.Chat("Hello there"), read("chat Hello there\n"));
        assertEquals(new LedCommand.Log(true), read("LOG ON"));
        assertEquals(new LedCommand.Log(false), read("LOG OFF"));
    }
}
