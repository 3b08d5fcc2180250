package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A programmer that speaks to the boot loader of a chip on the bench as otmonitor does. */
final class LoaderClient {

    private static final int ROW = 32;
    private static final int FAIL_SAFE = 0x20;
    private static final int LONGEST_ANSWER_MILLIS = 2_000;

    private final ChipBench bench;
    private final Chip model;

    LoaderClient(ChipBench bench, Chip model) {
        this.bench = bench;
        this.model = model;
    }

    /** Resets a running chip by {@code command}, and enters its loader after the ETX. */
    void enter(String command) {
        bench.bytes(command);
        enterAfterEtx();
    }

    /** Waits for the ETX of a chip that starts, and enters its loader. */
    void enterAfterEtx() {
        String seen = "";
        for (int millis = 0; !seen.endsWith("\u0004"); millis++) {
            assertTrue(millis < LONGEST_ANSWER_MILLIS, "no ETX");
            bench.passMillis(1);
            seen += bench.output();
        }
        int[] version = ask(0, 3);
        assertEquals(model.loaderVersion(), version[2] | (version[3] << 8));
        assertEquals(model.loaderStart(), version[4] | (version[5] << 8));
        assertEquals(model.loaderEnd(), version[6] | (version[7] << 8));
    }

    /** Sends a command and gives the payload of its answer. */
    int[] ask(int... payload) {
        String answer = bench.bytes(packet(payload));
        for (int millis = 0; !complete(answer); millis++) {
            assertTrue(millis < LONGEST_ANSWER_MILLIS, "no answer to " + Arrays.toString(payload));
            bench.passMillis(1);
            answer += bench.output();
        }
        return unpacked(answer);
    }

    int[] readProgram(int address, int words) {
        int[] answer = ask(1, words & 0xFF, address & 0xFF, address >> 8);
        assertEquals(4 + 2 * words, answer.length);
        int[] found = new int[words];
        for (int i = 0; i < words; i++) {
            found[i] = answer[4 + 2 * i] | (answer[5 + 2 * i] << 8);
        }
        return found;
    }

    void writeProgram(int address, int... words) {
        acknowledged(writeRequest(address, words));
    }

    /** The payload of a write command; on the PIC16F88 filled up to whole blocks. */
    int[] writeRequest(int address, int... words) {
        int unit = model == Chip.PIC16F88 ? 4 : 1;
        int count = (words.length + unit - 1) / unit;
        int[] payload = new int[4 + 2 * count * unit];
        Arrays.fill(payload, 0xFF);
        payload[0] = 2;
        payload[1] = count;
        payload[2] = address & 0xFF;
        payload[3] = address >> 8;
        for (int i = 0; i < words.length; i++) {
            payload[4 + 2 * i] = words[i] & 0xFF;
            payload[5 + 2 * i] = words[i] >> 8;
        }
        return payload;
    }

    void eraseRows(int address, int rows) {
        acknowledged(3, rows, address & 0xFF, address >> 8);
    }

    int[] readEeprom(int address, int bytes) {
        int[] answer = ask(4, bytes & 0xFF, address, 0);
        return Arrays.copyOfRange(answer, 4, answer.length);
    }

    void writeEeprom(int address, int... bytes) {
        int[] payload = new int[4 + bytes.length];
        payload[0] = 5;
        payload[1] = bytes.length;
        payload[2] = address;
        System.arraycopy(bytes, 0, payload, 4, bytes.length);
        acknowledged(payload);
    }

    /** The way out: there is no answer. */
    void reset() {
        assertEquals("", bench.bytes(packet(8, 0)));
    }

    /** Writes and verifies a whole image: the fail-safe code first, then row after row, then the EEPROM. */
    void flash(int[] program, int[] eeprom) {
        writeFailSafe();
        for (int address = 0; address < model.loaderStart() && address < program.length; address += ROW) {
            writeRow(address, program);
        }
        for (int block = 0; block < eeprom.length; block += 64) {
            writeEeprom(block, Arrays.copyOfRange(eeprom, block, block + 64));
        }
        assertEquals(Arrays.toString(eeprom), Arrays.toString(readEeprom(0, 256)));
    }

    void writeFailSafe() {
        int[] failSafe = {model.selectLoaderPage(), model.callLoader(), model.selectFirstPage(), 0x2820};
        eraseRows(FAIL_SAFE, 1);
        writeProgram(FAIL_SAFE, failSafe);
        assertEquals(Arrays.toString(failSafe), Arrays.toString(readProgram(FAIL_SAFE, failSafe.length)));
    }

    void writeRow(int address, int[] program) {
        int[] row = Arrays.copyOfRange(program, address, address + ROW);
        eraseRows(address, 1);
        if (!Arrays.stream(row).allMatch(word -> word == ProgramMemory.ERASED)) {
            writeProgram(address, row);
        }
        assertEquals(Arrays.toString(row), Arrays.toString(readProgram(address, ROW)));
    }

    private void acknowledged(int... payload) {
        assertEquals("[" + payload[0] + "]", Arrays.toString(ask(payload)));
    }

    /** The bytes of a packet, one in each character. */
    static String packet(int... payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0x0F);
        int sum = 0;
        for (int octet : payload) {
            sum += octet;
            stuff(bytes, octet);
        }
        stuff(bytes, -sum & 0xFF);
        bytes.write(0x04);
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static void stuff(ByteArrayOutputStream bytes, int octet) {
        if (octet == 0x0F || octet == 0x04 || octet == 0x05) {
            bytes.write(0x05);
        }
        bytes.write(octet);
    }

    private static boolean complete(String answer) {
        boolean escaped = false;
        for (int i = 0; i < answer.length(); i++) {
            char octet = answer.charAt(i);
            if (!escaped && octet == 0x04) {
                return true;
            }
            escaped = !escaped && octet == 0x05;
        }
        return false;
    }

    private static int[] unpacked(String answer) {
        assertEquals(0x0F, answer.charAt(0));
        int[] payload = new int[answer.length()];
        int length = 0;
        int sum = 0;
        for (int i = 1; i < answer.length() - 1; i++) {
            if (answer.charAt(i) == 0x05) {
                i++;
            }
            payload[length++] = answer.charAt(i);
            sum += answer.charAt(i);
        }
        assertEquals(0, sum & 0xFF, "checksum");
        return Arrays.copyOf(payload, length - 1);
    }
}
