package org.otgwpi.otgw.flash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where hex files are kept, where they come from, and what is noted while one is written. */
final class FirmwareLibraryTest {

    private static final String CHIP = "pic16f1847";

    @TempDir
    Path root;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void everyVersionThatIsReplacedIsKept() throws IOException {
        FirmwareLibrary library = new FirmwareLibrary(root);
        library.store(CHIP, "gateway.hex", bytes("one"), "6.5");
        library.store(CHIP, "gateway.hex", bytes("two"), "6.6");
        library.store(CHIP, "gateway.hex", bytes("two"), "6.6");
        library.store(CHIP, "gateway.hex", bytes("three"), "6.6");
        library.store(CHIP, "gateway.hex", bytes("four"), "6.7");
        assertEquals(
                List.of("gateway-6.5.hex", "gateway-6.6-2.hex", "gateway-6.6.hex", "gateway.hex"), library.names(CHIP));
        assertArrayEquals(bytes("one"), library.read(CHIP, "gateway-6.5.hex"));
        assertEquals("6.5", library.version(CHIP, "gateway-6.5.hex"));
        assertEquals("6.7", library.version(CHIP, "gateway.hex"));
        library.delete(CHIP, "gateway.hex");
        assertNull(library.read(CHIP, "gateway.hex"));
        assertFalse(Files.exists(root.resolve(CHIP).resolve("gateway.ver")));
    }

    @Test
    void anUploadKeepsTheOldFileToo() throws IOException {
        FirmwareLibrary library = new FirmwareLibrary(root);
        library.store(CHIP, "gateway.hex", bytes("one"), "6.5");
        Path upload = Files.write(root.resolve("upload"), bytes("two"));
        library.beforeReplacing(root.resolve(CHIP).resolve("gateway.hex"), upload);
        assertArrayEquals(bytes("one"), library.read(CHIP, "gateway-6.5.hex"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".hex",
                "..",
                "../gateway.hex",
                "a/b.hex",
                "a\\b.hex",
                "gateway.txt",
                "settings.ini",
                "a\u0000.hex",
                "\uD800.hex",
                "..\u002fgateway.hex"
            })
    void aNameLeadsNowhereElse(String name) throws IOException {
        Files.write(root.resolve("gateway.hex"), bytes("secret"));
        Files.createDirectories(root.resolve(CHIP));
        FirmwareLibrary library = new FirmwareLibrary(root);
        assertFalse(FirmwareLibrary.possible(name));
        assertNull(library.read(CHIP, name));
        library.delete(CHIP, name);
        assertTrue(Files.exists(root.resolve("gateway.hex")));
    }

    @Test
    void linksAreNotFollowed() throws IOException {
        Files.write(root.resolve("secret"), bytes("secret"));
        Files.createDirectories(root.resolve(CHIP));
        Files.createSymbolicLink(root.resolve(CHIP).resolve("a.hex"), root.resolve("secret"));
        assertNull(new FirmwareLibrary(root).read(CHIP, "a.hex"));
    }

    @Test
    void theWebSiteIsAskedAsTheSettingSays() throws IOException {
        List<String> requests = Collections.synchronizedList(new ArrayList<>());
        HttpServer site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("User-Agent"));
            boolean known = exchange.getRequestURI().getPath().endsWith("gateway.hex");
            exchange.getResponseHeaders().set("X-Version", "6.7");
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(known ? 200 : 404, head || !known ? -1 : 3);
            if (known && !head) {
                exchange.getResponseBody().write(bytes("hex"));
            }
            exchange.close();
        });
        site.start();
        String authority = "127.0.0.1:" + site.getAddress().getPort();
        try {
            String url = "http://" + authority + "/download/";
            FirmwareSource source = new FirmwareSource(() -> url, "otgw-pi/1.2.3");
            assertEquals("6.7", source.latest(CHIP, "gateway.hex"));
            assertArrayEquals(bytes("hex"), source.download(CHIP, "gateway.hex"));
            assertThrows(IOException.class, () -> source.latest(CHIP, "other.hex"));
            assertEquals(
                    List.of(
                            "HEAD /download/pic16f1847/gateway.hex otgw-pi/1.2.3",
                            "GET /download/pic16f1847/gateway.hex otgw-pi/1.2.3",
                            "HEAD /download/pic16f1847/other.hex otgw-pi/1.2.3"),
                    requests);
        } finally {
            site.stop(0);
        }
        assertThrows(IOException.class, () -> new FirmwareSource(() -> "not a url", "a").latest(CHIP, "gateway.hex"));
        IOException unreachable = assertThrows(
                IOException.class,
                () -> new FirmwareSource(() -> "http://" + authority, "a").latest(CHIP, "gateway.hex"));
        assertEquals(authority + " cannot be reached", unreachable.getMessage());
    }

    @Test
    void theJournalRemembersTheSettingsUntilTheEnd() throws IOException {
        List<Integer> eeprom = new ArrayList<>();
        for (int i = 0; i < 256; i++) {
            eeprom.add(255 - i);
        }
        FlashJournal journal = new FlashJournal(root.resolve("flash"));
        assertTrue(journal.pending().isEmpty());
        OldSettings settings = new OldSettings("6.6", eeprom);
        journal.begin(new FlashOrder(CHIP, "gateway.hex", bytes("hex"), null), settings);
        FlashOrder found = new FlashJournal(root.resolve("flash")).pending().orElseThrow();
        assertEquals(settings, found.settings());
        assertEquals("gateway.hex", found.name());
        assertArrayEquals(bytes("hex"), found.hex());
        journal.begin(new FlashOrder(CHIP, "diagnose.hex", bytes("hex"), null), new OldSettings(null, eeprom));
        assertNull(Objects.requireNonNull(journal.pending().orElseThrow().settings())
                .version());
        journal.end();
        assertTrue(journal.pending().isEmpty());
    }

    @Test
    void aDamagedJournalIsPutAsideAndALostFileLeavesTheSettings() throws IOException {
        FlashJournal journal = new FlashJournal(root.resolve("flash"));
        OldSettings settings = new OldSettings("6.6", java.util.Collections.nCopies(256, 7));
        journal.begin(new FlashOrder(CHIP, "gateway.hex", bytes("hex"), null), settings);
        Files.delete(root.resolve("flash/image.hex"));
        FlashOrder left = journal.pending().orElseThrow();
        assertEquals(settings, left.settings());
        assertEquals(0, left.hex().length);
        for (String damaged : List.of("", "{", "[]", "{\"eeprom\":\"12\"}", "\u0000\u0000")) {
            Files.writeString(root.resolve("flash/interrupted.json"), damaged);
            assertTrue(journal.pending().isEmpty());
            journal.begin(new FlashOrder(CHIP, "gateway.hex", bytes("hex"), null), settings);
            assertEquals(settings, journal.pending().orElseThrow().settings());
            assertEquals(damaged, Files.readString(root.resolve("flash/damaged.json")));
        }
    }

    @Test
    void messagesAreTheOriginals() {
        assertEquals(
                "{\"state\":\"start\",\"flash_written\":0,\"flash_total\":100,\"filename\":\"a\\\"b\\\\c .hex\"}",
                new String(FlashMessages.progress(0, "a\"b\\c\n.hex"), StandardCharsets.UTF_8));
        assertEquals(
                "{\"state\":\"write\",\"flash_written\":42,\"flash_total\":100,\"filename\":\"gateway.hex\"}",
                new String(FlashMessages.progress(42, "gateway.hex"), StandardCharsets.UTF_8));
        assertEquals(
                "{\"state\":\"error\",\"flash_written\":100,\"flash_total\":100,\"filename\":\"gateway.hex\",\"error\":\"Too many retries\"}",
                new String(FlashMessages.end(false, "gateway.hex", "Too many retries"), StandardCharsets.UTF_8));
    }
}
