package org.otgwpi.otgw.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

final class UploadTest {

    /** A disk that is full after some looks at it. */
    private static final class FillingDisk implements Storage {

        private int looks = Integer.MAX_VALUE;

        @Override
        public long totalBytes() {
            return 1 << 30;
        }

        @Override
        public long freeBytes() {
            return looks-- > 0 ? 1 << 20 : 0;
        }
    }

    @TempDir
    Path data;

    private UserFolder folder;
    private Path incoming;
    private SettingsStore settings;
    private final FillingDisk disk = new FillingDisk();

    @BeforeEach
    void make() throws IOException {
        folder = new UserFolder(data.resolve("files"));
        incoming = Files.createDirectories(data.resolve("incoming"));
        settings = SettingsStore.open(data, SettingsTable.load("B827EB012345"));
    }

    private Upload upload() {
        return new Upload(folder, incoming, settings, disk, "/", null);
    }

    private static void file(Upload upload, String name, byte[] content) throws IOException {
        upload.begin("upload", name);
        upload.content(content, 0, content.length);
        upload.end();
    }

    private static void field(Upload upload, String name, String value) throws IOException {
        upload.begin(name, null);
        upload.content(value.getBytes(UTF_8), 0, value.length());
        upload.end();
    }

    private boolean nothingIsLeft() throws IOException {
        try (Stream<Path> left = Files.list(incoming)) {
            return left.findAny().isEmpty();
        }
    }

    @Test
    void filesAppearOnlyWhenAllIsThere() throws IOException {
        Upload upload = upload();
        file(upload, "one.txt", new byte[] {1});
        file(upload, "two.txt", new byte[] {2});
        assertFalse(Files.exists(folder.root().resolve("one.txt")));
        upload.finish();
        assertEquals(1, Files.readAllBytes(folder.root().resolve("one.txt"))[0]);
        assertEquals(2, Files.readAllBytes(folder.root().resolve("two.txt"))[0]);
        assertTrue(nothingIsLeft());
    }

    @Test
    void aFileCalledBlobTakesTheNameOfTheFieldBeforeIt() throws IOException {
        Upload upload = upload();
        field(upload, "filename", "real.txt");
        file(upload, "blob", new byte[] {1});
        upload.finish();
        assertTrue(Files.exists(folder.root().resolve("real.txt")));
    }

    @Test
    void aFullDiskEndsTheUploadAndNothingStays() throws IOException {
        disk.looks = 3;
        Upload upload = upload();
        upload.begin("upload", "big");
        byte[] piece = new byte[512 * 1024];
        Upload.RefusedException refused = assertThrows(Upload.RefusedException.class, () -> {
            for (int i = 0; i < 100; i++) {
                upload.content(piece, 0, piece.length);
            }
        });
        assertEquals(413, refused.status());
        upload.discard();
        assertTrue(nothingIsLeft());
        assertFalse(Files.exists(folder.root().resolve("big")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "/etc/passwd", "../x", "a/../../x", "a%2fb", "..%2Fx", "a%00b", "a\\b", "..", "dir", "dir/"})
    void aNameThatIsNoneIsRefused(String name) throws IOException {
        Files.createDirectories(folder.root().resolve("dir"));
        Upload upload = upload();
        assertEquals(
                400,
                assertThrows(Upload.RefusedException.class, () -> upload.begin("upload", name))
                        .status());
        upload.discard();
        assertTrue(nothingIsLeft());
    }

    @Test
    void anUploadWithoutAFileIsRefused() throws IOException {
        Upload upload = upload();
        field(upload, "upload", "text");
        assertThrows(Upload.RefusedException.class, upload::finish);
    }

    @Test
    void downloadedSettingsKeepThePasswordWhenTheyComeBack() throws IOException {
        settings.change("mqttpasswd", "secret");
        byte[] downloaded = settings.redactedFile();
        assertFalse(new String(downloaded, UTF_8).contains("secret"));
        settings.change("hostname", "other");
        Upload upload = upload();
        file(upload, "settings.ini", downloaded);
        upload.finish();
        assertEquals("OTGW", settings.current().text("hostname"));
        assertEquals("secret", settings.current().text("mqttpasswd"));
        assertFalse(Files.exists(folder.root().resolve("settings.ini")));
        assertTrue(nothingIsLeft());
    }

    @Test
    void brokenSettingsAreRefused() throws IOException {
        Upload upload = upload();
        file(upload, "settings.ini", "{\"hostname\": ".getBytes(UTF_8));
        assertThrows(Upload.RefusedException.class, upload::finish);
        upload.discard();
        Upload large = upload();
        file(large, "settings.ini", new byte[100_000]);
        assertThrows(Upload.RefusedException.class, large::finish);
        large.discard();
        assertEquals("OTGW", settings.current().text("hostname"));
        assertTrue(nothingIsLeft());
    }
}
