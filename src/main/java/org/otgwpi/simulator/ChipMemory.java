package org.otgwpi.simulator;

import org.otgwpi.pic.Firmware;
import org.otgwpi.pic.FirmwareVersion;

/** All that a chip keeps without power. It outlives the {@link SimulatedPic}, which is the chip under power. */
record ChipMemory(Chip chip, ProgramMemory program, Eeprom eeprom) {

    private static final int CONFIG_ID = 6;
    private static final int CONFIG_1 = 7;
    private static final int CONFIG_2 = 8;
    private static final int DEVICE_ID_1847 = 0x1480;
    private static final int CONFIG_1_1847 = 0x0FE4;
    private static final int CONFIG_2_1847 = 0x1EFF;

    private static final int PACKED_BITS = 7;
    private static final int PACKED_MASK = 0x7F;

    /** A chip with what the stores hold, or as from the factory: with a gateway program. */
    static ChipMemory of(Chip chip, MemoryStore program, MemoryStore eeprom) {
        return new ChipMemory(chip, new ProgramMemory(chip, program), new Eeprom(chip, eeprom));
    }

    /** A word of the configuration space of the PIC16F1847, by its offset. No command of the loader changes them. */
    int config(int offset) {
        return switch (offset) {
            case CONFIG_ID -> DEVICE_ID_1847;
            case CONFIG_1 -> CONFIG_1_1847;
            case CONFIG_2 -> CONFIG_2_1847;
            default -> ProgramMemory.ERASED;
        };
    }

    /**
     * Which firmware the chip runs: what the texts in the program say, one character in the low byte of a word or two of
     * seven bits in each word; else what the first such text in the EEPROM says, as with gateway and interface.
     */
    FirmwareVersion installed() {
        StringBuilder single = new StringBuilder();
        StringBuilder packed = new StringBuilder();
        for (int address = 0; address < chip.loaderStart(); address++) {
            int word = program.get(address);
            single.append(printable(word & 0xFF));
            packed.append(printable(word >> PACKED_BITS)).append(printable(word & PACKED_MASK));
        }
        StringBuilder data = new StringBuilder();
        for (int address = 0; address < Eeprom.SIZE; address++) {
            data.append(printable(eeprom.get(address)));
        }
        for (StringBuilder text : new StringBuilder[] {single, packed, data}) {
            FirmwareVersion found = firstIn(text.toString());
            if (found.firmware() != Firmware.UNKNOWN) {
                return found;
            }
        }
        return new FirmwareVersion(Firmware.UNKNOWN, "");
    }

    void flush() {
        program.flush();
        eeprom.flush();
    }

    private static FirmwareVersion firstIn(String text) {
        FirmwareVersion first = new FirmwareVersion(Firmware.UNKNOWN, "");
        int position = text.length();
        for (Firmware firmware : Firmware.values()) {
            int start = firmware == Firmware.UNKNOWN ? -1 : text.indexOf(firmware.banner());
            if (start >= 0 && start < position) {
                position = start;
                FirmwareVersion found = FirmwareVersion.in(text.substring(start));
                first = found == null ? first : found;
            }
        }
        return first;
    }

    private static char printable(int octet) {
        return octet >= ' ' && octet < PACKED_MASK ? (char) octet : '\n';
    }
}
