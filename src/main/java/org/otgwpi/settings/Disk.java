package org.otgwpi.settings;

import java.io.IOException;

/**
 * What is asked of a file system to replace a file so that a power cut leaves the old one or the new one. Names are
 * plain names of files in one folder. What is written lasts only after {@link #sync}; a new name only after {@link
 * #syncFolder}.
 */
interface Disk {

    /**
     * The first {@code limit} bytes of a file.
     *
     * @throws java.nio.file.NoSuchFileException if there is none
     */
    byte[] read(String name, int limit) throws IOException;

    /** Creates the file, or empties it, and writes the bytes. */
    void write(String name, byte[] bytes) throws IOException;

    void sync(String name) throws IOException;

    /** Replaces {@code to} in one step. */
    void rename(String from, String to) throws IOException;

    void syncFolder() throws IOException;

    /** Removes the file if it is there. */
    void delete(String name) throws IOException;
}
