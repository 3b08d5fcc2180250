package org.otgwpi.otgw.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageProbeTest {

    private Path folder = Path.of("");
    private long nanos = -5;
    private StorageProbe probe = new StorageProbe(folder, () -> nanos);

    @BeforeEach
    void makeFolder(@TempDir Path parent) throws IOException {
        folder = Files.createDirectory(parent.resolve("data"));
        probe = new StorageProbe(folder, () -> nanos);
    }

    @Test
    void theFileIsWrittenAtFirstAndThenOnceAnHour() throws IOException {
        assertTrue(probe.takesFiles());
        Path file = folder.resolve(".health");
        assertEquals("ok\r\n", Files.readString(file));
        Files.delete(file);
        nanos += TimeUnit.MINUTES.toNanos(59);
        assertTrue(probe.takesFiles());
        assertFalse(Files.exists(file));
        nanos += TimeUnit.MINUTES.toNanos(1);
        assertTrue(probe.takesFiles());
        assertTrue(Files.exists(file));
    }

    @Test
    void aFolderThatIsGoneIsNoticedTenSecondsAfterTheLastLookAndSoIsItsReturn() throws IOException {
        assertTrue(probe.takesFiles());
        Files.delete(folder.resolve(".health"));
        Files.delete(folder);
        nanos += TimeUnit.SECONDS.toNanos(9);
        assertTrue(probe.takesFiles());
        nanos += TimeUnit.SECONDS.toNanos(1);
        assertFalse(probe.takesFiles());
        Files.createDirectory(folder);
        nanos += TimeUnit.SECONDS.toNanos(10);
        assertTrue(probe.takesFiles());
        assertTrue(Files.exists(folder.resolve(".health")));
    }
}
