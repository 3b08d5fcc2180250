package org.otgwpi.otgw.flash;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.LoaderRequest;

/** Reads a block of the EEPROM until two readings agree: it is all that is left of the user's settings. */
final class EepromReadTask implements FlashTask {

    static final int BLOCK_BYTES = 64;

    private static final int HEADER_BYTES = 4;

    private final int address;
    private final int[] eeprom;
    private final int weight;
    private byte @Nullable [] reading;
    private int readings;

    /** @param eeprom 256 bytes, of which the block is filled in */
    EepromReadTask(int address, int[] eeprom, int weight) {
        this.address = address;
        this.eeprom = eeprom;
        this.weight = weight;
    }

    @Override
    public LoaderRequest request() {
        return LoaderRequest.readEeprom(address, BLOCK_BYTES);
    }

    @Override
    public Verdict answered(byte[] payload) {
        if (!read(payload, address, eeprom)) {
            return Verdict.STRAY;
        }
        boolean agrees = Arrays.equals(payload, reading);
        reading = payload;
        return agrees ? Verdict.DONE : ++readings > MOST_ATTEMPTS ? Verdict.GIVEN_UP : Verdict.GOES_ON;
    }

    /** Fills in the block at {@code address} if {@code payload} is that block. */
    static boolean read(byte[] payload, int address, int[] eeprom) {
        if (payload.length != HEADER_BYTES + BLOCK_BYTES
                || payload[0] != LoaderRequest.READ_EEPROM
                || payload[1] != BLOCK_BYTES
                || (payload[2] & 0xFF) != address) {
            return false;
        }
        for (int i = 0; i < BLOCK_BYTES; i++) {
            eeprom[address + i] = payload[HEADER_BYTES + i] & 0xFF;
        }
        return true;
    }

    @Override
    public void restart() {}

    @Override
    public int mismatches() {
        return 0;
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public FlashStep step() {
        return FlashStep.READ;
    }
}
