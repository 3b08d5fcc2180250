package org.otgwpi.simulator;

import org.otgwpi.pic.ErrorCode;

/** The data ids that the chip asks round robin where it has a turn to spare (AA, DA), kept in the EEPROM. */
final class Alternatives {

    private final Eeprom eeprom;
    private int turn;

    Alternatives(Eeprom eeprom) {
        this.eeprom = eeprom;
    }

    void add(int dataId) throws Refused {
        for (int slot = 0; slot < Eeprom.ALTERNATIVES_LENGTH; slot++) {
            if (get(slot) == 0) {
                set(slot, dataId);
                return;
            }
        }
        throw new Refused(ErrorCode.NS);
    }

    void remove(int dataId) throws Refused {
        if (!removeOne(dataId)) {
            throw new Refused(ErrorCode.NF);
        }
    }

    /** Deletes one occurrence. */
    boolean removeOne(int dataId) {
        for (int slot = 0; slot < Eeprom.ALTERNATIVES_LENGTH; slot++) {
            if (get(slot) == dataId) {
                set(slot, 0);
                return true;
            }
        }
        return false;
    }

    /** The id whose turn it is, 0 if there is none. */
    int current() {
        for (int i = 0; i < Eeprom.ALTERNATIVES_LENGTH; i++) {
            int slot = (turn + i) % Eeprom.ALTERNATIVES_LENGTH;
            if (get(slot) != 0) {
                turn = slot;
                return get(slot);
            }
        }
        return 0;
    }

    /** The id whose turn it was has been answered. */
    void next() {
        turn = (turn + 1) % Eeprom.ALTERNATIVES_LENGTH;
    }

    private int get(int slot) {
        return eeprom.get(Eeprom.ALTERNATIVES + slot);
    }

    private void set(int slot, int dataId) {
        eeprom.set(Eeprom.ALTERNATIVES + slot, dataId);
    }
}
