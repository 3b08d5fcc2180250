package org.otgwpi.update;

import static org.otgwpi.update.Installer.RefusedException.UNCHANGED;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.update.Installer.RefusedException;

/**
 * Takes a backup apart into a folder, trusting nothing in it: names, sizes and hashes are checked, links are not made,
 * and no more is unpacked than the manifest promises and there is room for. Thread-safe.
 */
final class BackupReader {

    private static final int LARGEST_MANIFEST = 2 << 20;
    private static final int LARGEST_SMALL_FILE = 64 * 1024;
    private static final int PIECE = 16 * 1024;
    private final SettingsStore settings;
    private final Supplier<Set<String>> personalities;
    private final ObjectMapper json = new ObjectMapper();

    /** @param personalities the names of those that have folders of their own */
    BackupReader(SettingsStore settings, Supplier<Set<String>> personalities) {
        this.settings = settings;
        this.personalities = personalities;
    }

    /**
     * Unpacks {@code backup} into {@code target}, an empty folder, synced to the disk.
     *
     * @param passPhrase opens the passwords; if it is empty they are left out
     * @param room how many bytes may be unpacked
     * @throws RefusedException if it is no whole backup, or another pass phrase is needed
     */
    void unpack(Path backup, Path target, String passPhrase, long room) throws IOException {
        try (ZipFile zip = new ZipFile(backup.toFile())) {
            JsonNode manifest = manifest(zip);
            List<? extends ZipEntry> entries = zip.stream().toList();
            if (entries.size() > BackupNames.MOST_FILES + 3) {
                throw new RefusedException("This backup holds too many files." + UNCHANGED);
            }
            checkNames(entries, manifest);
            long left = room;
            for (JsonNode entry : manifest.path("contents")) {
                left -= unpack(zip, entry, target, left);
            }
            finish(target, passPhrase);
        } catch (FileAlreadyExistsException | NotDirectoryException e) {
            throw new RefusedException("This backup holds a file in the place of another." + UNCHANGED);
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new RefusedException("This file is no backup, or is damaged: " + e.getMessage() + "." + UNCHANGED);
        }
    }

    private JsonNode manifest(ZipFile zip) throws IOException {
        ZipEntry entry = zip.getEntry(BackupWriter.MANIFEST);
        if (entry == null) {
            throw new RefusedException("This file is no backup of this gateway: it has no manifest." + UNCHANGED);
        }
        JsonNode manifest;
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(LARGEST_MANIFEST + 1);
            if (bytes.length > LARGEST_MANIFEST) {
                throw new RefusedException("The manifest of this backup is too long." + UNCHANGED);
            }
            manifest = json.readTree(bytes);
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new RefusedException("The manifest of this backup cannot be read." + UNCHANGED);
        }
        if (!manifest.path("product").asText().equals(BackupWriter.PRODUCT)) {
            throw new RefusedException("This file is no backup of this gateway." + UNCHANGED);
        }
        if (manifest.path("format").asInt() != BackupWriter.FORMAT) {
            throw new RefusedException("This backup has format %s; this system takes format %d."
                            .formatted(manifest.path("format").asText(), BackupWriter.FORMAT)
                    + UNCHANGED);
        }
        return manifest;
    }

    /** The manifest names all that is there, and all that it names is there, once. */
    private void checkNames(List<? extends ZipEntry> entries, JsonNode manifest) throws RefusedException {
        Set<String> promised = new HashSet<>();
        for (JsonNode entry : manifest.path("contents")) {
            String name = entry.path("name").asText();
            String problem = BackupNames.problem(name);
            boolean known = name.equals(BackupWriter.SETTINGS)
                    || name.equals(BackupWriter.SECRETS)
                    || BackupNames.belongs(name, personalities.get());
            if (problem != null || !known) {
                throw new RefusedException("This backup holds a file that does not belong there: "
                        + (problem == null ? "nobody knows what it is for" : problem) + "." + UNCHANGED);
            }
            if (!promised.add(name)) {
                throw new RefusedException("This backup holds a file twice." + UNCHANGED);
            }
        }
        Set<String> there = new HashSet<>();
        for (ZipEntry entry : entries) {
            if (!there.add(entry.getName())) {
                throw new RefusedException("This backup holds a file twice." + UNCHANGED);
            }
        }
        there.remove(BackupWriter.MANIFEST);
        if (!there.equals(promised)) {
            throw new RefusedException("This backup does not hold what its manifest says." + UNCHANGED);
        }
    }

    private static long unpack(ZipFile zip, JsonNode promise, Path target, long room) throws IOException {
        String name = promise.path("name").asText();
        long bytes = promise.path("bytes").asLong(-1);
        boolean small = name.equals(BackupWriter.SETTINGS) || name.equals(BackupWriter.SECRETS);
        if (bytes < 0 || (small && bytes > LARGEST_SMALL_FILE)) {
            throw new RefusedException("A file in this backup has no sensible size." + UNCHANGED);
        }
        if (bytes > room) {
            throw new RefusedException(Staging.TOO_LARGE);
        }
        Path place = target.resolve(name).normalize();
        if (!place.startsWith(target)) {
            throw new RefusedException("This backup holds a file whose name leads elsewhere." + UNCHANGED);
        }
        Files.createDirectories(place.getParent());
        MessageDigest digest = BackupWriter.sha256();
        long written = 0;
        byte[] piece = new byte[PIECE];
        try (InputStream in = zip.getInputStream(zip.getEntry(name));
                FileChannel out = FileChannel.open(place, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int length = in.read(piece); length >= 0 && written <= bytes; length = in.read(piece)) {
                digest.update(piece, 0, length);
                written += length;
                ByteBuffer rest = ByteBuffer.wrap(piece, 0, length);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            out.force(true);
        }
        if (written != bytes
                || !HexFormat.of()
                        .formatHex(digest.digest())
                        .equals(promise.path("sha256").asText())) {
            throw new RefusedException("A file in this backup is damaged: " + shortened(name) + "." + UNCHANGED);
        }
        return written;
    }

    private static String shortened(String name) {
        return name.substring(0, Math.min(80, name.length()));
    }

    /** The settings must be readable and the passwords openable. */
    private void finish(Path target, String passPhrase) throws IOException {
        Path file = target.resolve(BackupWriter.SETTINGS);
        if (!Files.exists(file)) {
            throw new RefusedException("This backup holds no settings." + UNCHANGED);
        }
        Optional<String> refusal = settings.refusal(Files.readAllBytes(file));
        if (refusal.isPresent()) {
            throw new RefusedException(refusal.get());
        }
        Path box = target.resolve(BackupWriter.SECRETS);
        if (Files.exists(box)) {
            if (!passPhrase.isEmpty()) {
                byte[] secrets = SecretBox.open(Files.readAllBytes(box), passPhrase);
                Restore.write(target.resolve(Restore.SECRETS), secrets);
            }
            Files.delete(box);
        }
    }
}
