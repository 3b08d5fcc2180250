package org.otgwpi.update;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.MultipartReader;
import org.xnio.IoUtils;

/** One uploaded file on its way into the staging folder, and the small fields that came before it. Not thread-safe. */
final class StagedUpload implements MultipartReader.Sink {

    private static final int LONGEST_FIELD_BYTES = 1024;
    private static final int MOST_FIELDS = 16;
    private static final int LONGEST_NAME = 100;
    private static final long BYTES_BETWEEN_CHECKS = 1 << 20;

    /** An upload that there is no room for. */
    static final class NoRoomException extends IOException {

        private static final long serialVersionUID = 1L;

        NoRoomException() {
            super(Staging.TOO_LARGE);
        }
    }

    /**
     * A file that is there as a whole.
     *
     * @param fields the form's other fields
     * @param field the name of the file's own field
     * @param name as the sender calls it; for showing only
     */
    record Received(Map<String, String> fields, String field, String name, Path file, long bytes) {}

    private final Staging staging;
    private final LongConsumer progress;
    private final Map<String, String> fields = new HashMap<>();
    private final ByteArrayOutputStream value = new ByteArrayOutputStream();
    private String fieldName = "";
    private String fileField = "";
    private String fileName = "";
    private @Nullable Path file;
    private @Nullable FileChannel open;
    private long bytes;
    private long unchecked;

    /** @param progress hears how many bytes of the file have come */
    StagedUpload(Staging staging, LongConsumer progress) {
        this.staging = staging;
        this.progress = progress;
    }

    @Override
    public void begin(String name, @Nullable String partFileName) throws IOException {
        fieldName = name;
        if (partFileName == null) {
            value.reset();
            return;
        }
        if (file != null) {
            throw new Installer.RefusedException("Only one file at a time can be taken. Nothing was changed.");
        }
        checkRoom();
        Path aside = staging.file("upload");
        file = aside;
        fileField = name;
        fileName = partFileName.substring(0, Math.min(LONGEST_NAME, partFileName.length()));
        open = FileChannel.open(aside, Set.of(StandardOpenOption.WRITE));
    }

    @Override
    public void content(byte[] piece, int offset, int length) throws IOException {
        FileChannel channel = open;
        if (channel == null) {
            if (value.size() + length <= LONGEST_FIELD_BYTES) {
                value.write(piece, offset, length);
            }
            return;
        }
        unchecked += length;
        if (unchecked >= BYTES_BETWEEN_CHECKS) {
            checkRoom();
        }
        ByteBuffer rest = ByteBuffer.wrap(piece, offset, length);
        try {
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException e) {
            throw new Installer.RefusedException(
                    "The file cannot be stored: %s. Nothing was changed.".formatted(e.getMessage()));
        }
        bytes += length;
        progress.accept(bytes);
    }

    private void checkRoom() throws IOException {
        unchecked = 0;
        if (staging.freeBytes() == 0) {
            throw new NoRoomException();
        }
    }

    @Override
    public void end() throws IOException {
        FileChannel channel = open;
        if (channel != null) {
            channel.close();
            open = null;
        } else if (fields.size() < MOST_FIELDS) {
            fields.put(fieldName, value.toString(StandardCharsets.UTF_8));
        }
    }

    /**
     * The body is complete.
     *
     * @throws Installer.RefusedException if there was no file in it
     */
    Received received() throws Installer.RefusedException {
        Path whole = file;
        if (whole == null || fileName.isEmpty()) {
            throw new Installer.RefusedException("The upload holds no file. Choose one first. Nothing was changed.");
        }
        return new Received(Map.copyOf(fields), fileField, fileName, whole, bytes);
    }

    /** Removes what has come. */
    void discard() {
        IoUtils.safeClose(open);
        open = null;
        Path aside = file;
        if (aside != null) {
            Staging.remove(aside);
        }
    }
}
