package org.otgwpi.net;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files the browser gets, in memory.
 *
 * @param files content by path below the root, {@code /} as separator
 */
public record WebTree(SortedMap<String, byte[]> files) {

    /** Reads everything below the class-path folder {@code root}, e.g. {@code /web}; empty if there is none. */
    public static WebTree load(String root) throws IOException {
        URL url = WebTree.class.getResource(root);
        return url == null ? new WebTree(new TreeMap<>()) : load(url);
    }

    /** @param url a folder in the file system or in a jar */
    static WebTree load(URL url) throws IOException {
        try {
            URI uri = url.toURI();
            if (uri.getScheme().equals("jar")) {
                String text = url.toString();
                try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                    return read(jar.getPath(text.substring(text.lastIndexOf('!') + 1)));
                }
            }
            return read(Path.of(uri));
        } catch (URISyntaxException e) {
            throw new IOException("The web pages cannot be read from " + url, e);
        }
    }

    private static WebTree read(Path root) throws IOException {
        SortedMap<String, byte[]> files = new TreeMap<>();
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(root)) {
            paths = walk.filter(Files::isRegularFile).toList();
        }
        for (Path path : paths) {
            files.put(root.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
        }
        return new WebTree(files);
    }

    /** A hash of all names and contents, 16 hexadecimal digits. */
    public String hash() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((path, content) -> {
                digest.update((path + '\0' + content.length + '\0').getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime lacks SHA-256", e);
        }
    }
}
