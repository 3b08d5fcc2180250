package org.otgwpi.otgw.flash;

import org.otgwpi.pic.FlashLayout;
import org.otgwpi.pic.LoaderRequest;
import org.otgwpi.pic.RowPackets;

/**
 * Erases a row of the program memory. It is not read: the row is written later, and compared then. So all rows are erased
 * before the first one is compared, and an erasure that goes astray cannot harm one that is thought to be in place.
 */
final class EraseTask implements FlashTask {

    private final LoaderRequest request;

    EraseTask(FlashLayout layout, int row) {
        request = RowPackets.erase(layout, row);
    }

    @Override
    public LoaderRequest request() {
        return request;
    }

    @Override
    public Verdict answered(byte[] payload) {
        return RowTask.acknowledges(payload, LoaderRequest.ERASE_PROGRAM) ? Verdict.DONE : Verdict.STRAY;
    }

    @Override
    public void restart() {}

    @Override
    public int mismatches() {
        return 0;
    }

    @Override
    public int weight() {
        return 0;
    }

    @Override
    public FlashStep step() {
        return FlashStep.PROGRAM;
    }
}
