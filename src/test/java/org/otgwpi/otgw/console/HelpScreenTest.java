package org.otgwpi.otgw.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HelpScreenTest {

    /** 20.25 is a tie and goes to the even digit; 20.55 is a little less as a float, and 20.35 a little more. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "0x2B80, 43.5",
        "0x1440, 20.2",
        "0x14C0, 20.8",
        "0x14E0, 20.9",
        "0x148D, 20.5",
        "0x145A, 20.4",
        "0xFE99, -1.4",
        "0x8000, -128.0",
        "0x7FFF, 128.0"
    })
    void temperaturesAreRoundedAsTheOriginalDoes(String word, String text) {
        assertEquals(text, HelpScreen.tenths(Integer.decode(word)));
    }
}
