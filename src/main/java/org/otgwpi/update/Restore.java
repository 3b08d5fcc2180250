package org.otgwpi.update;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.otgwpi.settings.Change;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;

/**
 * The restoring of a backup in two halves: it is unpacked and checked beside what is in use, and a marker makes it
 * certain; the next start puts it in place. A power cut at any moment leaves the old state or the new one. Used by one
 * thread at a time.
 */
public final class Restore {

    static final String SECRETS = "secrets.json";

    private static final String FILES = "files";
    private static final String PERSONALITIES = "personalities";
    private static final String BEFORE = ".before";
    private static final String FOLDER = "restoring";
    private static final String MARKER = "complete";

    private final Path data;
    private final Path folder;

    /** @param data the data folder, with the user's files in {@code files} and folders of personalities beside it */
    public Restore(Path data) {
        this.data = data;
        this.folder = data.resolve(FOLDER);
    }

    /**
     * Unpacks and checks {@code backup}; nothing in use changes.
     *
     * @param keepSettings whether the settings of the backup are left out
     * @param room how many bytes may be unpacked
     * @throws IOException with a sentence if it is not to be restored; then nothing is left of it
     */
    void prepare(Path backup, BackupReader reader, String passPhrase, boolean keepSettings, long room)
            throws IOException {
        Files.deleteIfExists(folder.resolve(MARKER));
        discard();
        Files.createDirectories(folder.resolve(FILES));
        try {
            reader.unpack(backup, folder, passPhrase, room);
            if (keepSettings) {
                Files.deleteIfExists(folder.resolve(BackupWriter.SETTINGS));
                Files.deleteIfExists(folder.resolve(SECRETS));
            }
            syncFolders();
        } catch (IOException | RuntimeException e) {
            discard();
            throw e;
        }
    }

    /** Makes it certain: from now on the next start puts it in place. */
    void commit() throws IOException {
        write(folder.resolve(MARKER), new byte[0]);
        sync(folder);
        sync(data);
    }

    /** Forgets what {@link #prepare} unpacked, unless it is certain already. */
    void discard() {
        if (Files.exists(folder) && !Files.exists(folder.resolve(MARKER))) {
            Staging.remove(folder);
        }
    }

    /**
     * Puts a restored backup in place; to be called at the start, before anything uses the user's files. Does nothing if
     * there is none.
     */
    public void finish(SettingsStore settings) {
        discard();
        if (!Files.exists(folder)) {
            discardOldFiles();
            return;
        }
        try {
            replace(folder, FILES);
            Path personalities = folder.resolve(PERSONALITIES);
            for (Path each : foldersIn(personalities)) {
                replace(personalities, each.getFileName().toString());
            }
            restoreSettings(settings);
            Staging.remove(folder);
            discardOldFiles();
            Logger.info("A backup was restored");
        } catch (IOException e) {
            Logger.error("A backup could not be put in place, the next start tries again: {}", e.getMessage());
        }
    }

    /** What is left from before a restore, which a power cut may have left after its end. */
    private void discardOldFiles() {
        try {
            for (Path old : foldersIn(data)) {
                String name = old.getFileName().toString();
                if (name.endsWith(BEFORE)
                        && Files.exists(data.resolve(name.substring(0, name.length() - BEFORE.length())))) {
                    Staging.remove(old);
                }
            }
        } catch (IOException e) {
            Logger.warn("The folder {} cannot be tidied up: {}", data, e.getMessage());
        }
    }

    private static List<Path> foldersIn(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(parent)) {
            return all.filter(each -> Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS))
                    .toList();
        }
    }

    /** Puts a folder that lies in {@code source} in the place of the one in use. */
    private void replace(Path source, String name) throws IOException {
        Path fresh = source.resolve(name);
        Path used = data.resolve(name);
        Path before = data.resolve(name + BEFORE);
        if (!Files.isDirectory(fresh, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (Files.exists(used, LinkOption.NOFOLLOW_LINKS)) {
            if (Files.exists(before, LinkOption.NOFOLLOW_LINKS)) {
                Staging.remove(before);
            }
            Files.move(used, before, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(fresh, used, StandardCopyOption.ATOMIC_MOVE);
        sync(data);
        sync(source);
    }

    private void restoreSettings(SettingsStore settings) throws IOException {
        Path file = folder.resolve(BackupWriter.SETTINGS);
        if (Files.exists(file) && settings.importFile(Files.readAllBytes(file)) instanceof Change.Refused refused) {
            Logger.error("The settings of the backup are not taken: {}", refused.sentence());
        }
        Path secrets = folder.resolve(SECRETS);
        if (Files.exists(secrets)) {
            for (Map.Entry<String, JsonNode> each : passwords(secrets).properties()) {
                Change unused = settings.change(each.getKey(), each.getValue().asText());
            }
        }
    }

    /** None if they cannot be read: another try would not change that, and undo what the user has set meanwhile. */
    private static JsonNode passwords(Path secrets) throws IOException {
        ObjectMapper json = new ObjectMapper();
        try {
            return json.readTree(Files.readAllBytes(secrets));
        } catch (JacksonException e) {
            Logger.error("The passwords of the backup cannot be read: {}", e.getOriginalMessage());
            return json.createObjectNode();
        }
    }

    private void syncFolders() throws IOException {
        List<Path> folders;
        try (Stream<Path> all = Files.walk(folder)) {
            folders = all.filter(Files::isDirectory).toList();
        }
        for (Path each : folders) {
            sync(each);
        }
    }

    static void write(Path file, byte[] bytes) throws IOException {
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
