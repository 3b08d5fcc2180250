package org.otgwpi.simulator;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.RunningGateway;
import org.otgwpi.otgw.mqtt.MosquittoBroker;
import org.otgwpi.simulator.FaultyLine.Direction;

/** While the whole program flashes, all who want something of the chip send what they can: none of it gets there. */
final class FlashQuietIT {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Pattern PORTS = Pattern.compile("serial bridge on port (\\d+), debug console on port (\\d+)");

    /** The ways into the loader, which are no packets. */
    private static final List<String> ENTRY = List.of("GW=R\r", "0\r", "\r", "\n");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream atChip = new ByteArrayOutputStream();

    private synchronized void arrived(int octet) {
        atChip.write(octet);
    }

    private synchronized String heard() {
        return atChip.toString(StandardCharsets.ISO_8859_1);
    }

    @Test
    void notOneForeignByteReachesTheChipFromStartToEnd() throws Exception {
        Path data = Files.createDirectories(folder.resolve("data"));
        Path library = Files.createDirectories(data.resolve("files/pic16f1847"));
        Files.writeString(
                library.resolve("gateway.hex"),
                TestImage.gateway(Chip.PIC16F1847, "6.7", 40).hex());
        try (MosquittoBroker broker = new MosquittoBroker(folder);
                Simulator simulator = new Simulator(new Simulator.Options(1, null, folder, 1), System::nanoTime)) {
            Files.writeString(data.resolve("settings.ini"), """
                    {"MQTTenable": true, "MQTTbroker": "127.0.0.1", "MQTTbrokerPort": %d, "MQTTuniqueid": "cellar",
                     "MQTTtoptopic": "OTGW"}
                    """.formatted(broker.port()));
            simulator.pace(FlashBench.BYTE_NANOS / 4);
            simulator.start();
            simulator.onLine(line -> line.listen(Direction.TO_CHIP, this::arrived));
            try (RunningGateway gateway =
                    RunningGateway.start("--serial", simulator.portPath(), "--data", data.toString())) {
                await().atMost(PATIENCE)
                        .until(() -> gateway.get("api/v0/devinfo").contains("\"6.6\""));
                await().atMost(PATIENCE)
                        .until(() -> gateway.get("_pi/status").replace(" ", "").contains("\"connected\":true"));
                int before = heard().length();
                gateway.get("pic?action=upgrade&name=gateway.hex");
                await().atMost(PATIENCE)
                        .until(() -> gateway.get("api/v1/flashstatus").contains("\"flashing\": true"));
                clamour(gateway, broker.port());
                await().atMost(PATIENCE)
                        .until(() -> gateway.get("api/v0/devinfo").contains("\"6.7\""));
                assertEquals(List.of(), foreign(heard().substring(before)));
                await().atMost(PATIENCE).until(() -> afterFlash().contains("TT=17.5"));
                await().atMost(PATIENCE).until(() -> afterFlash().contains("PR=M"));
                await().atMost(PATIENCE).until(() -> gateway.get("_pi/status").contains("\"gatewayMode\":\"gateway\""));
                assertTrue(gateway.output().contains("PIC upgrade was successful: gateway.hex, "), gateway::output);
            }
        }
    }

    /** What the chip heard behind the packet that ended the flash. */
    private String afterFlash() {
        String heard = heard();
        return heard.substring(heard.lastIndexOf(LoaderClient.packet(8, 0)));
    }

    /** MQTT, REST, bridge and console, until the flash is over. */
    private static void clamour(RunningGateway gateway, int brokerPort) throws Exception {
        Matcher ports = PORTS.matcher(gateway.output());
        assertTrue(ports.find(), gateway::output);
        AtomicBoolean over = new AtomicBoolean();
        List<Thread> threads = new ArrayList<>();
        threads.add(repeat(
                over,
                () -> new ProcessBuilder(
                                "mosquitto_pub",
                                "-p",
                                Integer.toString(brokerPort),
                                "-t",
                                "OTGW/set/cellar/setpoint",
                                "-m",
                                "17.5")
                        .start()
                        .waitFor()));
        try (Socket bridge = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(ports.group(1)));
                Socket console = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(ports.group(2)))) {
            threads.add(repeat(over, () -> write(bridge, "PR=A\r\nGW=R\r\n")));
            threads.add(repeat(over, () -> write(console, "apr")));
            threads.add(repeat(over, () -> gateway.post("api/v1/otgw/command/TT=17.5", "")));
            threads.add(repeat(over, () -> gateway.post("_pi/command", "PR=A")));
            await().atMost(PATIENCE)
                    .until(() -> gateway.get("api/v1/flashstatus").contains("\"flashing\": false"));
            over.set(true);
            for (Thread each : threads) {
                each.join(PATIENCE.toMillis());
            }
        }
    }

    private interface Wish {
        void send() throws Exception;
    }

    private static Thread repeat(AtomicBoolean over, Wish wish) {
        return Thread.ofPlatform().daemon().start(() -> {
            while (!over.get()) {
                try {
                    wish.send();
                } catch (Exception e) {
                    return;
                }
                java.util.concurrent.locks.LockSupport.parkNanos(50_000_000L);
            }
        });
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What is neither a packet nor a way into the loader, up to the packet that ends the flash. */
    private static List<String> foreign(String heard) {
        List<String> foreign = new ArrayList<>();
        int end = heard.lastIndexOf(LoaderClient.packet(8, 0));
        for (int at = 0; at < end; ) {
            int from = at;
            String way = ENTRY.stream()
                    .filter(each -> heard.startsWith(each, from))
                    .findFirst()
                    .orElse(null);
            if (way != null) {
                at += way.length();
            } else if (heard.charAt(at) == LoaderPacket.STX) {
                LoaderPacket packet = new LoaderPacket(256);
                while (!packet.accept(heard.charAt(at))) {
                    at++;
                }
                at++;
            } else {
                foreign.add(at + ": " + heard.substring(at, Math.min(end, at + 20)));
                at++;
            }
        }
        return foreign;
    }
}
