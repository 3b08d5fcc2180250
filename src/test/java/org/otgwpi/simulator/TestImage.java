package org.otgwpi.simulator;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.otgwpi.pic.HexException;
import org.otgwpi.pic.HexImage;
import org.otgwpi.pic.HexReader;

/** A firmware that is none: a program that calls the loader, filled with numbers, and an EEPROM with texts. */
final class TestImage {

    static final int ABSENT = -1;

    final Chip chip;
    final int[] program;
    final int[] eeprom = new int[Eeprom.SIZE];

    private TestImage(Chip chip, int words, int seed) {
        this.chip = chip;
        program = new int[words];
        Arrays.fill(eeprom, ABSENT);
        for (int address = 0; address < words; address++) {
            program[address] = (address * 0x1D3 + seed * 0x91) & 0x3FFF;
            if ((address / 32) % 5 == 4 && address % 32 > 17) {
                program[address] = ProgramMemory.ERASED;
            }
        }
        program[0] = chip.selectLoaderPage();
        program[1] = chip.callLoader();
    }

    /** A gateway firmware of {@code rows} rows; its EEPROM as factory fresh in the layout of its version. */
    static TestImage gateway(Chip chip, String version, int rows) {
        TestImage image = new TestImage(chip, rows * 32, version.hashCode() & 0xFF);
        Arrays.fill(image.eeprom, 0, 0x14, 0);
        image.eeprom[0] = 0x77;
        image.eeprom[2] = 16;
        image.text(4, "L=FXOMPC\0");
        boolean interval = version.charAt(0) >= '6';
        image.eeprom[0x13] = 200;
        image.text(interval ? 0x14 : 0x13, "A=OpenTherm Gateway " + version + "\0WDT reset!\0NG\0SE\0");
        Arrays.fill(image.eeprom, 0xD0, 0x100, 0);
        for (int i = 0; i < 8; i++) {
            image.eeprom[0xE0 + i] = 116 + i;
        }
        return image;
    }

    /** A diagnose firmware: its banner is in the program, its EEPROM holds nothing. */
    static TestImage diagnose(Chip chip, String version, int rows) {
        TestImage image = new TestImage(chip, rows * 32, 7);
        String banner = "Opentherm gateway diagnostics - Version " + version + "\r\n";
        for (int i = 0; i < banner.length(); i++) {
            image.program[64 + i] = 0x3400 | banner.charAt(i);
        }
        return image;
    }

    private void text(int address, String text) {
        for (int i = 0; i < text.length(); i++) {
            eeprom[address + i] = text.charAt(i);
        }
    }

    HexImage parsed() {
        try {
            return HexReader.read(hex().getBytes(StandardCharsets.US_ASCII));
        } catch (HexException e) {
            throw new AssertionError(e);
        }
    }

    /** The file: records of 16 bytes, a type-04 record in front of the EEPROM where needed. */
    String hex() {
        StringBuilder text = new StringBuilder(record(4, 0, 0, 0));
        for (int address = 0; address < program.length; address += 8) {
            text.append(words(address * 2, program, address));
        }
        int base = chip == Chip.PIC16F88 ? 0x4200 : 0xE000;
        if (chip == Chip.PIC16F1847) {
            text.append(record(4, 0, 0, 1));
        }
        for (int address = 0; address < Eeprom.SIZE; address += 8) {
            if (Arrays.stream(eeprom, address, address + 8).noneMatch(each -> each == ABSENT)) {
                text.append(words(base + address * 2, eeprom, address));
            } else {
                for (int i = address; i < address + 8; i++) {
                    if (eeprom[i] != ABSENT) {
                        text.append(record(0, base + i * 2, eeprom[i], 0));
                    }
                }
            }
        }
        return text.append(record(1, 0)).toString();
    }

    private static String words(int byteAddress, int[] from, int index) {
        int[] bytes = new int[16];
        for (int i = 0; i < 8; i++) {
            bytes[2 * i] = from[index + i] & 0xFF;
            bytes[2 * i + 1] = from[index + i] >> 8;
        }
        return record(0, byteAddress, bytes);
    }

    static String record(int type, int address, int... data) {
        StringBuilder text =
                new StringBuilder(String.format(Locale.ROOT, ":%02X%04X%02X", data.length, address & 0xFFFF, type));
        int sum = data.length + (address & 0xFF) + (address >> 8 & 0xFF) + type;
        for (int each : data) {
            text.append(String.format(Locale.ROOT, "%02X", each));
            sum += each;
        }
        return text.append(String.format(Locale.ROOT, "%02X\r\n", -sum & 0xFF)).toString();
    }
}
