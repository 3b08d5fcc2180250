package org.otgwpi.pic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SummaryLayoutTest {

    private static final String REFERENCE =
            "00000010/00001100,10.00,00000011/00000011,15.00,5.00,100.00,33/17,20.50,3.50,2.10,2.36,16.50,20.42,"
                    + "43.50,40.20,-3.30,39.50,24.19,-28,60/40,75/20,60.00,50.00,00000011/01000110,25,13,52072,54920,"
                    + "51856,5480,3688,5624,58496,136";

    private final SummaryLayout now = SummaryLayout.load(34);
    private final SummaryLayout before5 = SummaryLayout.load(25);

    @Test
    void theReferenceLineIsASummaryWithTheWordsThatWereOnTheBus() {
        PicLine.Summary summary = assertInstanceOf(PicLine.Summary.class, PicLine.parse(REFERENCE));
        Map<Integer, Integer> words = now.words(summary.fields());
        assertEquals(34, words.size());
        assertEquals(0x020C, words.get(0));
        assertEquals(0x0A00, words.get(1));
        assertEquals(0x0303, words.get(6));
        assertEquals(0x6400, words.get(14));
        assertEquals(0x2111, words.get(15));
        assertEquals(0x0380, words.get(17));
        assertEquals(0x021A, words.get(18));
        assertEquals(0x025C, words.get(19));
        assertEquals(0x2B80, words.get(25));
        assertEquals(0x2833, words.get(26));
        assertEquals(0xFCB3, words.get(27));
        assertEquals(0x2780, words.get(28));
        assertEquals(0x1831, words.get(31));
        assertEquals(0xFFE4, words.get(33));
        assertEquals(0x3C28, words.get(48));
        assertEquals(0x0346, words.get(70));
        assertEquals(25, words.get(71));
        assertEquals(13, words.get(77));
        assertEquals(0xCB68, words.get(116));
        assertEquals(136, words.get(123));
        assertEquals(REFERENCE, now.print(words::get));
    }

    @Test
    void theOldLineHas25Fields() {
        String line = before5.print(dataId -> 0);
        PicLine.Summary summary = assertInstanceOf(PicLine.Summary.class, PicLine.parse(line));
        assertEquals(25, summary.fields().size());
        assertEquals(
                List.of(
                        0, 1, 6, 14, 15, 16, 17, 18, 24, 25, 26, 27, 28, 48, 49, 56, 57, 116, 117, 118, 119, 120, 121,
                        122, 123),
                before5.fields().stream().map(SummaryLayout.Field::dataId).toList());
        assertEquals(
                Collections.nCopies(25, 0),
                List.copyOf(before5.words(summary.fields()).values()));
    }

    @Test
    void valuesNeverSeenAreZeroes() {
        String line = now.print(dataId -> 0);
        assertInstanceOf(PicLine.Summary.class, PicLine.parse(line));
        assertEquals(
                Collections.nCopies(34, 0),
                List.copyOf(now.words(List.of(line.split(",", -1))).values()));
    }

    @Test
    void aFieldThatIsNotWrittenAsItShouldBeIsLeftOut() {
        String damaged =
                REFERENCE.replace("20.50", "TT: 3").replace("-28", "99999").replace("60/40", "60/400");
        Map<Integer, Integer> words = now.words(List.of(damaged.split(",", -1)));
        assertEquals(31, words.size());
        assertFalse(words.containsKey(16) || words.containsKey(33) || words.containsKey(48));
    }

    @ParameterizedTest
    @EnumSource
    void everyWordIsPrintedAsItIsRead(SummaryFormat format) {
        for (int word = 0; word < 65536; word++) {
            String text = format.print(word);
            int again = format.word(text);
            assertEquals(text.equals("-0.00") ? "0.00" : text, format.print(again));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 26, 33, 35})
    void linesWithOtherNumbersOfFieldsAreNoSummary(int fields) {
        String line = String.join(",", Collections.nCopies(fields, "00000000"));
        assertEquals(new PicLine.Unknown(line), PicLine.parse(line));
        assertThrows(IllegalArgumentException.class, () -> SummaryLayout.load(fields));
        assertThrows(IllegalArgumentException.class, () -> now.words(List.of(line.split(",", -1))));
    }

    @Test
    void shortLinesAreNoSummary() {
        assertInstanceOf(PicLine.Unknown.class, PicLine.parse(String.join(",", Collections.nCopies(34, "0"))));
    }
}
