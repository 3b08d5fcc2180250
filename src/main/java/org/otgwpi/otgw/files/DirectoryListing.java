package org.otgwpi.otgw.files;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.otgwpi.net.Replies;
import org.otgwpi.otgw.rest.ApiReplies;
import org.otgwpi.otgw.rest.OriginalJson;
import org.otgwpi.otgw.rest.QueryString;
import org.otgwpi.settings.SettingsStore;

/**
 * {@code /api/listfiles}: what is in a folder of the user's, and how much room is left (otgw-http-ws 1.12); with
 * {@code ?delete=} it deletes first (decisions 2, Q13). All entries are listed, their names whole. Thread-safe.
 */
public final class DirectoryListing implements HttpHandler {

    private static final int KILOBYTE = 1024;
    private static final int MEGABYTE = KILOBYTE * KILOBYTE;
    private static final Comparator<String> ORDER =
            String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder());

    private final UserFolder folder;
    private final SettingsStore settings;
    private final Storage storage;

    public DirectoryListing(UserFolder folder, SettingsStore settings, Storage storage) {
        this.folder = folder;
        this.settings = settings;
        this.storage = storage;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws IOException {
        QueryString query = QueryString.of(exchange);
        String delete = query.first("delete");
        String path = query.first("path");
        try {
            if (delete != null) {
                folder.delete(delete);
            }
            ApiReplies.json(exchange, list(path == null ? "/" : path));
        } catch (RefusedPathException e) {
            Replies.text(exchange, 400, String.valueOf(e.getMessage()));
        }
    }

    /** A path that is no folder stands for all entries of its folder that begin with its name. */
    private String list(String path) throws RefusedPathException, IOException {
        Path place = folder.resolve(path);
        String prefix = "";
        Path parent = place.getParent();
        Path name = place.getFileName();
        if (!UserFolder.isFolder(place) && parent != null && name != null) {
            prefix = name.toString();
            place = parent;
        }
        List<String> entries = new ArrayList<>();
        for (Map.Entry<String, String> entry : entries(place).entrySet()) {
            if (entry.getKey().startsWith(prefix)) {
                entries.add(entry.getValue());
            }
        }
        entries.add(room());
        return "[" + String.join(",", entries) + "]\r\n";
    }

    private Map<String, String> entries(Path place) throws IOException {
        Map<String, String> entries = new TreeMap<>(ORDER);
        try (Stream<Path> files = Files.list(place)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                addTo(entries, file);
            }
        } catch (NoSuchFileException e) {
            return entries;
        }
        if (place.equals(folder.root())) {
            put(entries, SettingsStore.FILE_NAME, settings.redactedFile().length, "file");
        }
        return entries;
    }

    /** Links and devices are left out: they cannot be read. */
    private static void addTo(Map<String, String> entries, Path file) throws IOException {
        try {
            BasicFileAttributes facts =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (facts.isRegularFile()) {
                put(entries, String.valueOf(file.getFileName()), facts.size(), "file");
            } else if (facts.isDirectory()) {
                put(entries, String.valueOf(file.getFileName()), 0, "dir");
            }
        } catch (NoSuchFileException e) {
            // deleted meanwhile
            return;
        }
    }

    private static void put(Map<String, String> entries, String name, long bytes, String type) {
        entries.put(
                name,
                "{\"name\":" + OriginalJson.quoted(name) + ",\"size\":\"" + size(bytes) + "\",\"type\":\"" + type
                        + "\"}");
    }

    private String room() throws IOException {
        long total = storage.totalBytes();
        long free = storage.freeBytes();
        return "{\"usedBytes\":\"" + size(total - free) + "\",\"totalBytes\":\"" + size(total) + "\",\"freeBytes\":\""
                + free + "\"}";
    }

    private static String size(long bytes) {
        if (bytes < KILOBYTE) {
            return bytes + " Byte";
        }
        boolean small = bytes < MEGABYTE;
        return BigDecimal.valueOf(bytes)
                        .divide(BigDecimal.valueOf(small ? KILOBYTE : MEGABYTE))
                        .setScale(2, RoundingMode.HALF_EVEN)
                + (small ? " KB" : " MB");
    }
}
