package org.otgwpi.opentherm;

import java.util.BitSet;

/** The last accepted value of each data id at one moment. Immutable. Data ids are 0..255. */
public final class Values {

    private final int[] words;
    private final long[] epochSeconds;
    private final BitSet seen;

    /** Copies nothing: whoever calls gives the arrays away. */
    Values(int[] words, long[] epochSeconds, BitSet seen) {
        this.words = words;
        this.epochSeconds = epochSeconds;
        this.seen = seen;
    }

    /** Both data bytes of the last accepted value, 0..65535; 0 if there is none. */
    public int word(int id) {
        return words[id];
    }

    /** When the last frame of that id arrived, accepted or not, in seconds since 1970; 0 if never. */
    public long epochSeconds(int id) {
        return epochSeconds[id];
    }

    /** True if a value of that id was accepted. */
    public boolean seen(int id) {
        return seen.get(id);
    }
}
