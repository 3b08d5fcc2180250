package org.otgwpi.otgw.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.MultipartReader;
import org.otgwpi.settings.Change;
import org.otgwpi.settings.SettingsStore;
import org.tinylog.Logger;
import org.xnio.IoUtils;

/**
 * The files of one upload on their way: each is written aside and synced; {@link #finish} puts all in their places. Not
 * thread-safe.
 */
final class Upload implements MultipartReader.Sink {

    static final String TOO_LARGE = "There is not enough room for this upload. Delete files to make some.";

    private static final int LONGEST_FIELD_BYTES = 1024;
    private static final int LARGEST_SETTINGS_BYTES = 64 * 1024;
    private static final int MOST_FILES = 32;
    private static final long BYTES_BETWEEN_CHECKS = 1 << 20;

    /** An upload that is not taken. The message is a sentence for the user. */
    static final class RefusedException extends IOException {

        private static final long serialVersionUID = 1L;

        private final int status;

        RefusedException(int status, String sentence) {
            super(sentence);
            this.status = status;
        }

        int status() {
            return status;
        }
    }

    private record Received(Path aside, Path place) {}

    private final UserFolder folder;
    private final Path incoming;
    private final SettingsStore settings;
    private final Storage storage;
    private final String targetFolder;
    private final ByteArrayOutputStream field = new ByteArrayOutputStream();
    private final List<Received> received = new ArrayList<>();
    private @Nullable String nameForBlobs;
    private String fieldName = "";
    private @Nullable FileChannel open;
    private long unchecked;

    /**
     * @param targetFolder a path in the user's folder, decoded
     * @param nameForBlobs the name for a file that is called {@code blob}; null if none was given
     */
    Upload(
            UserFolder folder,
            Path incoming,
            SettingsStore settings,
            Storage storage,
            String targetFolder,
            @Nullable String nameForBlobs) {
        this.folder = folder;
        this.incoming = incoming;
        this.settings = settings;
        this.storage = storage;
        this.targetFolder = targetFolder;
        this.nameForBlobs = nameForBlobs;
    }

    @Override
    public void begin(String name, @Nullable String fileName) throws IOException {
        if (fileName == null) {
            fieldName = name;
            field.reset();
            return;
        }
        Path place = place(fileName.equals("blob") && nameForBlobs != null ? nameForBlobs : fileName);
        if (received.size() == MOST_FILES) {
            throw new RefusedException(400, "One upload may bring " + MOST_FILES + " files at most.");
        }
        checkRoom();
        Path aside = Files.createTempFile(incoming, "upload", "");
        received.add(new Received(aside, place));
        open = FileChannel.open(aside, Set.of(StandardOpenOption.WRITE));
    }

    private Path place(String fileName) throws RefusedException {
        String lower = fileName.toLowerCase(Locale.ROOT);
        if (fileName.isEmpty() || fileName.startsWith("/") || fileName.endsWith("/") || lower.contains("%2f")) {
            throw new RefusedException(400, "An uploaded file needs a plain name.");
        }
        try {
            Path place = folder.resolve(targetFolder + "/" + decoded(fileName));
            if (UserFolder.isFolder(place)) {
                throw new RefusedException(400, "There is a folder of this name.");
            }
            return place;
        } catch (RefusedPathException e) {
            throw new RefusedException(400, String.valueOf(e.getMessage()));
        }
    }

    private static String decoded(String fileName) {
        try {
            return URLDecoder.decode(fileName.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return fileName;
        }
    }

    @Override
    public void content(byte[] bytes, int offset, int length) throws IOException {
        FileChannel file = open;
        if (file == null) {
            if (field.size() + length <= LONGEST_FIELD_BYTES) {
                field.write(bytes, offset, length);
            }
            return;
        }
        unchecked += length;
        if (unchecked >= BYTES_BETWEEN_CHECKS) {
            checkRoom();
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        while (rest.hasRemaining()) {
            file.write(rest);
        }
    }

    private void checkRoom() throws IOException {
        unchecked = 0;
        if (storage.freeBytes() == 0) {
            throw new RefusedException(413, TOO_LARGE);
        }
    }

    @Override
    public void end() throws IOException {
        FileChannel file = open;
        if (file != null) {
            file.force(true);
            file.close();
            open = null;
        } else if (fieldName.equals("filename")) {
            nameForBlobs = field.toString(StandardCharsets.UTF_8);
        }
    }

    /** Puts the files in their places; settings are taken over at once. */
    void finish() throws IOException {
        if (received.isEmpty()) {
            throw new RefusedException(400, "The upload holds no file.");
        }
        for (Received file : received) {
            if (folder.isSettings(file.place)) {
                importSettings(file.aside);
            } else {
                folder.put(file.aside, file.place);
            }
        }
    }

    private void importSettings(Path aside) throws IOException {
        if (Files.size(aside) > LARGEST_SETTINGS_BYTES) {
            throw new RefusedException(400, "This is no settings.ini: it is too large. Nothing was changed.");
        }
        if (settings.importFile(Files.readAllBytes(aside)) instanceof Change.Refused refused) {
            throw new RefusedException(400, refused.sentence());
        }
        Files.deleteIfExists(aside);
    }

    /** Removes what is not in its place. */
    void discard() {
        IoUtils.safeClose(open);
        open = null;
        for (Received file : received) {
            try {
                Files.deleteIfExists(file.aside);
            } catch (IOException e) {
                Logger.warn("The unfinished upload {} cannot be removed: {}", file.aside, e.getMessage());
            }
        }
    }
}
