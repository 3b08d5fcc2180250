package org.otgwpi.system.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.otgwpi.settings.Change;
import org.otgwpi.settings.DurableFile;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;

/**
 * What outlives a restart about the set-up of the device: small files that the program shares with the script that reads
 * the set-up file before it. Thread-safe.
 */
public final class SetupFiles {

    private static final String SET_UP = "configured";
    private static final String WISH = "open-access-point";
    private static final String COUNTRY = "country";
    private static final String WISHES = "wishes";

    private final Path folder;

    /** @param dataFolder of the program */
    public SetupFiles(Path dataFolder) {
        folder = dataFolder.resolve("setup");
    }

    /** Takes the settings over that the set-up file wished for, then forgets them. A refused one is logged. */
    public void takeWishes(SettingsStore settings) throws IOException {
        Path file = folder.resolve(WISHES);
        if (!Files.isRegularFile(file)) {
            return;
        }
        for (String line : Files.readAllLines(file, UTF_8)) {
            String[] parts = line.split("=", 2);
            if (parts.length == 2) {
                switch (settings.change(parts[0], parts[1])) {
                    case Change.Stored stored -> Logger.info("the set-up file sets {} to {}", parts[0], parts[1]);
                    case Change.Refused refused ->
                        Logger.warn("The set-up file cannot set {}: {}", parts[0], refused.sentence());
                    case Change.Unknown unknown ->
                        Logger.warn("The set-up file sets {}, which is no setting", parts[0]);
                }
            }
        }
        Files.delete(file);
    }

    /** Whether this device was set up, or had a network, at any time. */
    boolean setUp() {
        return Files.exists(folder.resolve(SET_UP));
    }

    void rememberSetUp() throws IOException {
        write(SET_UP, "");
    }

    /** Whether the access point is to be opened. */
    boolean wished() {
        return Files.exists(folder.resolve(WISH));
    }

    void wish() throws IOException {
        write(WISH, "");
    }

    void dropWish() throws IOException {
        Files.deleteIfExists(folder.resolve(WISH));
    }

    /** The country of the radio, two capital letters. */
    Optional<String> country() {
        try {
            String text = Files.readString(folder.resolve(COUNTRY), UTF_8).strip();
            return text.matches("[A-Z]{2}") ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The system sets it on the radio as soon as the file changes. */
    void country(String twoLetters) throws IOException {
        if (!country().equals(Optional.of(twoLetters))) {
            write(COUNTRY, twoLetters + "\n");
        }
    }

    private void write(String name, String content) throws IOException {
        Files.createDirectories(folder);
        DurableFile.at(folder.resolve(name)).write(content.getBytes(UTF_8));
    }
}
