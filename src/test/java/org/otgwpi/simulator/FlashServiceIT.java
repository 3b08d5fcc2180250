package org.otgwpi.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.RunningGateway;

/** The whole program flashes its simulated chip, and finishes after being killed what it had begun. */
final class FlashServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path data;

    private final List<String> viewer = Collections.synchronizedList(new ArrayList<>());
    private final List<String> secondViewer = Collections.synchronizedList(new ArrayList<>());

    private void put(String name, TestImage image) throws IOException {
        Path folder = Files.createDirectories(data.resolve("files/pic16f1847"));
        Files.writeString(folder.resolve(name), image.hex());
    }

    private List<String> flashMessages() {
        return flashMessages(viewer);
    }

    private static List<String> flashMessages(List<String> all) {
        synchronized (all) {
            return all.stream().filter(text -> text.contains("flash_written")).toList();
        }
    }

    /** Percents as otgw-core 6.6 has them: ETX, version, four reads, fail-safe code, all rows but one, one EEPROM block. */
    private static List<String> timeline(int rows) {
        int total = 8 + 1 + 10 * (rows - 1) + 20 * 2 - 80 + 16;
        List<Integer> weights = new ArrayList<>(List.of(8, 1, 4, 4, 4, 4, 10));
        weights.addAll(Collections.nCopies(rows - 1, 10));
        weights.add(20);
        List<String> expected = new ArrayList<>();
        int done = 0;
        for (int weight : weights) {
            done += weight;
            int percent = Math.min(done, total) * 100 / total;
            expected.add("{\"state\":\"" + (percent == 0 ? "start" : "write") + "\",\"flash_written\":" + percent
                    + ",\"flash_total\":100,\"filename\":\"gateway.hex\"}");
        }
        expected.add("{\"state\":\"end\",\"flash_written\":100,\"flash_total\":100,\"filename\":\"gateway.hex\","
                + "\"error\":\"PIC upgrade was successful\"}");
        return expected;
    }

    /** A viewer that reads nothing. */
    private static WebSocket stall(RunningGateway gateway) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + gateway.webSocketPort() + "/"), new WebSocket.Listener() {
                    @Override
                    public void onOpen(WebSocket socket) {}
                })
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static WebSocket watch(RunningGateway gateway, List<String> viewer) {
        return HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://localhost:" + gateway.webSocketPort() + "/"), new WebSocket.Listener() {
                    @Override
                    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                        viewer.add(text.toString());
                        socket.request(1);
                        return null;
                    }
                })
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private static void awaitVersion(RunningGateway gateway, String version) {
        await().atMost(PATIENCE)
                .until(() -> gateway.get("api/v0/devinfo").contains("\"picfwversion\", \"value\": \"" + version));
    }

    @Test
    void aFileOfTheLibraryIsWrittenAndTheViewersOfPort81SeeIt() throws IOException {
        TestImage image = TestImage.gateway(Chip.PIC16F1847, "6.7", 30);
        put("gateway.hex", image);
        put("broken.hex", image);
        Files.writeString(data.resolve("files/pic16f1847/broken.hex"), "rubbish");
        try (RunningGateway gateway = RunningGateway.start("--simulate", "--data", data.toString())) {
            awaitVersion(gateway, "6.6");
            WebSocket socket = watch(gateway, viewer);
            WebSocket second = watch(gateway, secondViewer);
            WebSocket stalled = stall(gateway);
            assertEquals("Missing action or name", gateway.get("pic?action=upgrade"));
            assertTrue(gateway.get("pic?action=upgrade&name=../gateway.hex").contains("without a path"));
            assertEquals("{\"status\":\"started\"}", gateway.get("pic?action=upgrade&name=broken.hex"));
            await().atMost(PATIENCE).until(() -> flashMessages().size() == 1);
            assertEquals(
                    "{\"state\":\"error\",\"flash_written\":100,\"flash_total\":100,\"filename\":\"broken.hex\","
                            + "\"error\":\"Invalid format of hex file\"}",
                    flashMessages().getLast());
            assertTrue(gateway.get("api/v1/flashstatus").contains("\"pic_progress\": -1"));
            assertEquals("{\"status\":\"started\"}", gateway.get("pic?action=upgrade&name=gateway.hex"));
            await().atMost(PATIENCE)
                    .until(() -> flashMessages().getLast().contains("\"state\":\"e")
                            && flashMessages().size() > 2);
            List<String> messages = flashMessages();
            assertEquals(timeline(30), messages.subList(1, messages.size()));
            await().atMost(PATIENCE).until(() -> flashMessages(secondViewer).equals(messages));
            awaitVersion(gateway, "6.7");
            String status = gateway.get("api/v1/flashstatus");
            assertTrue(status.contains("\"flashing\": false"), status);
            assertTrue(status.contains("\"pic_progress\": 100"), status);
            assertTrue(status.contains("\"pic_error\": \"PIC upgrade was successful\""), status);
            assertFalse(Files.exists(data.resolve("flash/interrupted.json")));
            assertTrue(gateway.get("_pi/firmware").contains("\"kind\":\"gateway\""));
            socket.abort();
            second.abort();
            stalled.abort();
        }
    }

    @Test
    void badFilesAreRefusedWithTheOriginalsTextBeforeTheChipIsTouched() throws IOException {
        String whole = TestImage.gateway(Chip.PIC16F1847, "6.7", 30).hex();
        int record = whole.indexOf("\r\n:") + 3;
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> files = new LinkedHashMap<>();
        files.put("cut.hex", whole.substring(0, whole.length() / 2));
        texts.put("cut.hex", "Invalid format of hex file");
        files.put(
                "sum.hex",
                new StringBuilder(whole).replace(record + 10, record + 11, "F").toString());
        texts.put("sum.hex", "Bad checksum in hex file");
        files.put("odd.hex", TestImage.record(0, 0, 0x9F, 0x31, 0x00));
        texts.put("odd.hex", "Wrong data size in hex file");
        files.put("twice.hex", whole.substring(0, record) + whole.substring(whole.indexOf(":10")));
        texts.put("twice.hex", "Invalid format of hex file");
        files.put("magic.hex", TestImage.record(0, 0, 1, 2, 3, 4) + TestImage.record(1, 0));
        texts.put("magic.hex", "Hex file does not contain expected data");
        files.put("outside.hex", TestImage.record(0, 0x2000, 1, 2, 3, 4) + TestImage.record(1, 0));
        texts.put("outside.hex", "Invalid format of hex file");
        files.put("empty.hex", "");
        texts.put("empty.hex", "Invalid format of hex file");
        texts.put("large.hex", "Invalid format of hex file");
        texts.put("missing.hex", "Could not open hex file");
        Path folder = Files.createDirectories(data.resolve("files/pic16f1847"));
        for (Map.Entry<String, String> each : files.entrySet()) {
            Files.writeString(folder.resolve(each.getKey()), each.getValue());
        }
        try (RandomAccessFile large =
                new RandomAccessFile(folder.resolve("large.hex").toFile(), "rw")) {
            large.setLength(100 << 20);
        }
        try (RunningGateway gateway = RunningGateway.start("--simulate", "--data", data.toString())) {
            awaitVersion(gateway, "6.6");
            WebSocket socket = watch(gateway, viewer);
            for (Map.Entry<String, String> each : texts.entrySet()) {
                int before = flashMessages().size();
                assertEquals("{\"status\":\"started\"}", gateway.get("pic?action=upgrade&name=" + each.getKey()));
                await().atMost(PATIENCE).until(() -> flashMessages().size() > before);
                assertEquals(
                        "{\"state\":\"error\",\"flash_written\":100,\"flash_total\":100,\"filename\":\"" + each.getKey()
                                + "\",\"error\":\"" + each.getValue() + "\"}",
                        flashMessages().getLast());
            }
            assertFalse(gateway.output().contains("to the gateway chip; the heating"), gateway.output());
            assertFalse(Files.exists(data.resolve("flash")));
            socket.abort();
        }
    }

    @Test
    void whatAKillBrokeOffIsFinishedAtTheNextStart() throws IOException {
        put("gateway.hex", TestImage.gateway(Chip.PIC16F1847, "6.7", 200));
        try (RunningGateway gateway = RunningGateway.start("--simulate", "--data", data.toString())) {
            awaitVersion(gateway, "6.6");
            gateway.get("pic?action=upgrade&name=gateway.hex");
            await().atMost(PATIENCE).until(() -> Files.exists(data.resolve("flash/interrupted.json")));
            gateway.kill();
        }
        try (RunningGateway gateway = RunningGateway.start("--simulate", "--data", data.toString())) {
            awaitVersion(gateway, "6.7");
            await().atMost(PATIENCE)
                    .until(() -> gateway.get("api/v1/flashstatus").contains("\"pic_progress\": 100"));
            assertTrue(gateway.output().contains("was broken off"));
        }
    }
}
