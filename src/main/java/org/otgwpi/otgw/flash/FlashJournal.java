package org.otgwpi.otgw.flash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.HexReader;
import org.otgwpi.settings.DurableFile;
import org.tinylog.Logger;

/**
 * Remembers on disk that the chip is being flashed: which file, and the settings the chip had before. It is written before
 * anything in the chip changes and put aside when the new program is in place. Thread-safe.
 */
public final class FlashJournal {

    private static final String JOURNAL = "interrupted.json";
    private static final String DAMAGED = "damaged.json";
    private static final String LAST = "last-settings.json";
    private static final String IMAGE = "image.hex";

    private final Path folder;
    private final ObjectMapper json = new ObjectMapper();

    /** @param folder is made when it is needed */
    public FlashJournal(Path folder) {
        this.folder = folder;
    }

    /**
     * Notes that the chip is about to change. When this returns, it lasts.
     *
     * @throws IOException if it cannot be written; then nothing is noted
     */
    public synchronized void begin(FlashOrder order, OldSettings settings) throws IOException {
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve(JOURNAL)) && pending().isEmpty()) {
            Files.move(folder.resolve(JOURNAL), folder.resolve(DAMAGED), StandardCopyOption.REPLACE_EXISTING);
        }
        DurableFile.at(folder.resolve(IMAGE)).write(order.hex());
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("device", order.device());
        object.put("name", order.name());
        object.put("version", settings.version());
        object.put("eeprom", settings.hex());
        DurableFile.at(folder.resolve(JOURNAL)).write(json.writeValueAsBytes(object));
    }

    /** The flash that has not come to its end, if there is one. */
    public synchronized Optional<FlashOrder> pending() {
        try {
            JsonNode object = json.readTree(Files.readAllBytes(folder.resolve(JOURNAL)));
            JsonNode version = object.path("version");
            OldSettings settings = OldSettings.of(
                    version.isTextual() ? version.textValue() : null,
                    object.path("eeprom").asText());
            return Optional.of(new FlashOrder(
                    object.path("device").asText(), object.path("name").asText(), image(), settings));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            Logger.warn("{} cannot be read: {}", folder.resolve(JOURNAL), e.getMessage());
            return Optional.empty();
        }
    }

    /** Without its file a flash cannot be finished, but the settings are there for the next one. */
    private byte[] image() {
        try (var in = Files.newInputStream(folder.resolve(IMAGE))) {
            return in.readNBytes(HexReader.LARGEST_FILE_BYTES + 1);
        } catch (IOException e) {
            Logger.warn("{} cannot be read: {}", folder.resolve(IMAGE), e.getMessage());
            return new byte[0];
        }
    }

    /** The flash is done. The settings from before are kept aside. */
    public synchronized void end() throws IOException {
        if (!Files.exists(folder.resolve(JOURNAL))) {
            return;
        }
        Files.move(
                folder.resolve(JOURNAL),
                folder.resolve(LAST),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
