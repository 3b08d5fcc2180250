package org.otgwpi.otgw.mqtt;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.otgwpi.otgw.mqtt.House.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.otgwpi.RunningGateway;

/** MQTT in the program as the user starts it, as its other interfaces show it. */
final class WholeProgramIT {

    private static final String NODE = "cellar";
    private static final String PASSWORD = "very-secret-word";
    private static final long HOSTILE_BYTES = 100_000_000;

    @TempDir
    Path folder;

    private RunningGateway start(int brokerPort) throws IOException {
        Path data = Files.createDirectories(folder.resolve("data"));
        Files.writeString(data.resolve("settings.ini"), """
                {"MQTTenable": true, "MQTTbroker": "127.0.0.1", "MQTTbrokerPort": %d, "MQTTuniqueid": "%s", "MQTTtoptopic": "OTGW",
                 "MQTTuser": "heating", "MQTTpasswd": "%s"}
                """.formatted(brokerPort, NODE, PASSWORD));
        RunningGateway gateway = RunningGateway.launch(
                List.of("env", "JAVA_TOOL_OPTIONS=-Dtinylog.level=trace"),
                List.of(
                        "--http-port",
                        "0",
                        "--ws-port",
                        "0",
                        "--bridge-port",
                        "0",
                        "--console-port",
                        "0",
                        "--simulate",
                        "--speed",
                        "20",
                        "--data",
                        data.toString()));
        gateway.awaitReady();
        return gateway;
    }

    private static void awaitConnected(RunningGateway gateway, boolean connected) {
        await().until(() -> status(gateway).contains("\"connected\":" + connected)
                && packed(gateway, "api/v1/health").contains("\"mqttconnected\":\"" + connected + "\"")
                && packed(gateway, "api/v0/devinfo").contains("\"mqttconnected\",\"value\":\"" + connected + "\""));
    }

    private static String status(RunningGateway gateway) throws IOException {
        String status = packed(gateway, "_pi/status");
        return status.substring(status.indexOf("\"mqtt\":{"), status.indexOf("\"sensors\":"));
    }

    /** Without blanks, as the layout is not what matters. */
    private static String packed(RunningGateway gateway, String path) throws IOException {
        return gateway.get(path).replaceAll("\\s*([\\[\\]{}:,])\\s*", "$1");
    }

    @Test
    void theInterfacesAgreeAndNoneShowsThePassword() throws Exception {
        try (MosquittoBroker broker = new MosquittoBroker(folder);
                Watcher watcher = new Watcher(broker.port());
                RunningGateway gateway = start(broker.port())) {
            awaitConnected(gateway, true);
            assertTrue(
                    status(gateway)
                            .startsWith("\"mqtt\":{\"enabled\":true,\"connected\":true,\"sentence\":\"Connected to"),
                    () -> gateway.output());
            await().until(() -> watcher.newest("OTGW/value/" + NODE + "/Tboiler") != null);
            gateway.post("api/v0/settings", "{\"name\":\"mqttenable\",\"value\":\"false\"}");
            await().until(() -> "offline".equals(watcher.newest("OTGW/value/" + NODE)));
            awaitConnected(gateway, false);
            gateway.post("api/v0/settings", "{\"name\":\"mqttpasswd\",\"value\":\"" + PASSWORD + "2\"}");
            gateway.post("api/v0/settings", "{\"name\":\"mqttenable\",\"value\":\"true\"}");
            awaitConnected(gateway, true);
            broker.stop(false);
            awaitConnected(gateway, false);
            for (String path : List.of("_pi/status", "api/v0/settings", "api/v0/devinfo", "api/v1/health")) {
                assertFalse(gateway.get(path).contains(PASSWORD), path);
            }
            gateway.process().destroy();
            gateway.awaitExit();
            assertTrue(gateway.output().contains("DEBUG") || gateway.output().contains("TRACE"), gateway.output());
            assertFalse(gateway.output().contains(PASSWORD));
        }
    }

    @Test
    void aRetainedMessageOfAHundredMegabytesFillsNoMemory() throws Exception {
        Path huge = folder.resolve("huge");
        try (var file = Files.newByteChannel(huge, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.position(HOSTILE_BYTES - 1).write(ByteBuffer.allocate(1));
        }
        String topic = "OTGW/set/" + NODE + "/setpoint";
        try (MosquittoBroker broker = new MosquittoBroker(folder)) {
            publish(broker, topic, "-r", "-f", huge.toString());
            try (RunningGateway gateway = start(broker.port())) {
                await().until(() -> status(gateway).contains("holds a command of more than 2 MB"));
                publish(broker, topic, "-r", "-n");
                awaitConnected(gateway, true);
                publish(broker, topic, "-f", huge.toString());
                await().until(() -> gateway.output().contains("holds a command of more than 2 MB"));
                awaitConnected(gateway, true);
                assertFalse(gateway.output().contains("OutOfMemory"), gateway.output());
                System.out.println("Resident memory after messages of 100 MB: "
                        + Files.readString(Path.of("/proc/" + gateway.process().pid() + "/status"))
                                .lines()
                                .filter(line -> line.startsWith("VmHWM"))
                                .findFirst()
                                .orElse("unknown"));
            }
        }
    }

    private static void publish(MosquittoBroker broker, String topic, String... what) throws Exception {
        List<String> command = new ArrayList<>(
                List.of("mosquitto_pub", "-h", "127.0.0.1", "-p", Integer.toString(broker.port()), "-t", topic));
        command.addAll(List.of(what));
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }
}
