package org.otgwpi.opentherm;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last accepted value of each data id and when it was last heard of (otgw-core 2.3, otgw-http-ws 1.8.1). Not
 * thread-safe: its owner holds a lock.
 */
public final class ValueStore {

    private final Catalogue catalogue;
    private final int[] words = new int[256];
    private final long[] epochSeconds = new long[256];
    private final BitSet seen = new BitSet(256);
    private final @Nullable Undo[] undos = new @Nullable Undo[256];
    private @Nullable Values snapshot;

    /** What to put back when the value of {@code frame} turns out not to count. */
    private record Undo(Frame frame, int word, boolean seen) {}

    public ValueStore(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * Notes the time of a frame and, if it is accepted, its value. Data ids 0, 70 and 101 take the high byte from
     * message types 0 to 3 and the low byte from types 4 to 7.
     *
     * @param epochSeconds when it arrived, in seconds since 1970
     */
    public void accept(Frame frame, Verdict verdict, long epochSeconds) {
        int id = frame.dataId();
        this.epochSeconds[id] = epochSeconds;
        if (verdict == Verdict.ACCEPTED) {
            undos[id] = new Undo(frame, words[id], seen.get(id));
            words[id] = wordAfter(frame);
            seen.set(id);
        }
        snapshot = null;
    }

    private int wordAfter(Frame frame) {
        if (!catalogue.of(frame).decoder().joinsTwoFrames()) {
            return frame.word();
        }
        int before = words[frame.dataId()];
        return frame.type().fromMaster()
                ? (frame.highByte() << 8) | (before & 0xFF)
                : (before & 0xFF00) | frame.lowByte();
    }

    /**
     * Puts back the value that stood before {@code frame} was accepted; the time stays. Nothing happens unless it is the
     * last frame of its data id that was accepted.
     */
    public void retract(Frame frame) {
        int id = frame.dataId();
        Undo undo = undos[id];
        if (undo == null || !undo.frame.equals(frame)) {
            return;
        }
        words[id] = undo.word;
        seen.set(id, undo.seen);
        undos[id] = null;
        snapshot = null;
    }

    /** Sets the times of all data ids to 0, as if never heard of; the values stay. */
    public void forgetTimes() {
        Arrays.fill(epochSeconds, 0);
        snapshot = null;
    }

    /** The values as they stand; the same object as long as nothing changes. */
    public Values snapshot() {
        Values current = snapshot;
        if (current == null) {
            current = new Values(words.clone(), epochSeconds.clone(), (BitSet) seen.clone());
            snapshot = current;
        }
        return current;
    }
}
