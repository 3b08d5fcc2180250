package org.otgwpi.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StateTemplateTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "class='%STATE%', true, class='on'",
                "class='%STATE%', false, class='off'",
                "%STATE% %OTHER%, true, on off",
                "%%, true, off",
                "100 % sure, true, 100 % sure",
                "%STATE%%STATE%, true, onon",
                "nothing, true, nothing",
                "%STATE% and 5%, true, on and 5%",
            })
    void variablesStandBetweenPercentSigns(String page, boolean lit, String filled) {
        assertEquals(filled, StateTemplate.fill(page, lit));
    }
}
