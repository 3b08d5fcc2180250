package org.otgwpi.otgw.sensors;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class SensorAddressTest {

    private static SensorAddress address(String text) {
        return SensorAddress.of(HexFormat.of().parseHex(text));
    }

    @Test
    void theTextIsTheBytesInTheOrderOfTheBus() {
        assertEquals("28FF641E8216C3A1", address("28FF641E8216C3A1").text());
        assertEquals("0000000000000001", address("0000000000000001").text());
    }

    @Test
    void theLegacyTextKeepsTheFirstDigitOfEachByteAndTheWholeLast() {
        assertEquals("2F6181CA1", address("28FF641E8216C3A1").legacyText());
    }

    @Test
    void inTheLegacyTextASmallByteIsItsOnlyDigit() {
        assertEquals("2151033F0", address("28010510003003F0").legacyText());
    }

    @Test
    void theLegacyTextHasEightDigitsIfTheLastByteIsSmall() {
        assertEquals("2ABCDEFC", address("28AABBCCDDEEFF0C").legacyText());
        assertEquals(8, address("28AABBCCDDEEFF0C").legacyText().length());
    }

    @Test
    void theLegacyTextIsWhatTheOriginalsOverwritingBufferHeld() {
        for (String text : List.of("28FF641E8216C3A1", "05000A10FF01020F", "0102030405060708", "FFFFFFFFFFFFFFFF")) {
            assertEquals(
                    overwritten(HexFormat.of().parseHex(text)), address(text).legacyText(), text);
        }
    }

    /** otgw-http-ws 7.9 to the letter. */
    private static String overwritten(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if ((bytes[i] & 0xFF) < 16) {
                text.append('0');
            }
            text.setLength(i);
            text.append(Integer.toHexString(bytes[i] & 0xFF).toUpperCase(java.util.Locale.ROOT));
        }
        return text.toString();
    }

    @Test
    void theKernelsFolderHasTheMostSignificantByteFirst() {
        assertEquals("28-c316821e64ff", address("28FF641E8216C3A1").folder());
    }

    @Test
    void fromTheFolderAloneTheCrcIsComputed() {
        assertEquals(
                "28AABBCCDDEEFF0C", SensorAddress.ofFolder("28-ffeeddccbbaa").text());
        assertEquals(
                "10C92B6F02080049", SensorAddress.ofFolder("10-0008026f2bc9").text());
        assertEquals(
                "2800000000000140", SensorAddress.ofFolder("28-010000000000").text());
    }

    @Test
    void theOrderIsThatOfABusSearch() {
        // From bit 0 up 0x10 reads 00001000 and 0x28 reads 00010100: the first that differs is bit 3, and 0 goes first.
        List<String> found = Stream.of("28020000000000FF", "2801000000000000", "1000000000000000", "28030000000000AA")
                .map(SensorAddressTest::address)
                .sorted()
                .map(SensorAddress::text)
                .toList();
        assertEquals(List.of("1000000000000000", "28020000000000FF", "2801000000000000", "28030000000000AA"), found);
    }
}
