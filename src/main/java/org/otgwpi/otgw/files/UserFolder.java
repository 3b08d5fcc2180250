package org.otgwpi.otgw.files;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import org.tinylog.Logger;

/**
 * The folder with the user's files. Paths are those of the original's file system, {@code /} its root, and can name
 * nothing outside. The settings appear in it as {@code settings.ini}, though they are kept elsewhere. Thread-safe.
 */
public final class UserFolder {

    private static final int LONGEST_NAME_BYTES = 255;
    private static final int LONGEST_PATH_BYTES = 1024;

    /** Wants to know before a file takes the place of another. */
    @FunctionalInterface
    public interface Replacing {

        /** @throws IOException if the old file must not be replaced */
        void of(Path place, Path replacement) throws IOException;
    }

    private final Path root;
    private final Path settings;
    private volatile Replacing replacing = (place, replacement) -> {};

    /** Makes the folder if need be. Where that is impossible there are no files, and everything else goes on. */
    public UserFolder(Path root) {
        this.root = root.toAbsolutePath();
        this.settings = this.root.resolve("settings.ini");
        try {
            Files.createDirectories(this.root);
        } catch (IOException e) {
            Logger.warn("The folder {} for files cannot be made: {}", root, e.getMessage());
        }
    }

    /** Where it is on the disk. */
    public Path root() {
        return root;
    }

    /** {@code next} is told before each replacement. */
    public void onReplacing(Replacing next) {
        replacing = next;
    }

    boolean isSettings(Path file) {
        return file.equals(settings);
    }

    /** A file that a request may read: an ordinary one, reached through no link. */
    static boolean isFile(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    static boolean isFolder(Path file) {
        return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The path of a URL, percent-decoded.
     *
     * @throws RefusedPathException if it hides a slash behind an escape
     */
    static String decoded(String rawPath) throws RefusedPathException {
        String lower = rawPath.toLowerCase(Locale.ROOT);
        if (lower.contains("%2f") || lower.contains("%5c")) {
            throw new RefusedPathException("A path must not contain an encoded slash.");
        }
        try {
            return URLDecoder.decode(rawPath, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return rawPath;
        }
    }

    /**
     * The place on the disk that a path names; nothing need be there.
     *
     * @param path decoded; slashes at its ends and double ones do not matter
     */
    Path resolve(String path) throws RefusedPathException {
        if (bytes(path) > LONGEST_PATH_BYTES) {
            throw new RefusedPathException("A path may have " + LONGEST_PATH_BYTES + " bytes at most.");
        }
        Path place = root;
        for (String name : path.split("/", -1)) {
            if (!name.isEmpty()) {
                place = child(place, name);
            }
        }
        return place;
    }

    private static Path child(Path folder, String name) throws RefusedPathException {
        if (name.equals(".") || name.equals("..")) {
            throw new RefusedPathException("A path must not contain . or .. as a name.");
        }
        if (name.chars().anyMatch(c -> c < ' ' || c == 0x7F || c == '\\' || c == '\uFFFD')) {
            throw new RefusedPathException("A file name must not contain control characters, \\ or broken UTF-8.");
        }
        if (bytes(name) > LONGEST_NAME_BYTES) {
            throw new RefusedPathException("A file name may have " + LONGEST_NAME_BYTES + " bytes at most.");
        }
        try {
            Path place = folder.resolve(name);
            if (Files.isSymbolicLink(place)) {
                throw new RefusedPathException("This path leads through a link, which is not followed.");
            }
            return place;
        } catch (InvalidPathException e) {
            throw new RefusedPathException("A file of this name cannot be kept here: " + e.getReason() + ".");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** The folder of something inside the root. */
    private Path parent(Path place) {
        Path folder = place.getParent();
        return folder == null ? root : folder;
    }

    /**
     * Moves a complete and synced file to its place, replacing what is there. When this returns, it lasts.
     *
     * @param whole a file on the same disk
     * @param place as {@link #resolve} gave it; its folders are made if need be
     * @throws IOException if it cannot, because a folder is in its place for one; then nothing has changed
     */
    synchronized void put(Path whole, Path place) throws IOException {
        if (isFolder(place)) {
            throw new IOException("There is a folder of this name");
        }
        Path folder = parent(place);
        Files.createDirectories(folder);
        replacing.of(place, whole);
        Files.move(whole, place, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * Removes a file or an empty folder and the folders that are empty then. What is not there is no error.
     *
     * @throws RefusedPathException if the path may not be removed
     */
    synchronized void delete(String path) throws RefusedPathException, IOException {
        Path place = resolve(path);
        if (place.equals(root)) {
            throw new RefusedPathException("This names no file.");
        }
        if (isSettings(place)) {
            throw new RefusedPathException("settings.ini holds the settings in use and cannot be deleted.");
        }
        if (!isFolder(parent(place))) {
            return;
        }
        try {
            Files.deleteIfExists(place);
            for (Path folder = parent(place); !folder.equals(root); folder = parent(folder)) {
                Files.deleteIfExists(folder);
            }
        } catch (DirectoryNotEmptyException e) {
            // a folder that holds something stays
            return;
        }
    }
}
