package org.otgwpi.otgw.flash;

import java.util.ArrayList;
import java.util.List;
import org.otgwpi.pic.LoaderRequest;

/** Writes what has to change in a block of the EEPROM, reads the block and compares. */
final class EepromWriteTask implements FlashTask {

    private final int address;
    private final int[] wanted;
    private final int[] eeprom;
    private final List<Integer> different;
    private final int weight;
    private final boolean look;
    private boolean written;
    private int attempts;
    private int mismatches;

    /**
     * @param wanted 256 bytes to hold
     * @param eeprom 256 bytes that are known to be in the chip
     * @param different addresses in the block that have to be written, at least one, ascending
     * @param look whether to write only if they differ
     */
    EepromWriteTask(int address, int[] wanted, int[] eeprom, List<Integer> different, boolean look, int weight) {
        this.address = address;
        this.wanted = wanted;
        this.eeprom = eeprom;
        this.different = List.copyOf(different);
        this.look = look;
        this.weight = weight;
        this.written = look;
    }

    @Override
    public LoaderRequest request() {
        if (written) {
            return LoaderRequest.readEeprom(address, EepromReadTask.BLOCK_BYTES);
        }
        List<Integer> bytes = new ArrayList<>();
        for (int i = different.getFirst(); i <= different.getLast(); i++) {
            bytes.add(wanted[i]);
        }
        return LoaderRequest.writeEeprom(different.getFirst(), bytes);
    }

    @Override
    public Verdict answered(byte[] payload) {
        if (!written) {
            written = RowTask.acknowledges(payload, LoaderRequest.WRITE_EEPROM);
            return written ? Verdict.GOES_ON : Verdict.STRAY;
        }
        if (!EepromReadTask.read(payload, address, eeprom)) {
            return Verdict.STRAY;
        }
        int wrong = 0;
        for (int i = different.getFirst(); i <= different.getLast(); i++) {
            wrong += eeprom[i] == wanted[i] ? 0 : 1;
        }
        if (wrong == 0) {
            return Verdict.DONE;
        }
        mismatches += wrong;
        written = false;
        return ++attempts >= MOST_ATTEMPTS ? Verdict.GIVEN_UP : Verdict.GOES_ON;
    }

    @Override
    public void restart() {
        written = look;
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
        return look ? FlashStep.CHECK : FlashStep.SETTINGS;
    }
}
