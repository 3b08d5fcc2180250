package org.otgwpi.pic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PicNumberTest {

    @ParameterizedTest
    @CsvSource({
        "49.72, 31B9, 49.72",
        "-1.4, FE9A, -1.40",
        "9.999, 0A00, 10.00",
        "9.995, 0A00, 10.00",
        "9.994, 09FE, 9.99",
        "-0.004, 0000, 0.00",
        "-0.01, FFFE, -0.01",
        "130, 8200, -126.00",
        "255.99, FFFE, -0.01",
        "255.996, 0000, 0.00",
        "20.000000000, 1400, 20.00",
        "16.1, 101A, 16.10",
        "+21.5, 1580, 21.50",
        "5.5, 0580, 5.50",
        "007, 0700, 7.00",
        "20., 1400, 20.00",
        "-200, 3800, 56.00",
        "128, 8000, -128.00"
    })
    void fractionsAreStoredAndEchoedAsTheChipDoes(String text, String word, String echo) {
        PicNumber.Reading reading = PicNumber.signed(text);
        assertTrue(reading.valid());
        assertEquals(Integer.parseInt(word, 16), reading.value());
        assertEquals(text.length(), reading.end());
        assertEquals(echo, PicNumber.print(reading.value()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "-", "+", ".5", "x", "1x", "1.x", "1.234x", "1.2.3", "1,5", " 1", "1 ", "--1", "+-1", "1.-5", "1e1"
            })
    void whatIsNoFractionIsASyntaxError(String text) {
        assertEquals(ErrorCode.SE, PicNumber.signed(text).error());
        assertEquals(ErrorCode.SE, PicNumber.positive(text).error());
        assertEquals(ErrorCode.SE, PicNumber.percent(text).error());
    }

    @Test
    void boundsAreKept() {
        assertEquals(ErrorCode.OR, PicNumber.signed("256").error());
        assertEquals(ErrorCode.OR, PicNumber.signed("-99999999999").error());
        assertEquals(ErrorCode.SE, PicNumber.positive("-1").error());
        assertEquals(ErrorCode.OR, PicNumber.positive("256").error());
        assertEquals(0x6400, PicNumber.percent("100.00").value());
        assertEquals(0x6400, PicNumber.percent("100.004").value());
        assertEquals(ErrorCode.OR, PicNumber.percent("100.005").error());
        assertEquals(ErrorCode.OR, PicNumber.percent("255.996").error());
    }

    @ParameterizedTest
    @CsvSource({"0,0,1", "255,255,3", "007,7,3", "12x,12,2", "3:5,3,1", "0000000000000000012,12,19"})
    void decimalsStopAtTheFirstOtherCharacter(String text, int value, int end) {
        assertEquals(new PicNumber.Reading(value, end, null), PicNumber.decimal(text, 0));
    }

    @Test
    void decimalsHaveOneByte() {
        assertEquals(ErrorCode.OR, PicNumber.decimal("256", 0).error());
        assertEquals(ErrorCode.OR, PicNumber.decimal("99999999999999999999", 0).error());
        assertEquals(ErrorCode.SE, PicNumber.decimal("x1", 0).error());
        assertEquals(ErrorCode.SE, PicNumber.decimal("1", 1).error());
        assertEquals(ErrorCode.SE, PicNumber.decimal("1", 5).error());
    }

    @Test
    void everyWordIsPrintedRoundedHalfUp() {
        for (int word = 0; word < 65536; word++) {
            BigDecimal unsigned = hundredths(word);
            assertEquals(unsigned.toPlainString(), PicNumber.printUnsigned(word));
            short signed = (short) word;
            String sign = signed < 0 ? "-" : "";
            assertEquals(sign + hundredths(Math.abs(signed)).toPlainString(), PicNumber.print(word));
        }
    }

    @Property(seed = "3", tries = 2000)
    void whatIsEchoedIsWhatWasSent(@ForAll @IntRange(max = 12799) int hundredths) {
        String text = BigDecimal.valueOf(hundredths, 2).toPlainString();
        int word = PicNumber.positive(text).value();
        assertEquals(
                BigDecimal.valueOf(hundredths * 256L)
                        .divide(BigDecimal.valueOf(100), 0, RoundingMode.CEILING)
                        .intValueExact(),
                word);
        assertEquals(text, PicNumber.print(word));
        assertEquals(text, PicNumber.print(PicNumber.nearestWord(text)));
        if (hundredths > 0) {
            assertEquals(
                    "-" + text, PicNumber.print(PicNumber.signed("-" + text).value()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", "1", "1.2", "1.234", "1.x2", "1.2x", "x.00", "300.00", "1,00", "--1.00"})
    void aPrintedNumberHasTwoDecimals(String text) {
        assertEquals(-1, PicNumber.nearestWord(text));
    }

    private static BigDecimal hundredths(int word) {
        return BigDecimal.valueOf(word).divide(BigDecimal.valueOf(256), 2, RoundingMode.HALF_UP);
    }
}
