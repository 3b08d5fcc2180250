package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.otgwpi.opentherm.Publication;
import org.otgwpi.pic.PicLine;

final class LineTopicsTest {

    private final LineTopics topics = new LineTopics();

    @Test
    void answersGoOutWordForWord() {
        assertEquals(new Publication("event_report", "TT: BV"), topics.of(PicLine.parse("TT: BV")));
        assertEquals(new Publication("event_report", "High power"), topics.of(PicLine.parse("High power")));
        assertEquals(
                new Publication(
                        "event_report",
                        "OE - Overrun Error. The processor was busy and failed to process all received characters."),
                topics.of(PicLine.parse("OE")));
    }

    @Test
    void errorsAreCountedByNumber() {
        assertEquals(new Publication("Error 02", "1"), topics.of(PicLine.parse("Error 02")));
        assertEquals(new Publication("Error 04", "1"), topics.of(PicLine.parse("Error 04")));
        assertEquals(new Publication("Error 02", "2"), topics.of(PicLine.parse("Error 02")));
        assertNull(topics.of(PicLine.parse("Error 09")));
    }

    @Test
    void theRestIsSilent() {
        for (String line : List.of("WDT reset!", "07D=3F", "OpenTherm Gateway 6.6", "what?")) {
            assertNull(topics.of(PicLine.parse(line)), line);
        }
    }

    @Test
    void theChipsSettingsAreReadFromReportsAndAnswers() {
        PicSettings settings = new PicSettings();
        assertEquals(
                List.of(
                        new Publication("otgw-pic/settings/gpio_a", "3"),
                        new Publication("otgw-pic/settings/gpio_b", "7")),
                settings.of((PicLine.Answer) PicLine.parse("PR: G=37")));
        assertEquals(List.of(new Publication("otgw-pic/settings/led_c", "F")), settings.of((PicLine.Answer)
                PicLine.parse("LC: F")));
        assertEquals(List.of(), settings.of((PicLine.Answer) PicLine.parse("HW: P")));
        assertEquals(List.of(), settings.of((PicLine.Answer) PicLine.parse("LC: BV")));
        assertEquals(List.of("PR=G", "PR=L", "PR=W", "PR=S", "PR=R", "PR=D", "PR=V", "PR=T"), settings.questions());
    }
}
