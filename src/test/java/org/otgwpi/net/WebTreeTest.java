package org.otgwpi.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class WebTreeTest {
    @TempDir
    Path folder;

    @Test
    void aJarAndAFolderGiveTheSameTree() throws IOException {
        Path jar = folder.resolve("a b.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String name : List.of("web/", "web/otgw/", "web/otgw/a.js", "web/x.css")) {
                out.putNextEntry(new ZipEntry(name));
                if (!name.endsWith("/")) {
                    out.write(name.getBytes(UTF_8));
                }
                out.closeEntry();
            }
        }
        Path web = folder.resolve("web");
        Files.createDirectories(web.resolve("otgw"));
        Files.writeString(web.resolve("otgw/a.js"), "web/otgw/a.js");
        Files.writeString(web.resolve("x.css"), "web/x.css");

        WebTree packed = WebTree.load(URI.create("jar:" + jar.toUri() + "!/web").toURL());
        WebTree unpacked = WebTree.load(web.toUri().toURL());

        assertEquals(List.of("otgw/a.js", "x.css"), List.copyOf(packed.files().keySet()));
        assertArrayEquals("web/x.css".getBytes(UTF_8), packed.files().get("x.css"));
        assertEquals(packed.hash(), unpacked.hash());
        assertEquals(16, packed.hash().length());
    }

    @Test
    void theHashChangesWithNamesAndContents() {
        TreeMap<String, byte[]> files = new TreeMap<>();
        String empty = new WebTree(files).hash();
        files.put("a", new byte[] {1});
        String one = new WebTree(files).hash();
        files.put("a", new byte[] {2});
        assertNotEquals(one, new WebTree(files).hash());
        assertNotEquals(empty, one);
    }

    @Test
    void aMissingFolderIsAnEmptyTree() throws IOException {
        assertEquals(0, WebTree.load("/no-such-folder").files().size());
    }
}
