package org.otgwpi.otgw.files;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room there is for the user's files. Thread-safe. */
public interface Storage {

    /** Kept free, so that settings can always be saved. */
    long RESERVE_BYTES = 16L << 20;

    long totalBytes() throws IOException;

    /** What uploads may take; 0 if there is nothing left. */
    long freeBytes() throws IOException;

    /** The disk that {@code folder} is on. */
    static Storage of(Path folder) {
        return new Storage() {
            @Override
            public long totalBytes() throws IOException {
                return store().getTotalSpace();
            }

            @Override
            public long freeBytes() throws IOException {
                return Math.max(0, store().getUsableSpace() - RESERVE_BYTES);
            }

            private FileStore store() throws IOException {
                return Files.getFileStore(folder);
            }
        };
    }
}
