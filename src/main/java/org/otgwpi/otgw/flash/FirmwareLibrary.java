package org.otgwpi.otgw.flash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.HexException;
import org.otgwpi.pic.HexReader;
import org.otgwpi.pic.PicModel;
import org.otgwpi.settings.DurableFile;

/**
 * The hex files, in a folder for each kind of chip, each with its version in a {@code .ver} file beside it (otgw-core 7).
 * A version that is replaced stays under a name of its own: {@code gateway-6.5.hex}. Thread-safe.
 */
public final class FirmwareLibrary {

    private static final String HEX = ".hex";
    private static final int LONGEST_NAME = 128;

    private final Path root;

    /** @param root holds the folders {@code pic16f88} and {@code pic16f1847} */
    public FirmwareLibrary(Path root) {
        this.root = root;
    }

    /** Whether a name can be one of a file in the library: no path, and nothing hidden. */
    public static boolean possible(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && !name.startsWith(".")
                && name.endsWith(HEX)
                && name.chars().noneMatch(c -> c < ' ' || c == 0x7F || c == '/' || c == '\\' || c == '\uFFFD')
                && storable(name);
    }

    /** What the file system cannot write, in the character set of the system's language, is no name. */
    private static boolean storable(String name) {
        try {
            return Path.of(name).getNameCount() == 1;
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The chips that there is a file of that name for. */
    public synchronized List<PicModel> chipsWith(String name) {
        return Stream.of(PicModel.PIC16F1847, PicModel.PIC16F88)
                .filter(model -> file(model.id(), name).isPresent())
                .toList();
    }

    /** The names of the hex files for a chip, ascending. */
    public synchronized List<String> names(String device) throws IOException {
        Path folder = root.resolve(device);
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> file(device, name).isPresent())
                    .sorted()
                    .forEach(names::add);
        }
        return names;
    }

    /**
     * The content of a file.
     *
     * @return null if there is none of that name
     * @throws IOException if it cannot be read
     */
    public synchronized byte @Nullable [] read(String device, String name) throws IOException {
        Path file = file(device, name).orElse(null);
        if (file == null) {
            return null;
        }
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(HexReader.LARGEST_FILE_BYTES + 1);
        }
    }

    /** The version noted beside a file; empty if none is. */
    public synchronized String version(String device, String name) throws IOException {
        Path noted = root.resolve(device).resolve(versionName(name));
        return Files.isRegularFile(noted, LinkOption.NOFOLLOW_LINKS) && Files.size(noted) < 1024
                ? Files.readString(noted, StandardCharsets.ISO_8859_1)
                        .lines()
                        .findFirst()
                        .orElse("")
                        .strip()
                : "";
    }

    /**
     * Puts a file into the library. Another version of that name is kept.
     *
     * @param content a hex file that can be used
     */
    public synchronized void store(String device, String name, byte[] content, String version) throws IOException {
        Path folder = root.resolve(device);
        Files.createDirectories(folder);
        keep(device, name, content);
        DurableFile.at(folder.resolve(name)).write(content);
        DurableFile.at(folder.resolve(versionName(name))).write((version + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Removes a file and its version; kept ones of other names stay. */
    public synchronized void delete(String device, String name) throws IOException {
        if (file(device, name).isPresent()) {
            Files.deleteIfExists(root.resolve(device).resolve(name));
            Files.deleteIfExists(root.resolve(device).resolve(versionName(name)));
        }
    }

    /**
     * Keeps the file at {@code place} under another name if it is one of the library, because {@code replacement} is about to
     * take its place.
     */
    public synchronized void beforeReplacing(Path place, Path replacement) throws IOException {
        Path folder = place.getParent();
        String name = String.valueOf(place.getFileName());
        if (folder != null && root.equals(folder.getParent()) && possible(name) && Files.isRegularFile(place)) {
            try (var in = Files.newInputStream(replacement)) {
                keep(String.valueOf(folder.getFileName()), name, in.readNBytes(HexReader.LARGEST_FILE_BYTES + 1));
            }
        }
    }

    /** Gives what is about to be replaced a name of its own. */
    private void keep(String device, String name, byte[] replacement) throws IOException {
        byte[] old = read(device, name);
        if (old == null || Arrays.equals(old, replacement)) {
            return;
        }
        String stem = name.substring(0, name.length() - HEX.length());
        String noted = version(device, name);
        String version = embeddedVersion(old, noted);
        for (int number = 1; ; number++) {
            String kept = stem + "-" + version + (number == 1 ? "" : "-" + number) + HEX;
            byte[] there = read(device, kept);
            if (there == null) {
                DurableFile.at(root.resolve(device).resolve(kept)).write(old);
                DurableFile.at(root.resolve(device).resolve(versionName(kept)))
                        .write((noted + "\n").getBytes(StandardCharsets.UTF_8));
                return;
            }
            if (Arrays.equals(there, old)) {
                return;
            }
        }
    }

    private static String embeddedVersion(byte[] hex, String noted) {
        String version = noted;
        try {
            String embedded = HexReader.read(hex).firmware().version();
            version = embedded.isEmpty() ? noted : embedded;
        } catch (HexException e) {
            version = noted;
        }
        String plain = version.replaceAll("[^A-Za-z0-9.]", "");
        return plain.isEmpty() ? "old" : plain;
    }

    private Optional<Path> file(String device, String name) {
        Path file =
                possible(name) && !device.contains("/") ? root.resolve(device).resolve(name) : root;
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Optional.of(file) : Optional.empty();
    }

    private static String versionName(String name) {
        return name.substring(0, name.length() - HEX.length()) + ".ver";
    }
}
