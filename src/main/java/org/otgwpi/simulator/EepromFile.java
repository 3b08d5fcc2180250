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
 * Keeps the simulated chip's memory in the file {@code simulated-pic.eeprom}. What cannot be written is said once; the
 * chip then remembers until the program ends.
 */
final class EepromFile implements Eeprom.Store {

    static final String NAME = "simulated-pic.eeprom";

    private final Path folder;
    private boolean warned;

    EepromFile(Path folder) {
        this.folder = folder;
    }

    @Override
    public byte @Nullable [] load() {
        Path file = folder.resolve(NAME);
        if (!Files.exists(file)) {
            return null;
        }
        try {
            if (Files.size(file) == Eeprom.SIZE) {
                return Files.readAllBytes(file);
            }
            Logger.warn(
                    "{} does not hold {} bytes; the simulated gateway starts with factory settings", file, Eeprom.SIZE);
        } catch (IOException e) {
            Logger.warn("{} cannot be read ({}); the simulated gateway starts with factory settings", file, reason(e));
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
                        "The simulated gateway cannot keep its settings in {} ({}); they last until the program ends",
                        folder,
                        reason(e));
            }
        }
    }

    private void write(byte[] image) throws IOException {
        Files.createDirectories(folder);
        Path aside = folder.resolve(NAME + ".new");
        try (FileChannel channel = FileChannel.open(
                aside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(image);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(aside, folder.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }
}
