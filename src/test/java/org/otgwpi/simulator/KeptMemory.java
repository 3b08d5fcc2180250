package org.otgwpi.simulator;

import org.jspecify.annotations.Nullable;

/** A store that lasts as long as the test. */
final class KeptMemory implements MemoryStore {

    private byte @Nullable [] image;
    private int saves;

    int saves() {
        return saves;
    }

    @Override
    public byte @Nullable [] load() {
        return image;
    }

    @Override
    public void save(byte[] saved) {
        saves++;
        image = saved;
    }
}
