package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.opentherm.Frame;

/** Prints what a published value costs beside {@code mosquitto_pub -l}, one after the other as a bus has them. */
final class PublishingCostIT {

    private static final Path PEER = Path.of("/usr/bin/mosquitto_pub");

    /** As many values as a gateway publishes in some hours: what is measured is not the compiler. */
    private static final int WARM_UP = 40_000;

    private static final int MESSAGES = 5000;
    private static final int ROUNDS = 5;

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
            publish(house, watcher, WARM_UP);
            double[] ours = new double[ROUNDS];
            double[] peers = new double[ROUNDS];
            double[] ratios = new double[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                long before = cpuNanos();
                publish(house, watcher, MESSAGES);
                ours[round] = (cpuNanos() - before) / (double) MESSAGES;
                peers[round] = peerNanos(broker.port(), watcher) / (double) MESSAGES;
                ratios[round] = ours[round] / peers[round];
                assertTrue(ours[round] > 0 && peers[round] > 0);
            }
            System.out.printf(
                    Locale.ROOT,
                    "CPU per published value: %.1f us, mosquitto_pub -l: %.1f us, ratio %.2f (medians of %d rounds)%n",
                    median(ours) / 1e3,
                    median(peers) / 1e3,
                    median(ratios),
                    ROUNDS);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static void publish(House house, Watcher watcher, int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            house.chip.say("A" + String.format(Locale.ROOT, "%08X", Frame.withParity(0x40190000 | (i & 0x3F) << 8)));
            String payload = (i & 0x3F) + ".00";
            watcher.await(House.VALUES + "/Tboiler", payload);
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

    private static long peerNanos(int port, Watcher watcher) throws IOException, InterruptedException {
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
                watcher.await("peer/Tboiler", payload);
            }
            return peer.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
        }
    }
}
