package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.otgwpi.otgw.mqtt.House.await;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.opentherm.Frame;

/** Prints what a published value costs beside {@code mosquitto_pub -l}, one after the other as a bus has them. */
final class PublishingCostIT {

    private static final Path PEER = Path.of("/usr/bin/mosquitto_pub");
    private static final int MESSAGES = 5000;

    @TempDir
    Path folder;

    @Test
    void theCostOfAPublishedValueIsPrinted() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(PEER), "mosquitto_pub is not installed");
        try (MosquittoBroker broker = new MosquittoBroker(folder);
                Watcher watcher = new Watcher(broker.port());
                House house = new House(folder.resolve("data"), broker.port())) {
            house.start();
            house.awaitConnected();
            publish(house, watcher);
            long before = cpuNanos();
            publish(house, watcher);
            double ours = (cpuNanos() - before) / (double) MESSAGES;
            double peer = peerNanos(broker.port(), watcher) / (double) MESSAGES;
            System.out.printf(
                    Locale.ROOT,
                    "CPU per published value: %.1f us, mosquitto_pub -l: %.1f us, ratio %.2f%n",
                    ours / 1e3,
                    peer / 1e3,
                    ours / peer);
            assertTrue(ours > 0 && peer > 0);
        }
    }

    private static void publish(House house, Watcher watcher) {
        for (int i = 0; i < MESSAGES; i++) {
            house.chip.say("A" + String.format(Locale.ROOT, "%08X", Frame.withParity(0x40190000 | (i & 0x3F) << 8)));
            String payload = (i & 0x3F) + ".00";
            await().pollInterval(Duration.ofMillis(1))
                    .until(() -> payload.equals(watcher.newest(House.VALUES + "/Tboiler")));
        }
    }

    /** CPU time so far of the two threads of MQTT. */
    private static long cpuNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().equals("mqtt") || thread.getName().equals("mqtt-network"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.threadId()))
                .sum();
    }

    private static long peerNanos(int port, Watcher watcher) throws IOException {
        Process peer = new ProcessBuilder(
                        PEER.toString(), "-h", "127.0.0.1", "-p", Integer.toString(port), "-t", "peer/Tboiler", "-l")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream lines = peer.getOutputStream()) {
            for (int i = 0; i < MESSAGES; i++) {
                String payload = i % 100 + ".50";
                lines.write((payload + "\n").getBytes(StandardCharsets.US_ASCII));
                lines.flush();
                await().pollInterval(Duration.ofMillis(1)).until(() -> payload.equals(watcher.newest("peer/Tboiler")));
            }
            return peer.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
        }
    }
}
