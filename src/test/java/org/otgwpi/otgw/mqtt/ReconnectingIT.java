package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.otgwpi.otgw.mqtt.House.COMMANDS;
import static org.otgwpi.otgw.mqtt.House.VALUES;
import static org.otgwpi.otgw.mqtt.House.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.opentherm.Frame;

/** What happens when the broker is not as it should be. */
final class ReconnectingIT {

    private static final int RESTARTS = 50;
    private static final int BOILER_WATER = 0x40190000;

    @TempDir
    Path folder;

    @Test
    void fiftyRestartsOfTheBrokerLoseNothingButOlderValues() throws Exception {
        try (MosquittoBroker broker = new MosquittoBroker(folder);
                House house = new House(folder.resolve("data"), broker.port(), "mqttretain", "true")) {
            house.start();
            house.awaitConnected();
            for (int restart = 0; restart < RESTARTS; restart++) {
                broker.stop(restart % 2 == 0);
                await().until(() -> !house.mqtt.health().connected());
                assertTrue(house.mqtt.health().sentence().contains("127.0.0.1:" + broker.port()));
                for (int tenth = 0; tenth < 10; tenth++) {
                    house.chip.say(boilerWater(restart * 10 + tenth));
                }
                long frames = restart * 10L + 10;
                await().until(() -> house.gateway.state().counters().frames() == frames);
                broker.start();
                try (Watcher watcher = new Watcher(broker.port())) {
                    String newest = payload(restart * 10 + 9);
                    await().until(() -> newest.equals(watcher.newest(VALUES + "/Tboiler")));
                }
                house.awaitConnected();
            }
        }
    }

    private static String boilerWater(int steps) {
        return "B" + String.format(Locale.ROOT, "%08X", Frame.withParity(BOILER_WATER | steps * 16));
    }

    private static String payload(int steps) {
        return String.format(Locale.ROOT, "%.2f", Math.floor(steps * 16 * 100 / 256.0 + 0.5) / 100);
    }

    @Test
    void valuesThatCameWhileTheBrokerWasAwayAreSentOnceItIsBack() throws Exception {
        try (MosquittoBroker broker = new MosquittoBroker(folder);
                House house = new House(folder.resolve("data"), broker.port(), "mqttretain", "true")) {
            broker.stop(false);
            house.start();
            house.chip.say("B401A2833", "B40192B80", "TT: BV");
            await().until(() -> house.gateway.state().values().seen(25));
            broker.start();
            house.awaitConnected();
            try (Watcher watcher = new Watcher(broker.port())) {
                await().until(() -> "40.20".equals(watcher.newest(VALUES + "/Tdhw")));
                await().until(() -> "43.50".equals(watcher.newest(VALUES + "/Tboiler")));
            }
        }
    }

    @Test
    void whatAcceptsConnectionsAndSaysNothingIsNamed() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                House house = new House(folder.resolve("data"), silent.getLocalPort())) {
            house.start();
            await().until(() -> house.mqtt.health().sentence().contains("does not answer as an MQTT broker"));
            assertFalse(house.mqtt.health().connected());
            theSerialLineGoesOn(house);
        }
    }

    @Test
    void aBrokerThatIsNotThereIsNamed() throws Exception {
        int port = MosquittoBroker.freePort();
        try (House house = new House(folder.resolve("data"), port)) {
            house.start();
            await().until(() -> house.mqtt.health().sentence().startsWith("Nothing listens at 127.0.0.1:" + port));
            theSerialLineGoesOn(house);
        }
    }

    @Test
    void aNameThatDoesNotResolveIsNamed() throws Exception {
        try (House house = new House(folder.resolve("data"), 1883, "mqttbroker", "nobody.invalid")) {
            house.start();
            await().until(() -> house.mqtt.health().sentence().contains("nobody.invalid, does not resolve"));
            theSerialLineGoesOn(house);
        }
    }

    @Test
    void aWrongPasswordIsToldWithoutSayingIt() throws Exception {
        Path passwords = folder.resolve("passwords");
        run("mosquitto_passwd", "-c", "-b", passwords.toString(), "heating", "right");
        try (MosquittoBroker broker =
                        new MosquittoBroker(folder, "allow_anonymous false", "password_file " + passwords);
                House house = new House(
                        folder.resolve("data"), broker.port(), "mqttuser", "heating", "mqttpasswd", "wrong-secret")) {
            house.start();
            await().until(() -> house.mqtt.health().sentence().contains("refuses the user heating"));
            assertFalse(house.mqtt.health().sentence().contains("wrong-secret"));
            theSerialLineGoesOn(house);
            house.set("mqttpasswd", "right");
            house.awaitConnected();
        }
    }

    @Test
    void aTopicWithAWildcardIsRefusedInASentence() throws Exception {
        try (House house = new House(folder.resolve("data"), 1883, "mqtttoptopic", "a/#")) {
            house.start();
            await().until(() -> house.mqtt.health().sentence().contains("mqtttoptopic"));
        }
    }

    @Test
    void tlsTrustsTheFileOfTheUser() throws Exception {
        Path certificate = folder.resolve("ca.pem");
        Path key = folder.resolve("key.pem");
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=localhost",
                "-addext",
                "subjectAltName=IP:127.0.0.1,DNS:localhost",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        try (MosquittoBroker broker = new MosquittoBroker(
                        folder, "allow_anonymous true", "certfile " + certificate, "keyfile " + key);
                House house = new House(folder.resolve("data"), broker.port(), "mqtttls", "true")) {
            house.start();
            await().until(() -> house.mqtt.health().sentence().startsWith("TLS with the MQTT broker"));
            house.set("mqttcafile", folder.resolve("missing.pem").toString());
            await().until(() -> house.mqtt.health().sentence().contains("there is no such file"));
            house.set("mqttcafile", certificate.toString());
            house.awaitConnected();
        }
    }

    @Test
    void aBrokerThatReadsSlowlyHoldsUpNothing() throws Exception {
        try (MosquittoBroker broker = new MosquittoBroker(folder);
                SlowProxy proxy = new SlowProxy(broker.port());
                Watcher watcher = new Watcher(broker.port());
                House house = new House(folder.resolve("data"), proxy.port())) {
            house.start();
            house.awaitConnected();
            proxy.stall();
            for (int step = 0; step < 20_000; step++) {
                house.chip.say(boilerWater(step & 0x3FF));
            }
            await().until(() -> house.gateway.state().counters().frames() == 20_000);
            proxy.flow();
            String newest = payload(19_999 & 0x3FF);
            await().until(() -> newest.equals(watcher.newest(VALUES + "/Tboiler")));
            watcher.send(COMMANDS + "/setpoint", "20");
            await().until(() -> house.chip.heard().contains("TT=20"));
        }
    }

    private static void theSerialLineGoesOn(House house) {
        for (int step = 0; step < 1000; step++) {
            house.chip.say(boilerWater(step));
        }
        await().until(() -> house.gateway.state().values().word(25) == 999 * 16);
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), String.join(" ", command));
    }

    /** Stands between a client and the broker and can stop reading from the client. */
    private static final class SlowProxy implements AutoCloseable {

        private final ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        private volatile CountDownLatch gate = new CountDownLatch(0);

        SlowProxy(int brokerPort) throws IOException {
            Thread.ofVirtual().start(() -> accept(brokerPort));
        }

        int port() {
            return server.getLocalPort();
        }

        void stall() {
            gate = new CountDownLatch(1);
        }

        void flow() {
            gate.countDown();
        }

        private void accept(int brokerPort) {
            try {
                while (true) {
                    Socket client = server.accept();
                    Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
                    Thread.ofPlatform().daemon().start(() -> pump(client, broker, true));
                    Thread.ofPlatform().daemon().start(() -> pump(broker, client, false));
                }
            } catch (IOException e) {
                gate.countDown();
            }
        }

        private void pump(Socket from, Socket to, boolean gated) {
            try (InputStream in = from.getInputStream();
                    OutputStream out = to.getOutputStream()) {
                byte[] buffer = new byte[512];
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    if (gated) {
                        gate.await();
                    }
                    out.write(buffer, 0, length);
                }
            } catch (IOException e) {
                gate.countDown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void close() throws IOException {
            gate.countDown();
            server.close();
        }
    }
}
