package org.otgwpi.simulator;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/**
 * Keeps one memory of the simulated chip in a file, which always holds a whole image, the old or the new. What cannot
 * be written is said once; the chip then remembers until the program ends.
 */
final class MemoryFile implements MemoryStore {

    private final Path folder;
    private final String name;
    private final int size;
    private boolean warned;

    /** The file of {@code size} bytes for the EEPROM of {@code chip}. */
    static MemoryFile eeprom(Path folder, Chip chip) {
        return new MemoryFile(folder, chip.fileStem() + ".eeprom", Eeprom.SIZE);
    }

    /** The file for the program memory of {@code chip}. */
    static MemoryFile program(Path folder, Chip chip) {
        return new MemoryFile(folder, chip.fileStem() + ".program", chip.programWords() * ProgramMemory.WORD_BYTES);
    }

    private MemoryFile(Path folder, String name, int size) {
        this.folder = folder;
        this.name = name;
        this.size = size;
    }

    Path path() {
        return folder.resolve(name);
    }

    @Override
    public byte @Nullable [] load() {
        Path file = path();
        if (!Files.exists(file)) {
            return null;
        }
        try {
            if (Files.size(file) == size) {
                return Files.readAllBytes(file);
            }
            Logger.warn("{} does not hold {} bytes; the simulated chip starts as from the factory", file, size);
        } catch (IOException e) {
            Logger.warn("{} cannot be read ({}); the simulated chip starts as from the factory", file, reason(e));
        }
        return null;
    }

    @Override
    public void save(byte[] image) {
        try {
            write(image);
        } catch (IOException e) {
            if (!warned) {
                warned = true;
                Logger.warn(
                        "The simulated chip cannot keep its memory in {} ({}); it lasts until the program ends",
                        path(),
                        reason(e));
            }
        }
    }

    private void write(byte[] image) throws IOException {
        Files.createDirectories(folder);
        Path aside = folder.resolve(name + ".new");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(image);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(aside, path(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
