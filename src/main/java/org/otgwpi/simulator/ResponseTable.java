package org.otgwpi.simulator;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.ErrorCode;

/** The answers that the chip gives in the boiler's place (SR, CR). Lost at a reset. */
final class ResponseTable {

    private static final int SLOTS = 16;

    private final Map<Integer, Integer> words = new HashMap<>();

    void set(int dataId, int word) throws Refused {
        if (words.size() >= SLOTS && !words.containsKey(dataId)) {
            throw new Refused(ErrorCode.NS);
        }
        words.put(dataId, word);
    }

    void clear(int dataId) throws Refused {
        if (words.remove(dataId) == null) {
            throw new Refused(ErrorCode.NF);
        }
    }

    /** Both data bytes for {@code dataId}, or null. */
    @Nullable
    Integer word(int dataId) {
        return words.get(dataId);
    }
}
