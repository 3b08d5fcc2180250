package org.otgwpi.pic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A firmware for the gateway chip as its hex file holds it (otgw-core 6.5). Immutable. */
public final class HexImage {

    /** Marks what the file does not name. */
    static final int ABSENT = -1;

    private static final int BLANK_BYTE = 0xFF;
    private static final int CHARACTER_BITS = 7;

    private final FlashLayout layout;
    private final int[] program;
    private final int[] eeprom;
    private final int progressWeight;

    HexImage(FlashLayout layout, int[] program, int[] eeprom, int progressWeight) {
        this.layout = layout;
        this.program = program;
        this.eeprom = eeprom;
        this.progressWeight = progressWeight;
    }

    /** The chip that it is for. */
    public FlashLayout layout() {
        return layout;
    }

    /** The word at an address of the program memory; what the file does not name is erased. */
    public int word(int address) {
        return program[address] == ABSENT ? FlashLayout.ERASED : program[address];
    }

    /** The addresses of the rows that the file names at least one word of, ascending. */
    public List<Integer> rows() {
        List<Integer> rows = new ArrayList<>();
        for (int row = 0; row < program.length; row += FlashLayout.ROW_WORDS) {
            if (Arrays.stream(program, row, row + FlashLayout.ROW_WORDS).anyMatch(word -> word != ABSENT)) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** Whether the file names this byte of the EEPROM. */
    public boolean namesEeprom(int address) {
        return eeprom[address] != ABSENT;
    }

    /** A byte of the EEPROM; 0xFF if the file does not name it. */
    public int eepromByte(int address) {
        return eeprom[address] == ABSENT ? BLANK_BYTE : eeprom[address];
    }

    /** What the program rows and EEPROM blocks of the file weigh in the bar (otgw-core 6.6). */
    public int progressWeight() {
        return progressWeight;
    }

    /** The version of the gateway firmware that the file names in its EEPROM, or null. */
    public @Nullable String gatewayVersion() {
        String text = eepromText();
        int start = text.indexOf(Firmware.GATEWAY.banner());
        if (start < 0) {
            return null;
        }
        int from = start + Firmware.GATEWAY.banner().length();
        int end = text.indexOf('\0', from);
        String version = text.substring(from, end < 0 ? text.length() : end);
        return version.isEmpty() ? null : version;
    }

    /**
     * Kind and version, as texts in EEPROM or program tell: one character in the low byte of a word, or two of seven bits in
     * each.
     */
    public FirmwareVersion firmware() {
        StringBuilder single = new StringBuilder();
        StringBuilder packed = new StringBuilder();
        for (int address = 0; address < program.length; address++) {
            int word = word(address);
            single.append(printable(word & BLANK_BYTE));
            packed.append(printable(word >> CHARACTER_BITS)).append(printable(word & 0x7F));
        }
        for (String text : List.of(eepromText(), single.toString(), packed.toString())) {
            for (Firmware firmware : Firmware.values()) {
                int start = firmware == Firmware.UNKNOWN ? -1 : text.indexOf(firmware.banner());
                FirmwareVersion found = start < 0
                        ? null
                        : FirmwareVersion.in(text.substring(start).replace('\0', '\n'));
                if (found != null) {
                    return found;
                }
            }
        }
        return new FirmwareVersion(Firmware.UNKNOWN, "");
    }

    private String eepromText() {
        StringBuilder text = new StringBuilder();
        for (int address = 0; address < eeprom.length; address++) {
            text.append((char) eepromByte(address));
        }
        return text.toString();
    }

    private static char printable(int octet) {
        return octet >= ' ' && octet < 0x7F ? (char) octet : '\n';
    }
}
