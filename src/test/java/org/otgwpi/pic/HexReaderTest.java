package org.otgwpi.pic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules for hex files (otgw-core 6.5). */
final class HexReaderTest {

    private static final String START_1847 = record(0, 0, 0x9F, 0x31, 0x00, 0x27, 0x80, 0x31, 0x20, 0x28);
    private static final String START_88 = record(0, 0, 0x8A, 0x15, 0x00, 0x27, 0x8A, 0x11, 0x20, 0x28);
    private static final String END = record(1, 0);

    static String record(int type, int address, int... data) {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, ":%02X%04X%02X", data.length, address, type));
        int sum = data.length + (address & 0xFF) + (address >> 8) + type;
        for (int each : data) {
            text.append(String.format(Locale.ROOT, "%02X", each));
            sum += each;
        }
        return text.append(String.format(Locale.ROOT, "%02X\n", -sum & 0xFF)).toString();
    }

    private static HexImage read(String text) throws HexException {
        return HexReader.read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static FlashResult refused(String text) {
        return assertThrows(HexException.class, () -> read(text)).result();
    }

    @Test
    void theFirstTwoWordsTellTheChip() throws HexException {
        assertEquals(FlashLayout.PIC16F1847, read(START_1847 + END).layout());
        assertEquals(FlashLayout.PIC16F88, read(START_88 + END).layout());
        assertEquals(List.of(0), read(START_88 + END).rows());
        assertEquals(0x2700, read(START_88 + END).word(1));
        assertEquals(FlashLayout.ERASED, read(START_88 + END).word(4));
    }

    @Test
    void byteAddressE028AboveLinear1IsEepromByte14() throws HexException {
        HexImage image = read(START_1847 + record(4, 0, 0, 1) + record(0, 0xE028, 0x41, 0x00, 0x3D, 0x00) + END);
        assertEquals('A', image.eepromByte(0x14));
        assertEquals('=', image.eepromByte(0x15));
        assertEquals(true, image.namesEeprom(0x15));
        assertEquals(false, image.namesEeprom(0x16));
        assertEquals(0xFF, image.eepromByte(0x16));
    }

    @Test
    void configurationWordsAndUnknownTypesAreIgnored() throws HexException {
        HexImage image = read(START_88 + record(5, 0, 1, 2, 3, 4) + record(0, 0x400E, 1, 2, 3, 4) + END);
        assertEquals(List.of(0), image.rows());
    }

    @Test
    void carriageReturnsAndWhatFollowsTheEndDoNotMatter() throws HexException {
        assertEquals(
                FlashLayout.PIC16F88,
                read((START_88 + END).replace("\n", "\r\n") + "rubbish").layout());
    }

    @Test
    void whatBreaksARuleIsRefusedWithItsName() {
        assertEquals(FlashResult.HEX_FORMAT, refused(""));
        assertEquals(FlashResult.HEX_FORMAT, refused(START_88));
        assertEquals(FlashResult.HEX_FORMAT, refused(END));
        assertEquals(FlashResult.HEX_FORMAT, refused("rubbish\n" + START_88 + END));
        assertEquals(FlashResult.HEX_FORMAT, refused(START_88 + "\n" + END));
        assertEquals(FlashResult.HEX_FORMAT, refused(record(0, 0x40, 1, 2) + END));
        assertEquals(FlashResult.HEX_FORMAT, refused(START_88 + record(0, 4, 1, 2) + END));
        assertEquals(FlashResult.HEX_FORMAT, refused(START_88 + record(0, 0x40, new int[18]) + END));
        assertEquals(FlashResult.HEX_FORMAT, refused(START_88 + ":0200400001G2BB\n" + END));
        assertEquals(FlashResult.HEX_DATASIZE, refused(START_88 + record(0, 0x40, 1, 2, 3) + END));
        assertEquals(FlashResult.HEX_CHECKSUM, refused(START_88 + ":02004000010200\n" + END));
        assertEquals(FlashResult.MAGIC, refused(record(0, 0, 0x00, 0x30, 0x00, 0x27) + END));
        assertEquals(FlashResult.MAGIC, refused(record(0, 0, 0x8A, 0x15) + END));
    }

    @Test
    void aFileOf100MegabytesIsRefusedUnread() {
        assertEquals(
                FlashResult.HEX_FORMAT,
                assertThrows(HexException.class, () -> HexReader.read(new byte[100 << 20]))
                        .result());
    }

    @Test
    void damagedFilesAreRefusedAndNothingElse() {
        StringBuilder text = new StringBuilder(START_1847);
        for (int i = 1; i < 40; i++) {
            text.append(record(0, i * 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
        }
        byte[] whole = text.append(END).toString().getBytes(StandardCharsets.ISO_8859_1);
        int accepted = 0;
        Random random = new Random(6);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = java.util.Arrays.copyOf(
                    whole, random.nextInt(4) == 0 ? random.nextInt(whole.length) : whole.length);
            for (int n = random.nextInt(3); n >= 0 && damaged.length > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                HexReader.read(damaged);
                accepted++;
            } catch (HexException e) {
                assertEquals(
                        true,
                        String.valueOf(e.getMessage()).startsWith(e.result().text()));
            }
        }
        assertEquals(true, accepted < 600, accepted + " accepted");
    }

    @Test
    void versionAndKindAreFoundInTheTexts() throws HexException {
        StringBuilder gateway = new StringBuilder(START_1847).append(record(4, 0, 0, 1));
        String text = "A=OpenTherm Gateway 6.6\0WDT";
        for (int i = 0; i < text.length(); i++) {
            gateway.append(record(0, 0xE028 + 2 * i, text.charAt(i), 0));
        }
        HexImage image = read(gateway + END);
        assertEquals("6.6", image.gatewayVersion());
        assertEquals(new FirmwareVersion(Firmware.GATEWAY, "6.6"), image.firmware());
        StringBuilder diagnose = new StringBuilder(START_1847);
        String banner = "Opentherm gateway diagnostics - Version 2.1\r\n";
        for (int i = 0; i < banner.length(); i++) {
            diagnose.append(record(0, 0x100 + 2 * i, banner.charAt(i), 0x34));
        }
        HexImage other = read(diagnose + END);
        assertNull(other.gatewayVersion());
        assertEquals(new FirmwareVersion(Firmware.DIAGNOSE, "2.1"), other.firmware());
        assertEquals(
                new FirmwareVersion(Firmware.UNKNOWN, ""), read(START_88 + END).firmware());
    }

    @ParameterizedTest
    @CsvSource({
        "3.0, 4.0",
        "4.0a6, 4.0a9",
        "4.0a9, 4.0a9.1",
        "4.0a11.1, 4.0b0",
        "4.0b0, 4.0",
        "4.0, 4.0.1",
        "4.0.1, 4.0.1.1",
        "4.2.7, 4.2.8",
        "5.8, 6.0",
        "6.6, 6.10"
    })
    void versionsHaveAnOrder(String older, String newer) {
        assertEquals(true, VersionOrder.compare(older, newer) < 0);
        assertEquals(true, VersionOrder.compare(newer, older) > 0);
        assertEquals(0, VersionOrder.compare(newer, newer));
    }

    @Test
    void packetsAreTheVerifiedOnes() {
        assertEquals("0f0003fd04", hex(LoaderRequest.version()));
        assertEquals("0f03012000dc04", hex(LoaderRequest.eraseRow(0x20)));
        assertEquals(
                "0f02050420009f3100278031202 8ea04".replace(" ", ""),
                hex(LoaderRequest.writeProgram(
                        FlashLayout.PIC16F1847, 0x20, FlashLayout.PIC16F1847.failSafeCode(0x1F00))));
        assertEquals(
                "0f020120008a1500278a1120283404",
                hex(LoaderRequest.writeProgram(FlashLayout.PIC16F88, 0x20, FlashLayout.PIC16F88.failSafeCode(0x0F00))));
        assertEquals("0f050440c000fc04", hex(LoaderRequest.readEeprom(0xC0, 64)));
        assertEquals("0f050502050f003700b304", hex(LoaderRequest.writeEeprom(0x0F, List.of(0x37, 0))));
        assertEquals("0f0800f804", java.util.HexFormat.of().formatHex(LoaderRequest.reset()));
    }

    private static String hex(LoaderRequest request) {
        return java.util.HexFormat.of().formatHex(request.packet());
    }
}
