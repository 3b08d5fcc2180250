package org.otgwpi.railhub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.otgwpi.board.LineUse;

final class WiringTest {

    @ParameterizedTest
    @EnumSource(Variant.class)
    void theProgramsWiringUsesEachLineOnceAndNoneThatIsTaken(Variant variant) throws IOException {
        Set<Integer> lines = new HashSet<>();
        for (LineUse use : Wiring.of(variant, "").uses(variant)) {
            assertTrue(lines.add(use.line()), use::toString);
            assertTrue(use.line() >= 5 && use.line() <= 27 && use.line() != 14 && use.line() != 15, use::toString);
        }
        assertEquals(variant == Variant.RAILHUB32 ? 16 : 7, lines.size());
    }

    @Test
    void theUserMayWireOutputsElsewhereOrNot() throws IOException {
        Wiring wiring = Wiring.of(Variant.RAILHUB8266, " 4=27, 2=-1 ");
        assertEquals(27, wiring.line(wiring.indexOf(4)));
        assertEquals(6, wiring.uses(Variant.RAILHUB8266).size());
        assertEquals(-1, wiring.indexOf(0));
    }

    @Test
    void whatMakesNoSenseIsTold() {
        assertEquals(
                "The setting railhub8266lines holds '4:17': write it as pin=line, for example 2=6.",
                assertThrows(IOException.class, () -> Wiring.of(Variant.RAILHUB8266, "4:17"))
                        .getMessage());
        assertEquals(
                "The setting railhub32lines names output 3, which railhub32 does not have.",
                assertThrows(IOException.class, () -> Wiring.of(Variant.RAILHUB32, "3=4"))
                        .getMessage());
    }
}
