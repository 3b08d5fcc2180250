package org.otgwpi.pic;

import static org.otgwpi.pic.FlashLayout.EEPROM_BYTES;
import static org.otgwpi.pic.FlashLayout.ROW_WORDS;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads Intel HEX as the original does (otgw-core 6.5): a record a line, {@code :} and in hexadecimal its length, address,
 * type, data and checksum. One instance reads one file.
 */
public final class HexReader {

    /** No firmware comes near this size. */
    public static final int LARGEST_FILE_BYTES = 1 << 20;

    private static final int DATA = 0;
    private static final int END = 1;
    private static final int SEGMENT = 2;
    private static final int LINEAR = 4;
    private static final int HEADER_BYTES = 4;
    private static final int MOST_DATA_BYTES = 16;
    private static final int LONGEST_LINE = 47;
    private static final int ROW_WEIGHT = 10;
    private static final int EEPROM_BLOCK_WEIGHT = 20;
    private static final int EEPROM_BLOCK_BYTES = 64;

    private final int[] eeprom = new int[EEPROM_BYTES];
    private final boolean[] blocks = new boolean[EEPROM_BYTES / EEPROM_BLOCK_BYTES];
    private @Nullable FlashLayout layout;
    private int[] program = {};
    private int base;
    private int previousEnd;
    private int previousProgramEnd;
    private int weight;
    private int lineNumber;

    private HexReader() {
        Arrays.fill(eeprom, HexImage.ABSENT);
    }

    /**
     * Reads a whole file.
     *
     * @throws HexException if it breaks any rule
     */
    public static HexImage read(byte[] file) throws HexException {
        if (file.length > LARGEST_FILE_BYTES) {
            throw new HexException(FlashResult.HEX_FORMAT, 0);
        }
        return new HexReader().image(file);
    }

    private HexImage image(byte[] file) throws HexException {
        int start = 0;
        while (start < file.length) {
            int end = start;
            while (end < file.length && file[end] != '\n') {
                end++;
            }
            lineNumber++;
            if (end - start > LONGEST_LINE) {
                throw broken(FlashResult.HEX_FORMAT);
            }
            byte[] record = record(new String(file, start, end - start, StandardCharsets.ISO_8859_1).stripTrailing());
            if (record[3] == END) {
                return finished();
            }
            take(record);
            start = end + 1;
        }
        throw broken(FlashResult.HEX_FORMAT);
    }

    private HexImage finished() throws HexException {
        FlashLayout known = layout;
        if (known == null) {
            throw broken(FlashResult.HEX_FORMAT);
        }
        for (boolean block : blocks) {
            weight += block ? EEPROM_BLOCK_WEIGHT : 0;
        }
        return new HexImage(known, program, eeprom, weight);
    }

    private byte[] record(String line) throws HexException {
        byte[] bytes;
        try {
            bytes = line.startsWith(":") ? HexFormat.of().parseHex(line, 1, line.length()) : new byte[0];
        } catch (IllegalArgumentException e) {
            throw broken(FlashResult.HEX_FORMAT);
        }
        if (bytes.length <= HEADER_BYTES
                || bytes.length != HEADER_BYTES + (bytes[0] & 0xFF) + 1
                || bytes[0] > MOST_DATA_BYTES) {
            throw broken(FlashResult.HEX_FORMAT);
        }
        if (bytes[0] % 2 != 0) {
            throw broken(FlashResult.HEX_DATASIZE);
        }
        int sum = 0;
        for (byte each : bytes) {
            sum += each;
        }
        if ((sum & 0xFF) != 0) {
            throw broken(FlashResult.HEX_CHECKSUM);
        }
        return bytes;
    }

    private void take(byte[] record) throws HexException {
        switch (record[3]) {
            case DATA -> data(record, base + bigEndian(record, 1) / 2, record[0] / 2);
            case SEGMENT -> base = value(record) << 3;
            case LINEAR -> base = value(record) << 15;
            default -> {}
        }
    }

    private int value(byte[] record) throws HexException {
        if (record[0] != 2) {
            throw broken(FlashResult.HEX_FORMAT);
        }
        return bigEndian(record, HEADER_BYTES);
    }

    private void data(byte[] record, int address, int count) throws HexException {
        if (count == 0) {
            return;
        }
        if (Integer.compareUnsigned(address, previousEnd) < 0) {
            throw broken(FlashResult.HEX_FORMAT);
        }
        FlashLayout chip = layout == null ? begin(record, address, count) : layout;
        previousEnd = address + count;
        if (address >= 0 && address < chip.programWords()) {
            weigh(address, count);
        }
        for (int i = 0; i < count; i++) {
            int word = littleEndian(record, i);
            int at = address + i;
            int cell = chip.eepromByte(at);
            if (at >= 0 && at < program.length) {
                program[at] = word & FlashLayout.ERASED;
            } else if (cell >= 0) {
                eeprom[cell] = word & 0xFF;
                blocks[cell / EEPROM_BLOCK_BYTES] = true;
            }
        }
    }

    /** The first data tell the chip. */
    private FlashLayout begin(byte[] record, int address, int count) throws HexException {
        if (address != 0) {
            throw broken(FlashResult.HEX_FORMAT);
        }
        FlashLayout chip = count < 2 ? null : FlashLayout.ofProgram(littleEndian(record, 0), littleEndian(record, 1));
        if (chip == null) {
            throw broken(FlashResult.MAGIC);
        }
        layout = chip;
        program = new int[chip.programWords()];
        Arrays.fill(program, HexImage.ABSENT);
        return chip;
    }

    /** The bar counts rows record by record, and not the first one. */
    private void weigh(int address, int count) {
        if ((previousProgramEnd - 1) / ROW_WORDS != address / ROW_WORDS) {
            weight += ROW_WEIGHT;
        }
        previousProgramEnd = address + count;
        if (address / ROW_WORDS != (previousProgramEnd - 1) / ROW_WORDS) {
            weight += ROW_WEIGHT;
        }
    }

    private static int bigEndian(byte[] record, int index) {
        return (record[index] & 0xFF) << 8 | (record[index + 1] & 0xFF);
    }

    private static int littleEndian(byte[] record, int word) {
        int index = HEADER_BYTES + 2 * word;
        return (record[index] & 0xFF) | (record[index + 1] & 0xFF) << 8;
    }

    private HexException broken(FlashResult result) {
        return new HexException(result, lineNumber);
    }
}
