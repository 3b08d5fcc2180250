package org.otgwpi.settings;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A small file that is replaced as a whole: written aside under its name with {@code .new} behind it, synced, renamed,
 * and the folder synced. After a power cut it is the old file or the new one. Thread-safe.
 */
public final class DurableFile {
    private final Disk disk;
    private final String name;

    DurableFile(Disk disk, String name) {
        this.disk = disk;
        this.name = name;
    }

    /** The file at this path. Its folder must exist. */
    public static DurableFile at(Path file) {
        Path whole = file.toAbsolutePath();
        Path folder = whole.getParent();
        Path name = whole.getFileName();
        if (folder == null || name == null) {
            throw new IllegalArgumentException(file + " is no path of a file");
        }
        return new DurableFile(new FolderDisk(folder), name.toString());
    }

    /**
     * Replaces the file. When this returns, the new content lasts.
     *
     * @throws IOException if it cannot be written; the old file still stands, unless only the last step failed, the
     *     one that makes the new name last
     */
    public synchronized void write(byte[] content) throws IOException {
        String aside = name + ".new";
        try {
            disk.write(aside, content);
            disk.sync(aside);
            disk.rename(aside, name);
        } catch (IOException e) {
            removeQuietly(aside, e);
            throw e;
        }
        disk.syncFolder();
    }

    /** Frees what half a file takes on a full disk. */
    private void removeQuietly(String aside, IOException cause) {
        try {
            disk.delete(aside);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
