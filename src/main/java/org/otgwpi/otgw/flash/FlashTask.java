package org.otgwpi.otgw.flash;

import org.otgwpi.pic.LoaderRequest;

/** A piece of the chip's memory to read, or to write and compare. Not thread-safe. */
interface FlashTask {

    /** How often a piece may differ from what was written before it is given up. */
    int MOST_ATTEMPTS = 10;

    /** What an answer means. */
    enum Verdict {
        /** It belongs to no question that was asked. */
        STRAY,
        GOES_ON,
        DONE,
        /** The memory does not keep what is written. */
        GIVEN_UP
    }

    /** What to send now, or again. */
    LoaderRequest request();

    /** The loader answered. */
    Verdict answered(byte[] payload);

    /** The chip was reset meanwhile: begins anew. */
    void restart();

    /** How many words or bytes differed so far. */
    int mismatches();

    /** How far the bar moves when it is done. */
    int weight();

    FlashStep step();
}
