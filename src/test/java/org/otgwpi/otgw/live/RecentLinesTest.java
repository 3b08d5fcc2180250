package org.otgwpi.otgw.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.otgwpi.otgw.gateway.GatewayEvent;
import org.otgwpi.otgw.gateway.GatewayEvent.Kind;

final class RecentLinesTest {

    private static final long MINUTE_MICROS = 60_000_000L;

    private final RecentLines lines = new RecentLines();

    @Test
    void linesOfTheLastHourAreKeptInTheirOrder() {
        say(0, "first");
        say(59, "second");
        assertEquals("# command: first\r\n# command: second\r\n", text());
        say(61, "third");
        assertEquals("# command: second\r\n# command: third\r\n", text());
    }

    @Test
    void aFloodIsBounded() {
        for (int i = 0; i < 25_000; i++) {
            say(1, "x");
        }
        assertEquals(20_000, text().lines().count());
    }

    private void say(int minute, String text) {
        lines.event(new GatewayEvent(minute * MINUTE_MICROS, Kind.COMMAND, text));
    }

    private String text() {
        return new String(lines.text(), StandardCharsets.UTF_8);
    }
}
