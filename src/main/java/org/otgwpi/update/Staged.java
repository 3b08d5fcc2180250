package org.otgwpi.update;

import org.otgwpi.personality.Activity;

/** Something that was uploaded and checked, and waits to be done. Done or discarded once. */
interface Staged extends QuiesceOrder.Job {

    /** What is to be done. */
    Activity activity();

    /** The version in it; empty for a backup. */
    String version();

    /** Removes what lies on the disk for it. */
    void discard();
}
