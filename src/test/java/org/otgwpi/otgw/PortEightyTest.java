package org.otgwpi.otgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens behind the answers of port 80. */
final class PortEightyTest {

    private static final String MULTIPART = "Content-Type: multipart/form-data; boundary=B\r\n";

    @TempDir
    Path data;

    private DeskGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new DeskGateway(data, new ScriptedLine());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void theSerialBridgeIsSwitchedOffAndOnAtOnce() throws IOException {
        int before = gateway.bridgePort();
        assertTrue(accepts(before));
        gateway.settings.change("bridgeenabled", "false");
        await().atMost(DeskGateway.PATIENCE).until(() -> gateway.bridgePort() == -1 && !accepts(before));
        gateway.settings.change("bridgeenabled", "true");
        await().atMost(DeskGateway.PATIENCE).until(() -> gateway.bridgePort() > 0);
        assertTrue(accepts(gateway.bridgePort()));
    }

    private static boolean accepts(int port) {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return client.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private Set<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(data)) {
            return new TreeSet<>(all.map(path -> data.relativize(path).toString())
                    .filter(name -> !name.endsWith(".health"))
                    .toList());
        }
    }

    private static byte[] form(String fileName, byte[] content) {
        byte[] head = ("--B\r\nContent-Disposition: form-data; name=\"upload\"; filename=\"" + fileName + "\"\r\n\r\n")
                .getBytes(UTF_8);
        byte[] tail = "\r\n--B--\r\n".getBytes(UTF_8);
        byte[] form = Arrays.copyOf(head, head.length + content.length + tail.length);
        System.arraycopy(content, 0, form, head.length, content.length);
        System.arraycopy(tail, 0, form, head.length + content.length, tail.length);
        return form;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../settings.ini",
                "/..",
                "/%2e%2e/settings.ini",
                "/%2E%2E%2Fsettings.ini",
                "/a%2fb",
                "/a%5Cb",
                "/a%00b",
                "/./settings.ini",
                "/link/secret",
                "/link",
                "/x?delete=../settings.ini",
                "/x?delete=/..%2fsettings.ini",
                "/x?delete=link/secret",
                "/x?delete=settings.ini",
                "/x?delete=",
                "/x?delete=a%00",
                "/api/listfiles?path=..",
                "/api/listfiles?path=/link/",
                "/api/listfiles?delete=../settings.ini",
                "/nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
                        + "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
                        + "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"
            })
    void aPathThatLeadsOutsideOrIsNoneGetsASentenceAndTouchesNothing(String path) throws IOException {
        Path outside = Files.createDirectories(data.resolve("outside"));
        Files.writeString(outside.resolve("secret"), "s");
        Files.createSymbolicLink(data.resolve("files/link"), outside);
        Set<String> before = files();
        HttpAnswer answer = gateway.get(path);
        assertEquals(400, answer.status(), answer.text());
        assertTrue(answer.text().endsWith(".\n"), answer.text());
        assertEquals(before, files());
    }

    @ParameterizedTest
    @CsvSource({"/upload,../x", "/upload,/x", "/upload,a%2Fb", "/upload?path=..,x", "/upload?path=/link,x"})
    void anUploadThatLeadsOutsideGetsASentenceAndTouchesNothing(String path, String name) throws IOException {
        Path outside = Files.createDirectories(data.resolve("outside"));
        Files.createSymbolicLink(data.resolve("files/link"), outside);
        Set<String> before = files();
        HttpAnswer answer = gateway.post(path, MULTIPART, form(name, new byte[] {1}));
        assertEquals(400, answer.status(), answer.text());
        assertEquals(before, files());
    }

    @Test
    void aLargeUploadComesBackUnchanged() throws IOException {
        byte[] content = new byte[5_000_000];
        new java.util.Random(1).nextBytes(content);
        assertEquals(
                303,
                gateway.post("/upload", MULTIPART, form("big.zip", content)).status());
        HttpAnswer back = gateway.get("/big.zip");
        assertEquals(200, back.status());
        assertTrue(Arrays.equals(content, back.body()));
    }

    @Test
    void anUploadThatStopsHalfwayLeavesNothing() throws IOException {
        Set<String> before = files();
        byte[] form = form("half.bin", new byte[100_000]);
        String head =
                "POST /upload HTTP/1.1\r\nHost: otgw\r\n" + MULTIPART + "Content-Length: " + form.length + "\r\n\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port)) {
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.getOutputStream().write(form, 0, form.length / 2);
            await().atMost(DeskGateway.PATIENCE).until(() -> !files().equals(before));
        }
        await().atMost(DeskGateway.PATIENCE).until(() -> files().equals(before));
    }

    @Test
    void slowUploadsAreBoundedInNumberAndGiveTheirPlacesBack() throws IOException {
        Set<String> before = files();
        byte[] form = form("slow.bin", new byte[1000]);
        String head =
                "POST /upload HTTP/1.1\r\nHost: otgw\r\n" + MULTIPART + "Content-Length: " + form.length + "\r\n\r\n";
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 8; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port);
                slow.add(socket);
                socket.getOutputStream().write(head.getBytes(UTF_8));
                socket.getOutputStream().write(form, 0, form.length / 2);
            }
            await().atMost(DeskGateway.PATIENCE).until(() -> files().size() == before.size() + 8);
            assertEquals(
                    503,
                    gateway.post("/upload", MULTIPART, form("x", new byte[1])).status());
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
        await().atMost(DeskGateway.PATIENCE).until(() -> files().equals(before));
        assertEquals(
                303, gateway.post("/upload", MULTIPART, form("x", new byte[1])).status());
    }

    @Test
    void anUploadLargerThanTheDiskIsRefusedAtOnce() throws IOException {
        HttpAnswer answer = HttpAnswer.to(
                gateway.port,
                "POST /upload HTTP/1.1\r\nHost: otgw\r\n" + MULTIPART + "Content-Length: 900000000000000\r\n\r\n");
        assertEquals(413, answer.status());
    }

    @Test
    void settingsCanBeDownloadedAndComeBack() throws IOException {
        gateway.settings.change("mqttpasswd", "secret");
        HttpAnswer download = gateway.get("/settings.ini");
        assertEquals(200, download.status());
        assertFalse(download.text().contains("secret"));
        gateway.settings.change("hostname", "other");
        assertEquals(
                303,
                gateway.post("/upload", MULTIPART, form("settings.ini", download.body()))
                        .status());
        assertEquals("OTGW", gateway.settings.current().text("hostname"));
        assertEquals("secret", gateway.settings.current().text("mqttpasswd"));
        HttpAnswer broken = gateway.post("/upload", MULTIPART, form("settings.ini", "{".getBytes(UTF_8)));
        assertEquals(400, broken.status());
        assertTrue(broken.text().contains("cannot be read"), broken.text());
    }

    @Test
    void aBurstOfSettingsIsStoredCompletely() throws Exception {
        List<Callable<HttpAnswer>> posts = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String body = i % 2 == 0
                    ? "{\"name\":\"s0counterinterval\",\"value\":" + (100 + i) + "}"
                    : "{\"name\":\"mqttuser\",\"value\":\"user" + i + "\"}";
            posts.add(() -> gateway.post("/api/v0/settings", "", body.getBytes(UTF_8)));
        }
        try (ExecutorService clients = Executors.newFixedThreadPool(20)) {
            for (Future<HttpAnswer> answer : clients.invokeAll(posts)) {
                assertEquals(200, answer.get().status());
            }
        }
        String file = Files.readString(data.resolve("settings.ini"));
        assertTrue(file.contains("\"MQTTuser\": \"" + gateway.settings.current().text("mqttuser") + "\""), file);
        assertTrue(gateway.settings.current().integer("s0counterinterval") >= 100);
    }

    @Test
    void aRefusedSettingIsEchoedAndTheReasonStandsBesideIt() throws IOException {
        HttpAnswer answer =
                gateway.post("/api/v0/settings", "", "{\"name\":\"led1pin\",\"value\":\"99\"}".getBytes(UTF_8));
        assertEquals(400, answer.status());
        assertEquals("{\"name\":\"led1pin\",\"value\":\"99\"}", answer.text());
        assertTrue(answer.headers().stream().anyMatch(line -> line.startsWith("x-reason: ")), answer::toString);
        assertEquals(22, gateway.settings.current().integer("led1pin"));
    }

    @ParameterizedTest
    @CsvSource({
        "/ReBoot,Reboot OTGW firmware ..,0",
        "/ResetWireless,Reboot OTGW firmware with reset wireless settings..,1"
    })
    void aRestartIsAnsweredFirst(String path, String message, int forgotten) throws IOException {
        HttpAnswer answer = gateway.get(path);
        assertEquals("HTTP/1.1 200 OK", answer.statusLine());
        assertEquals(
                Set.of(
                        "content-type: text/html; charset=UTF-8",
                        "refresh: 120;url=/",
                        "accept-ranges: none",
                        "transfer-encoding: chunked",
                        "connection: close"),
                answer.headers());
        assertTrue(answer.text().startsWith("<!DOCTYPE HTML><html lang='en-US'>"), answer.text());
        assertTrue(answer.text().contains("<h1>FSexplorer</h1><h3>" + message + "</h3>"), answer.text());
        assertEquals(answer.text().length() - 2, answer.text().indexOf("\r\n"));
        assertEquals(forgotten, gateway.machine.forgotten.get());
        await().atMost(DeskGateway.PATIENCE).until(() -> gateway.machine.reboots.get() == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /ReBoot",
                "GET /ResetWireless",
                "GET /x?delete=note.txt",
                "GET /api/listfiles?delete=note.txt",
                "POST /api/v0/settings",
                "PUT /api/v1/otgw/command/TT=1",
                "POST /upload"
            })
    void anotherSiteMayNotChangeAnything(String request) throws IOException {
        Files.writeString(data.resolve("files/note.txt"), "n");
        String head = request + " HTTP/1.1\r\nHost: otgw\r\nSec-Fetch-Site: cross-site\r\n\r\n";
        assertEquals(403, HttpAnswer.to(gateway.port, head).status());
        assertTrue(Files.exists(data.resolve("files/note.txt")));
        assertEquals(0, gateway.machine.forgotten.get());
    }

    @Test
    void theExplorersDeleteLinkDeletes() throws IOException {
        Files.writeString(data.resolve("files/note.txt"), "n");
        HttpAnswer answer = gateway.get("/api/listfiles?delete=note.txt");
        assertEquals(200, answer.status());
        assertFalse(answer.text().contains("note.txt"));
        assertFalse(Files.exists(data.resolve("files/note.txt")));
    }

    @ParameterizedTest
    @CsvSource({
        "/FSexplorer,text/html; charset=UTF-8,listfiles",
        "/FSexplorer.html,text/html; charset=UTF-8,listfiles",
        "/index.js?v=1,application/javascript,reload",
        "/graph.js,application/javascript,renews",
        "/index.css,text/css,body",
        "/version.hash,text/plain,c03a635"
    })
    void pagesOfTheProgramAreAskedForAgainEachTime(String path, String type, String content) throws IOException {
        HttpAnswer answer = gateway.get(path);
        assertEquals(200, answer.status());
        assertTrue(answer.text().contains(content), answer.text());
        assertTrue(answer.headers().contains("content-type: " + type), answer::toString);
        assertTrue(answer.headers().contains("cache-control: no-cache"), answer::toString);
        String tag = answer.headers().stream()
                .filter(line -> line.startsWith("etag: "))
                .findFirst()
                .orElseThrow()
                .substring(6);
        HttpAnswer again = HttpAnswer.to(
                gateway.port, "GET " + path + " HTTP/1.1\r\nHost: otgw\r\nIf-None-Match: " + tag + "\r\n\r\n");
        assertEquals(304, again.status());
        assertEquals(0, again.body().length);
    }

    @Test
    void aClientThatDoesNotTakeItsDownloadIsDropped() throws IOException {
        Files.write(data.resolve("files/big"), new byte[50_000_000]);
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port));
            socket.getOutputStream().write("GET /big HTTP/1.1\r\nHost: otgw\r\n\r\n".getBytes(UTF_8));
            await().atMost(DeskGateway.PATIENCE).until(() -> {
                socket.getOutputStream().write(0);
                socket.getOutputStream().flush();
                return false;
            });
        } catch (java.net.SocketException | org.awaitility.core.ConditionTimeoutException e) {
            assertTrue(e instanceof java.net.SocketException, "the connection is still open");
        }
    }
}
