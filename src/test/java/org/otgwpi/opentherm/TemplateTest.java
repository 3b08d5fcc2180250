package org.otgwpi.opentherm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {

    private static final Map<String, Map<String, String>> NAMES = Map.of("size", Map.of("1", "small", "other", "big"));

    private static String text(String template, int bits) {
        LineBuffer out = new LineBuffer(100);
        Template.parse(template, NAMES).write(bits, out);
        return out.toString();
    }

    @ParameterizedTest
    @CsvSource({
        "no field, no field",
        "{frame:hex4}, 80FE7F05",
        "<{id}>, <254>",
        "{word}/{word:signed}, 32517/32517",
        "{hb:signed}{lb:3}{lb:02}, 127  505",
        "{hb:bits}, 01111111",
        "{lb.0}{lb.1}{lb.2}, 101",
        "{hb.4-7} {hb.0-7}, 7 127",
        "{lb:flags abcdefgh ABCDEFGH}, aBcDEFGH",
        "{lb.0:name size} {lb:name size}, small big",
        "{lb.0:onoff}{lb.1:onoff}, ONOFF",
    })
    void fieldsAreFilledIn(String template, String expected) {
        assertEquals(expected, text(template, 0x80FE7F05));
    }

    @Test
    void signedFieldsAreSignedByTheirOwnWidth() {
        assertEquals("-1 -128 -1", text("{hb:signed} {lb:signed} {hb.0-3:signed}", 0xFF80));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{hc}",
                "{hb.8}",
                "{lb:4}",
                "{lb:flags abc ABC}",
                "{lb:flags}",
                "{lb:name}",
                "{lb:name colour}",
                "{label"
            })
    void aFaultyTemplateIsRefused(String template) {
        assertThrows(IllegalArgumentException.class, () -> Template.parse(template, NAMES));
    }
}
