package org.otgwpi.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineBankTest {

    private final List<String> asked = new ArrayList<>();
    private final LineBank bank = new LineBank(new Recorder(), () -> asked.add("free"));

    @Test
    void aLineBecomesAnOutputTogetherWithItsFirstLevel() throws IOException {
        bank.set(0b0001, 0b0001);
        bank.set(0b0110, 0b0010);
        bank.set(0b0011, 0b0010);
        assertEquals(List.of("drive 1 levels 1", "drive 111 levels 11", "set 11 levels 10"), asked);
        assertTrue(bank.drives(2) && !bank.high(2) && bank.high(1) && !bank.drives(3));
    }

    @Test
    void atTheEndOutputsGoLowThenBecomeInputsThenAreFree() throws IOException {
        bank.set(0b101, 0b101);
        bank.close();
        bank.close();
        assertEquals(List.of("drive 101 levels 101", "set 101 levels 0", "drive 0 levels 0", "closed", "free"), asked);
        assertThrows(IOException.class, () -> bank.set(1, 1));
    }

    @Test
    void whatWasNeverDrivenIsNotTouchedAtTheEnd() {
        bank.close();
        assertEquals(List.of("closed", "free"), asked);
    }

    private final class Recorder implements BankWires {

        @Override
        public void set(long levels, long mask) {
            asked.add("set " + Long.toBinaryString(mask) + " levels " + Long.toBinaryString(levels & mask));
        }

        @Override
        public void drive(long outputs, long levels) {
            asked.add("drive " + Long.toBinaryString(outputs) + " levels " + Long.toBinaryString(levels & outputs));
        }

        @Override
        public void close() {
            asked.add("closed");
        }
    }
}
