package org.otgwpi.otgw.bridge;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.otgwpi.board.ResetLine;
import org.otgwpi.board.SerialPortLine;
import org.otgwpi.net.IoWorker;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.LogLine;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.gateway.GatewayListener;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.gateway.Message;

final class SerialBridgeTest {

    private static final byte[] EVERY_BYTE = everyByte();

    private final AtomicInteger messages = new AtomicInteger();
    private final AtomicInteger pulls = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();
    private ScriptedPic pic;
    private Gateway gateway;
    private SerialBridge bridge;
    private int port;

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    @BeforeEach
    void theBridgeIsOpen() throws IOException {
        pic = opened(new ScriptedPic());
        start(null);
    }

    private void start(@Nullable ResetLine wire) throws IOException {
        Catalogue catalogue = Catalogue.load();
        IoWorker worker = opened(IoWorker.start(1));
        gateway = opened(new Gateway(
                new SerialPortLine(pic::path),
                wire,
                catalogue,
                new LogLine(catalogue, ZoneOffset.UTC),
                System::nanoTime,
                InstantSource.system()));
        bridge = opened(new SerialBridge(gateway, worker, System::nanoTime));
        gateway.addListener(bridge);
        gateway.addListener(new GatewayListener() {
            @Override
            public void messages(List<Message> batch) {
                messages.addAndGet(batch.size());
            }
        });
        port = bridge.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        gateway.start();
        await().until(() -> pic.commands().contains("PR=M"));
        await().until(() -> gateway.state().mode() == GatewayState.Mode.GATEWAY);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void twoClientsWithAThousandCommandsEachGetEveryAnswerOnceAndUnmixed() throws IOException {
        BridgeClient first = client();
        BridgeClient second = client();
        int before = pic.frames();
        Thread writer = Thread.ofPlatform().start(() -> sendThousand(first, "AA", "\r"));
        sendThousand(second, "BB", "\r\n");
        await().until(() -> writer.join(Duration.ofMillis(1)));
        await().until(() -> pic.frames() == before + 2000);
        for (BridgeClient each : List.of(first, second)) {
            await().until(() ->
                    answers(each, "AA").size() == 1000 && answers(each, "BB").size() == 1000);
            assertEquals(thousand("AA"), answers(each, "AA"));
            assertEquals(thousand("BB"), answers(each, "BB"));
        }
        List<String> commands =
                pic.commands().stream().filter(each -> !each.startsWith("PR")).toList();
        assertEquals(2000, commands.size());
        await().until(() -> messages.get() == pic.frames());
    }

    @Test
    void aClientThatNeverReadsIsDroppedAndTheOthersSeeEveryByte() throws IOException {
        BridgeClient reader = client();
        opened(new BridgeClient(port, false));
        BridgeClient other = client();
        await().until(() -> bridge.clients() == 3);
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Random random = new Random(3);
        byte[] block = new byte[1024];
        while (bridge.clients() == 3 && printed.size() < 20_000_000) {
            random.nextBytes(block);
            pic.print(block);
            printed.writeBytes(block);
        }
        assertEquals(2, bridge.clients());
        pic.print(block);
        printed.writeBytes(block);
        for (BridgeClient each : List.of(reader, other)) {
            await().until(() -> each.seen().length == printed.size());
            assertArrayEquals(printed.toByteArray(), each.seen());
        }
    }

    @Test
    void aCommandTwentyMillisecondsAfterConnectingIsAnswered() throws Exception {
        for (int i = 0; i < 20; i++) {
            BridgeClient client = client();
            long connected = System.nanoTime();
            await().pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() - connected >= 20_000_000);
            client.send("PR=A\r\n");
            await().until(() -> client.text().contains("PR: A=OpenTherm Gateway 6.6\r\n"));
            client.close();
            await().until(() -> bridge.clients() == 0);
        }
    }

    @Test
    void homeAssistantStartsUp() throws IOException {
        BridgeClient client = client();
        List<String> commands = new ArrayList<>(List.of("PS=0"));
        for (char letter : "ABCWGILMQSOPDRTV".toCharArray()) {
            commands.add("PR=" + letter);
        }
        commands.addAll(List.of("PS=1", "PS=0", "CS=0.00", "MM=-"));
        for (String command : commands) {
            client.forget();
            client.send(command + "\r\n");
            await().until(() -> client.text().startsWith(command.substring(0, 2) + ": ")
                    || client.text().contains("\n" + command.substring(0, 2) + ": "));
            if (command.equals("PS=1")) {
                await().until(() -> client.lines().stream().anyMatch(line -> line.length() > 120));
                await().until(() -> gateway.state().message().equals("PS=1 mode; No UI updates."));
                assertTrue(gateway.state().summaryMode());
            }
        }
        await().until(() -> gateway.state().message().isEmpty());
        List<String> all = pic.commands();
        assertEquals(commands, all.subList(all.indexOf("PS=0"), all.size()));
    }

    @Test
    void otmonitorsUpgradePassesByteExactWithNothingInjected() throws IOException {
        BridgeClient monitor = client();
        BridgeClient other = client();
        monitor.send("GW=R\r");
        await().until(() -> monitor.text().endsWith("\u0004"));
        await().until(() -> gateway.state().lineOwner() != null);
        int heardBefore = pic.heard().length;
        assertTrue(gateway.enqueue("TT=21", true));
        other.send("SW=50\r\n");
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        monitor.forget();
        byte[] version = {0x0F, 0, 3, (byte) 0xFD, 4};
        sent.writeBytes(version);
        monitor.send(version);
        await().until(() -> monitor.seen().length == 11);
        for (int row = 0; row < 40; row++) {
            byte[] payload = new byte[4 + 256];
            payload[0] = 2;
            System.arraycopy(EVERY_BYTE, 0, payload, 4, 256);
            payload[2] = (byte) row;
            byte[] packet = ScriptedPic.packetOf(payload);
            monitor.forget();
            monitor.send(packet);
            sent.writeBytes(packet);
            await().pollInterval(Duration.ofMillis(1)).until(() -> monitor.seen().length == packet.length);
            assertArrayEquals(packet, monitor.seen());
        }
        long since = System.nanoTime();
        await().until(() -> System.nanoTime() - since > 3_000_000_000L);
        byte[] all = pic.heard();
        assertArrayEquals(sent.toByteArray(), Arrays.copyOfRange(all, heardBefore, all.length));
        assertEquals(0, pic.foreign());
        long malformed = gateway.state().counters().malformed();
        monitor.send(new byte[] {0x0F, 8, 0, (byte) 0xF8, 4});
        await().until(() -> gateway.state().lineOwner() == null);
        await().until(() -> pic.commands().containsAll(List.of("TT=21", "SW=50")));
        assertEquals("6.7", gateway.state().chip().version());
        assertEquals(malformed, gateway.state().counters().malformed());
    }

    @Test
    void everyByteValuePassesBothWays() throws IOException {
        BridgeClient client = client();
        pic.print(EVERY_BYTE);
        await().until(() -> client.seen().length == 256);
        assertArrayEquals(EVERY_BYTE, client.seen());
        byte[] stx = new byte[257];
        stx[0] = 0x0F;
        System.arraycopy(EVERY_BYTE, 0, stx, 1, 256);
        client.send(stx);
        await().until(() -> pic.heard(stx));
    }

    @Test
    void aSixthClientWaitsUntilAPlaceIsFree() throws IOException {
        List<BridgeClient> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(client());
        }
        await().until(() -> bridge.clients() == 5);
        BridgeClient sixth = opened(new BridgeClient(port));
        sixth.send("PR=A\r");
        pic.printFrame();
        await().until(() -> five.getLast().text().contains("B40192B"));
        assertEquals(5, bridge.clients());
        assertEquals("", sixth.text());
        assertFalse(sixth.ended());
        five.getFirst().close();
        await().until(() -> sixth.text().contains("PR: A="));
    }

    @Test
    void aClientThatOnlyEndsItsSideStillGetsItsAnswers() throws IOException {
        BridgeClient client = client();
        client.send("TT=20\rSW=50\rPR=A\r");
        client.sendNoMore();
        await().until(client::ended);
        assertTrue(client.text().contains("TT: 20\r\n"), client.text());
        assertTrue(client.text().contains("PR: A="), client.text());
        await().until(() -> bridge.clients() == 0);
    }

    @Test
    void duringAFlashNothingPasses() throws IOException {
        BridgeClient client = client();
        await().until(() -> bridge.clients() == 1);
        bridge.hold();
        int heard = pic.heard().length;
        client.send("GW=R\rTT=20\r");
        pic.printFrame();
        await().until(() -> messages.get() == pic.frames());
        bridge.resume();
        client.send("PR=A\r");
        await().until(() -> client.text().contains("PR: A="));
        byte[] all = pic.heard();
        assertEquals("PR=A\r", new String(all, heard, all.length - heard, StandardCharsets.ISO_8859_1));
        assertTrue(client.text().startsWith("PR: A="), client.text());
    }

    @Test
    void aResetPullsTheWireAndTheLineFeedFollowsThePulse() throws Exception {
        closeAll();
        open.clear();
        pic = opened(new ScriptedPic());
        List<String> order = new ArrayList<>();
        start(new ResetLine() {
            @Override
            public void pull() {
                pulls.incrementAndGet();
            }

            @Override
            public void release() {
                synchronized (order) {
                    order.add(new String(pic.heard(), StandardCharsets.ISO_8859_1));
                }
            }
        });
        BridgeClient client = client();
        client.send("GW=R\r\n");
        await().until(() -> new String(pic.heard(), StandardCharsets.ISO_8859_1).endsWith("GW=R\r\n"));
        assertEquals(1, pulls.get());
        synchronized (order) {
            assertTrue(order.getFirst().endsWith("GW=R\r"), order.toString());
        }
    }

    @Test
    void randomBytesFromClientsDoNoHarm() throws IOException {
        Random random = new Random(5);
        byte[] common = "\r\n\rTT=20PR=APS=0\u0004".getBytes(StandardCharsets.ISO_8859_1);
        for (int round = 0; round < 4; round++) {
            for (int each = 0; each < 3; each++) {
                BridgeClient client = opened(new BridgeClient(port));
                byte[] bytes = new byte[3000];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = random.nextInt(8) > 0 ? common[random.nextInt(common.length)] : (byte) random.nextInt();
                }
                client.send(bytes);
                client.close();
            }
        }
        await().until(() -> bridge.clients() == 0);
        await().until(() -> gateway.state().lineOwner() == null);
        BridgeClient client = client();
        client.send("\r\nPR=A\r\n");
        await().until(() -> client.text().contains("PR: A=OpenTherm Gateway 6.6"));
        int before = messages.get();
        pic.printFrame();
        await().until(() -> messages.get() > before);
    }

    private BridgeClient client() throws IOException {
        int before = bridge.clients();
        BridgeClient client = opened(new BridgeClient(port));
        if (before < 5) {
            await().pollInterval(Duration.ofMillis(1)).until(() -> bridge.clients() > before);
        }
        return client;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    private static void sendThousand(BridgeClient client, String code, String lineEnd) {
        try {
            for (int i = 0; i < 1000; i++) {
                client.send(code + "=" + i + lineEnd);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> thousand(String code) {
        return IntStream.range(0, 1000).mapToObj(i -> code + ": " + i).toList();
    }

    private static List<String> answers(BridgeClient client, String code) {
        return client.lines().stream().filter(line -> line.startsWith(code)).toList();
    }

    private static byte[] everyByte() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        return all;
    }
}
