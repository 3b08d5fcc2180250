package org.otgwpi.update;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.settings.SettingsStore;
import org.otgwpi.settings.SettingsTable;

final class UpdateSearchTest {

    @TempDir
    Path data;

    private final AtomicInteger asked = new AtomicInteger();
    private volatile String answer =
            "{\"version\":\"2.0.0\",\"url\":\"otgw-pi-2.0.0.raucb\",\"size\":9,\"notes\":\"new\"}";
    private HttpServer site;
    private SettingsStore settings;
    private UpdateSearch search;

    @BeforeEach
    void start() throws IOException {
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.createContext("/", exchange -> {
            asked.incrementAndGet();
            byte[] body = answer.getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        site.start();
        settings = SettingsStore.open(data, SettingsTable.load("B827EB012345"));
        settings.change("updateurl", address() + "/stable/latest.json");
        search = new UpdateSearch(settings, "1.0.0", Duration.ofMillis(500), InstantSource.system());
    }

    private String address() {
        return "http://127.0.0.1:" + site.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        search.close();
        site.stop(0);
    }

    @Test
    void nothingGoesOutUntilTheUserSwitchesItOn() {
        String sentence = String.valueOf(
                assertThrows(Installer.RefusedException.class, search::lookNow).getMessage());
        assertTrue(sentence.contains("switched off"), sentence);
        assertEquals(0, asked.get());
        assertTrue(search.found().isEmpty());
    }

    @Test
    void aSiteThatCannotBeReachedIsNamed() throws IOException {
        settings.change("updatecheck", "true");
        int port = site.getAddress().getPort();
        site.stop(0);
        String sentence =
                String.valueOf(assertThrows(IOException.class, search::lookNow).getMessage());
        assertTrue(sentence.endsWith(port + " cannot be reached."), sentence);
    }

    /** It answers the head at once and then goes silent, and another time it takes the question and says nothing. */
    @Test
    void aSiteThatStallsIsGivenUp() throws Exception {
        settings.change("updatecheck", "true");
        for (String head : new String[] {"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{", ""}) {
            try (ServerSocket stalling = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                Thread.ofPlatform().daemon().start(() -> {
                    try {
                        stalling.accept().getOutputStream().write(head.getBytes(UTF_8));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
                settings.change("updateurl", "http://127.0.0.1:" + stalling.getLocalPort() + "/latest.json");
                String sentence = String.valueOf(
                        assertThrows(IOException.class, search::lookNow).getMessage());
                assertTrue(sentence.endsWith("did not answer within 500 ms."), sentence);
            }
        }
    }

    @Test
    void aNewerVersionIsFoundWithItsAddress() throws IOException {
        settings.change("updatecheck", "true");
        search.lookNow();
        assertEquals(
                new UpdateSearch.Found("2.0.0", address() + "/stable/otgw-pi-2.0.0.raucb", 9, "new"),
                search.found().orElseThrow());
        answer = "{\"version\":\"1.0.0\",\"url\":\"x\"}";
        search.lookNow();
        assertTrue(search.found().isEmpty(), "the version that runs is none");
    }

    @Test
    void whatIsNoAnswerIsToldInASentence() throws IOException {
        settings.change("updatecheck", "true");
        for (String bad : new String[] {
            "hello", "{}", "{\"version\":\"<b>\",\"url\":\"x\"}", "{\"version\":\"2\",\"url\":\"file:///etc/passwd\"}"
        }) {
            answer = bad;
            String sentence = String.valueOf(
                    assertThrows(IOException.class, search::lookNow).getMessage());
            assertTrue(sentence.startsWith(address()), sentence);
        }
        settings.change("updateurl", "");
        assertThrows(IOException.class, search::lookNow);
        assertFalse(String.valueOf(search.json().get("problem")).isEmpty());
    }
}
