package org.otgwpi.otgw.flash;

import java.util.List;
import org.otgwpi.pic.FlashLayout;
import org.otgwpi.pic.LoaderRequest;
import org.otgwpi.pic.RowPackets;

/** Writes a row of the program memory, reads it and compares; erases it first where needed. */
final class RowTask implements FlashTask {

    private static final int HEADER_BYTES = 4;

    /** Of so many packets that get no answer one is sent as the original would, in case a loader knows no other form. */
    private static final int PLAIN_EACH = 4;

    /** What is done next. */
    enum Phase {
        /** With looking whether the row holds the words already. */
        LOOK,
        ERASE,
        /** The row is erased. */
        WRITE,
        READ
    }

    private final FlashLayout layout;
    private final int address;
    private final List<Integer> words;
    private final List<Integer> used;
    private final Phase begin;
    private final int weight;
    private final FlashStep step;
    private Phase phase;
    private int written;
    private int sent;
    private int attempts;
    private int mismatches;
    private List<LoaderRequest> writes = List.of();

    /**
     * @param words up to 32 from the row's first one on, which are compared
     * @param begin what is done first: again, if the chip is reset meanwhile
     */
    RowTask(FlashLayout layout, int address, List<Integer> words, Phase begin, int weight, FlashStep step) {
        this.layout = layout;
        this.address = address;
        this.words = List.copyOf(words);
        this.begin = begin;
        this.weight = weight;
        this.step = step;
        int end = words.size();
        while (end > 0 && words.get(end - 1) == FlashLayout.ERASED) {
            end--;
        }
        this.used = this.words.subList(0, end);
        this.phase = begin;
        restart();
    }

    @Override
    public LoaderRequest request() {
        sent++;
        LoaderRequest request = switch (phase) {
            case ERASE -> RowPackets.erase(layout, address);
            case WRITE -> writes().get(written);
            case LOOK, READ -> LoaderRequest.readProgram(address, words.size());
        };
        return sent % PLAIN_EACH == 0 ? request.guarded(false) : request;
    }

    @Override
    public Verdict answered(byte[] payload) {
        return switch (phase) {
            case ERASE -> {
                if (!acknowledges(payload, LoaderRequest.ERASE_PROGRAM)) {
                    yield Verdict.STRAY;
                }
                next(used.isEmpty() ? Phase.READ : Phase.WRITE);
                yield attempts >= MOST_ATTEMPTS ? Verdict.GIVEN_UP : Verdict.GOES_ON;
            }
            case WRITE -> {
                if (!acknowledges(payload, LoaderRequest.WRITE_PROGRAM)) {
                    yield Verdict.STRAY;
                }
                int done = written + 1;
                next(done == writes().size() ? Phase.READ : Phase.WRITE);
                written = done % writes().size();
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
        next(Phase.ERASE);
        return Verdict.GOES_ON;
    }

    private List<LoaderRequest> writes() {
        if (writes.isEmpty()) {
            writes = RowPackets.write(layout, address, used);
        }
        return writes;
    }

    private void next(Phase following) {
        phase = following;
        sent = 0;
        written = 0;
    }

    @Override
    public void restart() {
        phase = begin == Phase.WRITE && used.isEmpty() ? Phase.READ : begin;
        written = 0;
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
