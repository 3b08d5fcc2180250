package org.otgwpi.simulator;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The boot loader while a programmer talks to it (otgw-core 6.2-6.4). Has no I/O of its own and no clock. It stays until
 * it is told to reset, or characters are lost.
 *
 * <p>A command takes its time row by row, and byte by byte in the EEPROM; {@link #interrupt} leaves the step at hand half
 * done. Nothing protects the loader from overwriting itself, as on the chip. What comes while a command is carried out
 * waits in the receiver, which has room for two bytes.
 */
final class SimulatedLoader {

    private static final int VERSION = 0;
    private static final int READ_PROGRAM = 1;
    private static final int WRITE_PROGRAM = 2;
    private static final int ERASE_PROGRAM = 3;
    private static final int READ_EEPROM = 4;
    private static final int WRITE_EEPROM = 5;
    private static final int READ_CONFIG = 6;
    private static final int RESET = 8;

    private static final int HEADER_BYTES = 4;
    private static final int LONGEST_COUNT = 256;
    private static final int RECEIVER_BYTES = 2;
    private static final int ERASED_BYTE = 0xFF;

    private static final long ANSWER_NANOS = 1_500_000L;
    private static final long ROW_NANOS = 2_000_000L;
    private static final long BYTE_NANOS = 4_000_000L;

    /** A change of memory that takes a while. */
    private interface Step {
        /** Carries it out, or only the first half of it. */
        void change(boolean whole);
    }

    private final Chip chip;
    private final ProgramMemory program;
    private final Eeprom eeprom;
    private final ChipMemory memory;
    private final Output output;
    private final LoaderPacket packet;
    private final Deque<Step> steps = new ArrayDeque<>();
    private final Deque<Integer> receiver = new ArrayDeque<>();

    private boolean busy;
    private boolean overrun;
    private byte[] answer = {};
    private long stepNanos;
    private long dueNanos;

    SimulatedLoader(ChipMemory memory, Output output) {
        this.memory = memory;
        this.output = output;
        chip = memory.chip();
        program = memory.program();
        eeprom = memory.eeprom();
        packet = new LoaderPacket(chip.receiveBytes());
    }

    /**
     * Takes a byte from the line.
     *
     * @return false if it makes the chip reset
     */
    boolean receive(int octet, long nowNanos) {
        if (busy) {
            if (receiver.size() < RECEIVER_BYTES) {
                receiver.add(octet);
            } else {
                overrun = true;
            }
            return true;
        }
        return !packet.accept(octet) || begin(nowNanos);
    }

    /** Characters were lost on the line: the chip resets when it next looks, which is when it is not busy. */
    void overrun() {
        overrun = true;
    }

    /**
     * Does what is due.
     *
     * @return false if the chip resets
     */
    boolean tick(long nowNanos) {
        while (dueInNanos(nowNanos) == 0) {
            if (overrun && !busy) {
                return false;
            }
            Step step = steps.poll();
            if (step != null) {
                step.change(true);
                dueNanos += stepNanos;
            }
            if (steps.isEmpty() && !finish(nowNanos)) {
                return false;
            }
        }
        return true;
    }

    /** How long until {@link #tick} has something to do, {@code Long.MAX_VALUE} if it waits for bytes. */
    long dueInNanos(long nowNanos) {
        if (busy) {
            return Math.max(0, dueNanos - nowNanos);
        }
        return overrun ? 0 : Long.MAX_VALUE;
    }

    /** The power goes, or the reset pin is pulled low. */
    void interrupt(long nowNanos) {
        Step step = steps.poll();
        if (step != null && dueNanos - nowNanos < stepNanos) {
            step.change(false);
        }
    }

    private boolean finish(long nowNanos) {
        busy = false;
        output.bytes(LoaderPacket.around(answer));
        if (overrun) {
            return false;
        }
        while (!busy && !receiver.isEmpty()) {
            if (!receive(receiver.remove(), nowNanos)) {
                return false;
            }
        }
        return true;
    }

    /** Starts the command in the packet; false if that is the command to reset. */
    private boolean begin(long nowNanos) {
        int count = packet.get(1) == 0 ? LONGEST_COUNT : packet.get(1);
        int address = packet.get(2) | (packet.get(3) << 8);
        switch (packet.get(0)) {
            case VERSION -> answerWords(2, count, this::versionWord);
            case READ_PROGRAM -> answerWords(HEADER_BYTES, count, i -> program.get(address + i));
            case WRITE_PROGRAM -> writeProgram(address, count * chip.wordsPerCount());
            case ERASE_PROGRAM -> eraseProgram(address, count);
            case READ_EEPROM -> readEeprom(address, count);
            case WRITE_EEPROM -> writeEeprom(address, count);
            case READ_CONFIG -> {
                if (chip == Chip.PIC16F88) {
                    return true;
                }
                answerWords(HEADER_BYTES, count, i -> memory.config(address + i));
            }
            case RESET -> {
                return false;
            }
            default -> {
                return true;
            }
        }
        busy = true;
        dueNanos = nowNanos + ANSWER_NANOS + (steps.isEmpty() ? 0 : stepNanos);
        return true;
    }

    private interface Words {
        int at(int index);
    }

    private void answerWords(int headerBytes, int count, Words words) {
        ByteArrayOutputStream payload = header(headerBytes);
        for (int i = 0; i < count; i++) {
            int word = words.at(i);
            payload.write(word);
            payload.write(word >> 8);
        }
        answer = payload.toByteArray();
    }

    private ByteArrayOutputStream header(int bytes) {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        for (int i = 0; i < bytes; i++) {
            payload.write(packet.get(i));
        }
        return payload;
    }

    private int versionWord(int index) {
        return switch (index) {
            case 0 -> chip.loaderVersion();
            case 1 -> chip.loaderStart();
            case 2 -> chip.loaderEnd();
            default -> ProgramMemory.ERASED;
        };
    }

    /** Words come to lie in their row when the last word of the row, of its block on the PIC16F88, or of all is there. */
    private void writeProgram(int requested, int count) {
        int unit = chip == Chip.PIC16F88 ? chip.wordsPerCount() : ProgramMemory.ROW_WORDS;
        int address = requested - requested % chip.wordsPerCount();
        for (int done = 0; done < count; ) {
            int from = address + done;
            int length = Math.min(count - done, unit - from % unit);
            int[] words = new int[length];
            for (int i = 0; i < length; i++) {
                int index = HEADER_BYTES + 2 * (done + i);
                words[i] = packet.get(index) | (packet.get(index + 1) << 8);
            }
            steps.add(whole -> {
                for (int i = 0; i < (whole ? length : length / 2); i++) {
                    program.program(from + i, words[i]);
                }
            });
            done += length;
        }
        acknowledge(ROW_NANOS);
    }

    private void eraseProgram(int address, int rows) {
        int first = address - address % ProgramMemory.ROW_WORDS;
        for (int row = 0; row < rows; row++) {
            int from = first + row * ProgramMemory.ROW_WORDS;
            steps.add(whole -> program.erase(from, whole ? ProgramMemory.ROW_WORDS : ProgramMemory.ROW_WORDS / 2));
        }
        acknowledge(ROW_NANOS);
    }

    private void readEeprom(int address, int count) {
        ByteArrayOutputStream payload = header(HEADER_BYTES);
        for (int i = 0; i < count; i++) {
            payload.write(eeprom.get((address + i) % Eeprom.SIZE));
        }
        answer = payload.toByteArray();
    }

    /** A byte is erased before it is written. */
    private void writeEeprom(int address, int count) {
        for (int i = 0; i < count; i++) {
            int at = (address + i) % Eeprom.SIZE;
            int value = packet.get(HEADER_BYTES + i);
            steps.add(whole -> eeprom.set(at, whole ? value : ERASED_BYTE));
        }
        acknowledge(BYTE_NANOS);
    }

    private void acknowledge(long nanosPerStep) {
        stepNanos = nanosPerStep;
        answer = header(1).toByteArray();
    }
}
