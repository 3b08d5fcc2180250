package org.otgwpi.update;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Updates that a web server has: found, checked and installed in ranges, never without a click. */
@SuppressWarnings("NullAway.Init")
final class UpdateByAddressTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d+)-(\\d+)");

    @TempDir
    private Path data;

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch never = new CountDownLatch(1);
    private UpdateBench bench;
    private HttpServer site;
    private byte[] bundle;
    private String name = "ranges/otgw-pi-2.0.0.raucb";

    @BeforeEach
    void start() throws IOException {
        bench = new UpdateBench(data);
        bundle = bench.bundle("2.0.0", "", 700_000);
        site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        site.setExecutor(
                Executors.newCachedThreadPool(Thread.ofPlatform().daemon().factory()));
        site.createContext("/latest.json", exchange -> {
            asked.add("latest");
            send(
                    exchange,
                    200,
                    "{\"version\":\"2.0.0\",\"url\":\"%s\",\"size\":700000}"
                            .formatted(name)
                            .getBytes(UTF_8));
        });
        site.createContext("/ranges/", this::range);
        site.createContext("/plain/", exchange -> send(exchange, 200, bundle));
        site.createContext("/stalls/", exchange -> QuietDesk.pass(never));
        site.start();
        bench.settings.change("updateurl", address("latest.json"));
    }

    @AfterEach
    void stop() {
        never.countDown();
        bench.close();
        site.stop(0);
    }

    private String address(String path) {
        return "http://127.0.0.1:" + site.getAddress().getPort() + "/" + path;
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void range(HttpExchange exchange) throws IOException {
        Matcher range =
                RANGE.matcher(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
        if (!range.matches()) {
            asked.add("the whole");
            send(exchange, 200, bundle);
            return;
        }
        int from = Integer.parseInt(range.group(1));
        int to = Math.min(bundle.length, Integer.parseInt(range.group(2)) + 1);
        asked.add("range from " + from);
        exchange.getResponseHeaders().set("Content-Range", "bytes %d-%d/%d".formatted(from, to - 1, bundle.length));
        send(exchange, 206, Arrays.copyOfRange(bundle, from, to));
    }

    @Test
    void nothingIsAskedOfAnybodyUntilItIsSwitchedOn() throws IOException {
        assertFalse(bench.settings.current().bool("updatecheck"), "off as it is delivered");
        assertTrue(bench.post("/_pi/update/search").contains("switched off"));
        assertTrue(bench.post("/_pi/update/fetch").contains("No newer version has been found yet."));
        assertEquals(List.of(), asked);
    }

    @Test
    void aNewerVersionIsFoundCheckedInRangesAndInstalledEachOnAClickOnly() throws IOException {
        bench.settings.change("updatecheck", "true");
        assertTrue(bench.post("/_pi/update/search").startsWith("HTTP/1.1 202"));
        assertTrue(bench.get("/_pi/update").contains("\"version\":\"2.0.0\""));
        assertEquals(List.of("latest"), asked, "looking reads nothing of the bundle");
        assertTrue(bench.post("/_pi/update/fetch").contains("\"phase\":\"ready\""));
        assertEquals(
                List.of("latest", "range from 0", "range from 262144", "range from 524288"), asked, "read in ranges");
        assertEquals(0, bench.staged(), "nothing of it lies on the disk");
        assertEquals(0, bench.reboots.get(), "nothing is installed without a click");
        assertTrue(bench.post("/_pi/update/install").startsWith("HTTP/1.1 202"));
        await().atMost(PATIENCE).until(() -> bench.reboots.get() == 1);
        assertTrue(bench.get("/_pi/slots").contains("\"version\":\"2.0.0\",\"state\":\"untried\""));
        assertFalse(asked.contains("the whole"));
        System.out.println("An update of " + bundle.length + " bytes by its address: " + asked);
    }

    private void assertRefused(String where, String sentence) throws IOException {
        name = where;
        bench.settings.change("updatecheck", "true");
        assertTrue(bench.post("/_pi/update/search").startsWith("HTTP/1.1 202"));
        String answer = bench.post("/_pi/update/fetch");
        assertTrue(answer.startsWith("HTTP/1.1 400"), answer);
        assertTrue(answer.contains(sentence), answer);
        assertTrue(answer.contains("Nothing was changed."), answer);
        String status = bench.get("/_pi/update");
        assertTrue(status.contains("\"phase\":\"failed\"") && status.contains(sentence), status);
        assertFalse(bench.updates.busy());
        assertTrue(bench.lock.current().isEmpty());
        name = "ranges/otgw-pi-2.0.0.raucb";
        assertTrue(bench.post("/_pi/update/search").startsWith("HTTP/1.1 202"));
        assertTrue(bench.post("/_pi/update/fetch").contains("\"phase\":\"ready\""), "the next good one works");
    }

    @Test
    void aWrongAddressIsTold() throws IOException {
        assertRefused("missing/x.raucb", "missing/x.raucb cannot be read: the server answers 404.");
    }

    @Test
    void aServerThatIsNotThereIsTold() throws IOException {
        assertRefused("http://127.0.0.1:9/x.raucb", "cannot be read: 127.0.0.1:9 cannot be reached.");
    }

    @Test
    void aServerWithoutRangesIsTold() throws IOException {
        assertRefused("plain/x.raucb", "knows no range requests, and an update is read in ranges");
    }

    @Test
    void aServerThatStallsIsTold() {
        try (RemoteBundle stalling = new RemoteBundle(address("stalls/x.raucb"), Duration.ofMillis(300))) {
            String sentence = String.valueOf(assertThrows(Installer.RefusedException.class, stalling::probe)
                    .getMessage());
            assertTrue(sentence.endsWith("did not answer within 300 ms. Nothing was changed."), sentence);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSignatureThatIsWrongIsFoundBeforeAnythingIsInstalled() throws IOException {
        bundle[60] ^= 1;
        byte[] good = bench.bundle("2.0.0", "", 700_000);
        name = "ranges/x.raucb";
        bench.settings.change("updatecheck", "true");
        assertTrue(bench.post("/_pi/update/search").startsWith("HTTP/1.1 202"));
        assertTrue(bench.post("/_pi/update/fetch").contains("was changed after it was signed"));
        bundle = good;
        assertTrue(bench.post("/_pi/update/fetch").contains("\"phase\":\"ready\""));
    }
}
