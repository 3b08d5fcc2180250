package org.otgwpi.opentherm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DataIdTest {

    private final Catalogue catalogue = Catalogue.load();

    @ParameterizedTest
    @CsvSource({
        "25, 2B80, 43.5, 43.500",
        "25, 3C00, 60, 60.000",
        "25, FEC0, -1.25, -1.250",
        "25, FFFF, 0, -0.000",
        "25, 0001, 0, 0.000",
        "25, FFFE, -0.01, -0.010",
        "25, 8000, -128, -128.000",
        "25, 7FFF, 128, 128.000",
        "25, 0A00, 10, 10.000",
        "18, 0190, 1.56, 1.560",
        "30, FFE4, -28, -28",
        "33, 8000, -32768, -32768",
        "115, FFFF, 65535, 65535",
        "48, FFFF, 65535, 65535",
        "35, 0A00, 2560, 2560",
    })
    void valuesReadAsTheRoutesShowThem(int id, String word, String number, String monitor) {
        assertEquals(number, catalogue.get(id).number(Integer.parseInt(word, 16)));
        assertEquals(monitor, catalogue.get(id).monitorNumber(Integer.parseInt(word, 16)));
    }

    @Test
    void everyFixedPointNumberHasTwoRoundedDecimals() {
        DataId tboiler = catalogue.get(25);
        for (int word = 0; word <= 0xFFFF; word++) {
            BigDecimal rounded = BigDecimal.valueOf((short) word)
                    .divide(BigDecimal.valueOf(256))
                    .setScale(2, RoundingMode.HALF_UP);
            String shortest =
                    rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
            assertEquals(shortest, tboiler.number(word));
            float stored = word == 0xFFFF ? -0.0f : rounded.floatValue();
            assertEquals("%.3f".formatted(stored), tboiler.monitorNumber(word));
        }
    }

    @Test
    void onlyTheTwoSignedIdsShowAnIntegerBelowZero() {
        for (int id = 0; id < 256; id++) {
            if (catalogue.get(id).type() != DataType.F88) {
                String expected = List.of(30, 33).contains(id) ? "-2" : "65534";
                assertEquals(expected, catalogue.get(id).number(0xFFFE), "data id " + id);
            }
        }
    }
}
