package org.otgwpi.opentherm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LineBufferTest {

    @Test
    void textBeyondTheCapacityIsLeftOutAndTheLineEndsAllTheSame() {
        LineBuffer buffer = new LineBuffer(10);
        buffer.padded("0123456789", 20);
        buffer.utf8("abc".getBytes(UTF_8));
        buffer.decimal(-12345, 8, ' ');
        buffer.hex(-1, 8);
        buffer.endLine();
        assertEquals("01234567\r\n", buffer.toString());
    }

    @ParameterizedTest
    @CsvSource({"5, 12", "6, 12°", "7, 12°C", "8, 12°C", "9, 12°C", "10, 12°C€"})
    void noCharacterIsCutInTwo(int room, String expected) {
        LineBuffer buffer = new LineBuffer(room);
        buffer.utf8("12°C€".getBytes(UTF_8));
        assertEquals(expected, buffer.toString());
    }

    @Test
    void numbersAreRightAlignedAndNeverCut() {
        LineBuffer buffer = new LineBuffer(100);
        buffer.decimal(0, 0, ' ');
        buffer.put('|');
        buffer.decimal(-100, 3, ' ');
        buffer.put('|');
        buffer.decimal(Integer.MAX_VALUE, 12, ' ');
        buffer.put('|');
        buffer.decimal(7, 2, '0');
        buffer.put('|');
        buffer.hex(0, 4);
        buffer.put('|');
        buffer.hex(0x12345, 4);
        assertEquals("0|-100|  2147483647|07|0000|12345", buffer.toString());
    }
}
