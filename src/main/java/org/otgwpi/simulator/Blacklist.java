package org.otgwpi.simulator;

import java.util.Set;

/** The data ids that the boiler does not know, after three such answers in a row (otgw-core 1.11). */
final class Blacklist {

    private static final int FIRST_ID_NEVER_LISTED = 128;
    private static final int ANSWERS_UNTIL_LISTED = 3;
    private static final Set<Integer> ALWAYS_SENT = Set.of(0, 1, 3, 14, 17, 25);

    private final Eeprom eeprom;
    private final int[] unknownAnswers = new int[FIRST_ID_NEVER_LISTED];

    Blacklist(Eeprom eeprom) {
        this.eeprom = eeprom;
    }

    boolean contains(int dataId) {
        return dataId < FIRST_ID_NEVER_LISTED
                && !ALWAYS_SENT.contains(dataId)
                && eeprom.bit(Eeprom.UNKNOWN_FLAGS + dataId / 8, dataId % 8);
    }

    /** Lists the id, or takes it off the list. */
    void set(int dataId, boolean listed) {
        unknownAnswers[dataId] = 0;
        eeprom.setBit(Eeprom.UNKNOWN_FLAGS + dataId / 8, dataId % 8, listed);
    }

    /**
     * The boiler does not know the id.
     *
     * @return true if it was on the list already
     */
    boolean unknown(int dataId) {
        if (dataId >= FIRST_ID_NEVER_LISTED) {
            return false;
        }
        if (contains(dataId)) {
            return true;
        }
        if (++unknownAnswers[dataId] >= ANSWERS_UNTIL_LISTED) {
            set(dataId, !ALWAYS_SENT.contains(dataId));
        }
        return false;
    }

    /** The boiler answered otherwise. */
    void known(int dataId) {
        if (dataId < FIRST_ID_NEVER_LISTED) {
            set(dataId, false);
        }
    }
}
