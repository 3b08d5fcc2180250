package org.otgwpi.simulator;

import org.jspecify.annotations.Nullable;

/** Where a memory of the simulated chip lasts without power. */
interface MemoryStore {

    /** The bytes of the last {@link #save}, or null if there are none that can be used. */
    byte @Nullable [] load();

    /** Keeps {@code image}, which the caller does not change any more. Never throws. */
    void save(byte[] image);
}
