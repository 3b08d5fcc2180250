package org.otgwpi.update;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.otgwpi.settings.Setting;
import org.otgwpi.settings.Settings;
import org.otgwpi.settings.SettingsStore;

/**
 * Makes a backup: a zip file with {@code settings.ini}, the user's files below {@code files/} (labels and the library of
 * PIC firmware are among them), what the small personalities keep below {@code personalities/}, the passwords in {@code secrets.bin} if a pass phrase locks them, and {@code
 * manifest.json}, which tells the hash of each and what was left out. Thread-safe.
 */
final class BackupWriter {

    static final String MANIFEST = "manifest.json";
    static final String SETTINGS = "settings.ini";
    static final String SECRETS = "secrets.bin";
    static final String PRODUCT = "otgw-pi";
    static final int FORMAT = 1;

    private static final int DEEPEST = BackupNames.DEEPEST;

    private final SettingsStore settings;
    private final Path data;
    private final Supplier<Set<String>> personalities;
    private final String version;
    private final InstantSource wallClock;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * @param data the data folder, with the user's files in {@code files}
     * @param personalities the names of those that have folders of their own in it
     */
    BackupWriter(
            SettingsStore settings,
            Path data,
            Supplier<Set<String>> personalities,
            String version,
            InstantSource wallClock) {
        this.settings = settings;
        this.data = data;
        this.personalities = personalities;
        this.version = version;
        this.wallClock = wallClock;
    }

    /** @param passPhrase locks the passwords; if it is empty, they are left out */
    void write(OutputStream out, String passPhrase) throws IOException {
        ObjectNode manifest = json.createObjectNode()
                .put("product", PRODUCT)
                .put("format", FORMAT)
                .put("version", version)
                .put("time", wallClock.instant().toString());
        ArrayNode contents = manifest.putArray("contents");
        ArrayNode leftOut = manifest.putArray("leftOut");
        leftOut.add("the wireless networks and their passwords");
        leftOut.add("the system itself: keep the file of the update for that");
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            add(zip, contents, SETTINGS, settings.redactedFile());
            if (passPhrase.isEmpty()) {
                secretNames(settings.current()).forEach(name -> leftOut.add("the setting " + name));
            } else {
                add(zip, contents, SECRETS, SecretBox.lock(secrets(settings.current()), passPhrase));
            }
            for (String name : personalities.get()) {
                addFolder(zip, contents, BackupNames.PERSONALITIES + name + "/", data.resolve(name));
            }
            addFolder(zip, contents, BackupNames.FILES, data.resolve("files"));
            zip.putNextEntry(new ZipEntry(MANIFEST));
            zip.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
            zip.closeEntry();
        }
    }

    private void addFolder(ZipOutputStream zip, ArrayNode contents, String prefix, Path folder) throws IOException {
        for (Path file : filesIn(folder, BackupNames.MOST_FILES - contents.size())) {
            String name = prefix + folder.relativize(file).toString().replace('\\', '/');
            if (BackupNames.problem(name) == null && BackupNames.belongs(name, personalities.get())) {
                addFile(zip, contents, name, file);
            }
        }
    }

    private static List<Path> filesIn(Path folder, int most) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder, DEEPEST, new FileVisitOption[0])) {
            return all.filter(each -> Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS))
                    .filter(each -> !each.getFileName().toString().equals(".health"))
                    .sorted()
                    .limit(most)
                    .toList();
        }
    }

    private static List<String> secretNames(Settings current) {
        return current.table().all().stream()
                .filter(each -> each.type() == Setting.Type.PASSWORD)
                .map(Setting::name)
                .filter(name -> !current.text(name).isEmpty())
                .toList();
    }

    private byte[] secrets(Settings current) throws IOException {
        ObjectNode all = json.createObjectNode();
        secretNames(current).forEach(name -> all.put(name, current.text(name)));
        return json.writeValueAsBytes(all);
    }

    private static void add(ZipOutputStream zip, ArrayNode contents, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
        note(contents, name, bytes.length, sha256().digest(bytes));
    }

    private static void addFile(ZipOutputStream zip, ArrayNode contents, String name, Path file) throws IOException {
        MessageDigest digest = sha256();
        long size = 0;
        zip.putNextEntry(new ZipEntry(name));
        try (InputStream in =
                Files.newInputStream(file, Set.of(LinkOption.NOFOLLOW_LINKS).toArray(new LinkOption[0]))) {
            byte[] piece = new byte[16 * 1024];
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                digest.update(piece, 0, length);
                zip.write(piece, 0, length);
                size += length;
            }
        }
        zip.closeEntry();
        note(contents, name, size, digest.digest());
    }

    private static void note(ArrayNode contents, String name, long bytes, byte[] hash) {
        contents.addObject()
                .put("name", name)
                .put("bytes", bytes)
                .put("sha256", HexFormat.of().formatHex(hash));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java knows SHA-256", e);
        }
    }
}
