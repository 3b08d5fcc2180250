package org.otgwpi.otgw.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UserFolderTest {

    @TempDir
    Path data;

    private UserFolder folder;

    @BeforeEach
    void make() throws IOException {
        folder = new UserFolder(data.resolve("files"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"note.txt", "/note.txt", "//note.txt", "/note.txt/", "///note.txt//"})
    void slashesAroundAPathDoNotMatter(String path) throws RefusedPathException {
        assertEquals(folder.root().resolve("note.txt"), folder.resolve(path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..", "/..", "a/../b", "a/..", ".", "./a", "a/./b", "a\0b", "a\nb", "a\\b", "..\\b", "\u007F", "\uFFFD"
            })
    void whatMayLeadOutsideOrIsNoNameIsRefused(String path) {
        assertThrows(RefusedPathException.class, () -> folder.resolve(path));
    }

    @Test
    void aNameMayHave255BytesAndAPath1024() throws RefusedPathException {
        folder.resolve("x".repeat(255));
        assertThrows(RefusedPathException.class, () -> folder.resolve("x".repeat(256)));
        assertThrows(RefusedPathException.class, () -> folder.resolve("\u20AC".repeat(86)));
        folder.resolve("x/".repeat(512));
        assertThrows(RefusedPathException.class, () -> folder.resolve("x/".repeat(513)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a%2fb", "/a%2Fb", "/..%2Fx", "%5C"})
    void anEncodedSlashInTheAddressIsRefused(String raw) {
        assertThrows(RefusedPathException.class, () -> UserFolder.decoded(raw));
    }

    @Test
    void aPathThroughALinkIsRefused() throws IOException {
        Path outside = Files.createDirectories(data.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "s");
        Files.createSymbolicLink(folder.root().resolve("out"), outside);
        Files.createSymbolicLink(folder.root().resolve("file"), outside.resolve("secret"));
        Files.createSymbolicLink(folder.root().resolve("dangling"), data.resolve("nowhere"));
        for (String path : new String[] {"out", "out/secret", "file", "dangling"}) {
            assertThrows(RefusedPathException.class, () -> folder.resolve(path), path);
            assertThrows(RefusedPathException.class, () -> folder.delete(path), path);
        }
        assertTrue(Files.exists(outside.resolve("secret")));
    }

    @Test
    void theLastFileOfAFolderTakesTheFolderWithIt() throws Exception {
        put("a/b/c/one");
        put("a/two");
        folder.delete("/a/b/c/one");
        assertFalse(Files.exists(folder.root().resolve("a/b")));
        assertTrue(Files.exists(folder.root().resolve("a/two")));
        folder.delete("a/two");
        assertFalse(Files.exists(folder.root().resolve("a")));
        assertTrue(Files.exists(folder.root()));
    }

    @Test
    void afolderThatHoldsSomethingStays() throws Exception {
        put("a/b");
        folder.delete("a");
        assertTrue(Files.exists(folder.root().resolve("a/b")));
        folder.delete("nothing/here");
        folder.delete("a/b/below");
        assertTrue(Files.exists(folder.root().resolve("a/b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "settings.ini", "/settings.ini", "//settings.ini/"})
    void theSettingsAndTheFolderItselfCannotBeDeleted(String path) {
        assertThrows(RefusedPathException.class, () -> folder.delete(path));
    }

    @Test
    void noPathLeadsOutside() throws IOException {
        Random random = new Random(3);
        String[] bits = {"..", ".", "/", "\\", "a", "%2e", "%2f", "\0", "\u00e9", "C:", "~", "+", "settings.ini", "\n"};
        for (int i = 0; i < 20_000; i++) {
            StringBuilder raw = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) {
                raw.append(bits[random.nextInt(bits.length)]);
            }
            try {
                Path place = folder.resolve(UserFolder.decoded(raw.toString()));
                assertTrue(place.normalize().startsWith(folder.root()), raw::toString);
                assertEquals(place.normalize(), place, raw::toString);
            } catch (RefusedPathException e) {
                assertFalse(String.valueOf(e.getMessage()).isEmpty());
            }
        }
    }

    private void put(String path) throws Exception {
        Path whole = Files.write(data.resolve("whole"), "x".getBytes(UTF_8));
        folder.put(whole, folder.resolve(path));
    }
}
