package org.otgwpi.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.tinylog.Logger;

/** The folder where what is uploaded lies until it is used or refused. Emptied at each start. Thread-safe. */
final class Staging {

    /** Kept free, so that settings can always be saved. */
    static final long RESERVE_BYTES = 16L << 20;

    static final String TOO_LARGE =
            "There is not enough room for this file. Delete files to make some. Nothing was changed.";

    /** How much room a disk has. */
    @FunctionalInterface
    interface Disk {

        long usableBytes() throws IOException;
    }

    private final Path folder;
    private final Disk disk;

    /**
     * Where the folder cannot be used there is no room for uploads, and everything else goes on.
     *
     * @param folder made if need be; everything in it is removed
     */
    Staging(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
        try {
            Files.createDirectories(folder);
            try (Stream<Path> left = Files.list(folder)) {
                left.forEach(Staging::remove);
            }
        } catch (IOException e) {
            Logger.warn("The folder {} for updates cannot be used: {}", folder, e.getMessage());
        }
    }

    static Staging of(Path folder) {
        return new Staging(folder, () -> Files.getFileStore(folder).getUsableSpace());
    }

    /** What an upload may take; 0 if nothing is left. */
    long freeBytes() {
        try {
            return Files.isWritable(folder) ? Math.max(0, disk.usableBytes() - RESERVE_BYTES) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    /** A new empty file. */
    Path file(String what) throws IOException {
        return Files.createTempFile(folder, what + "-", ".part");
    }

    /** Removes a file or a folder with all that is in it; a failure is logged. */
    static void remove(Path path) {
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : deepestFirst) {
                Files.deleteIfExists(each);
            }
        } catch (java.nio.file.NoSuchFileException e) {
            Logger.debug("{} is gone already", path);
        } catch (IOException | java.io.UncheckedIOException e) {
            Logger.warn("{} cannot be removed: {}", path, e.getMessage());
        }
    }
}
