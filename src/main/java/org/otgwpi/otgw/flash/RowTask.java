package org.otgwpi.otgw.flash;

import java.util.List;
import org.otgwpi.pic.FlashLayout;
import org.otgwpi.pic.LoaderRequest;

/** Erases a row of the program memory, writes it, reads it and compares. What is given up stays erased. */
final class RowTask implements FlashTask {

    private static final int HEADER_BYTES = 4;

    /**
     * Erasing takes any address of the row. The checksum does not notice a zero that got lost, and then the checksum's own
     * byte becomes part of the address: with this word it is the same row all the same.
     */
    private static final int ERASED_BY_WORD = 0x1C;

    private enum Phase {
        LOOK,
        ERASE,
        WRITE,
        READ
    }

    private final FlashLayout layout;
    private final int address;
    private final List<Integer> words;
    private final int used;
    private final boolean look;
    private final int weight;
    private final FlashStep step;
    private Phase phase;
    private int attempts;
    private int mismatches;

    /**
     * @param words up to 32, which are compared
     * @param look whether to leave the row alone if it holds these words already
     */
    RowTask(FlashLayout layout, int address, List<Integer> words, boolean look, int weight, FlashStep step) {
        this.layout = layout;
        this.address = address;
        this.words = List.copyOf(words);
        this.look = look;
        this.weight = weight;
        this.step = step;
        int end = words.size();
        while (end > 0 && words.get(end - 1) == FlashLayout.ERASED) {
            end--;
        }
        this.used = end;
        this.phase = look ? Phase.LOOK : Phase.ERASE;
    }

    @Override
    public LoaderRequest request() {
        return switch (phase) {
            case ERASE -> LoaderRequest.eraseRow(address + ERASED_BY_WORD);
            case WRITE -> LoaderRequest.writeProgram(layout, address, words.subList(0, used));
            case LOOK, READ -> LoaderRequest.readProgram(address, words.size());
        };
    }

    @Override
    public Verdict answered(byte[] payload) {
        return switch (phase) {
            case ERASE -> {
                if (!acknowledges(payload, LoaderRequest.ERASE_PROGRAM)) {
                    yield Verdict.STRAY;
                }
                phase = used == 0 ? Phase.READ : Phase.WRITE;
                yield attempts >= MOST_ATTEMPTS ? Verdict.GIVEN_UP : Verdict.GOES_ON;
            }
            case WRITE -> {
                if (!acknowledges(payload, LoaderRequest.WRITE_PROGRAM)) {
                    yield Verdict.STRAY;
                }
                phase = Phase.READ;
                yield Verdict.GOES_ON;
            }
            case LOOK, READ -> compare(payload);
        };
    }

    private Verdict compare(byte[] payload) {
        if (payload.length != HEADER_BYTES + 2 * words.size()
                || payload[0] != LoaderRequest.READ_PROGRAM
                || (payload[1] & 0xFF) != words.size()
                || word(payload, 2) != address) {
            return Verdict.STRAY;
        }
        int different = 0;
        for (int i = 0; i < words.size(); i++) {
            different += word(payload, HEADER_BYTES + 2 * i) == words.get(i) ? 0 : 1;
        }
        if (different == 0) {
            return Verdict.DONE;
        }
        if (phase == Phase.READ) {
            mismatches += different;
            attempts++;
        }
        phase = Phase.ERASE;
        return Verdict.GOES_ON;
    }

    @Override
    public void restart() {
        phase = look ? Phase.LOOK : Phase.ERASE;
    }

    @Override
    public int mismatches() {
        return mismatches;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public FlashStep step() {
        return step;
    }

    static boolean acknowledges(byte[] payload, int command) {
        return payload.length == 1 && payload[0] == command;
    }

    private static int word(byte[] payload, int index) {
        return (payload[index] & 0xFF) | (payload[index + 1] & 0xFF) << 8;
    }
}
