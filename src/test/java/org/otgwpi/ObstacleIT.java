package org.otgwpi;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Obstacles that only an ordinary user meets, on file systems mounted for the test: it needs root to lay them. */
final class ObstacleIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @BeforeEach
    void onlyRootMayMount() {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root to mount file systems");
    }

    @Test
    void aFullDiskDegradesTheHealthAndLeavesTheRestRunning() throws Exception {
        try (Mount disk = Mount.of(OrdinaryUser.folder(folder), "size=256k,mode=777")) {
            Files.write(disk.path.resolve("ballast"), new byte[250 * 1024]);
            try (RunningGateway gateway = startAsNobody(disk.path)) {
                assertKeepsRunningDegraded(gateway, disk.path);
                Files.delete(disk.path.resolve("ballast"));
                await().atMost(PATIENCE)
                        .until(() -> gateway.get("api/v1/health").contains("\"status\": \"UP\""));
            }
        }
    }

    @Test
    void aReadOnlyDataFolderDegradesTheHealthAndLeavesTheRestRunning() throws Exception {
        try (Mount disk = Mount.of(OrdinaryUser.folder(folder), "size=256k,mode=777,ro")) {
            try (RunningGateway gateway = startAsNobody(disk.path)) {
                assertKeepsRunningDegraded(gateway, disk.path);
            }
        }
    }

    @Test
    void aDataFolderThatCannotBeMadeDegradesTheHealthAndLeavesTheRestRunning() throws Exception {
        Path missing = Path.of("/proc/otgw-data");
        try (RunningGateway gateway = startAsNobody(missing)) {
            assertKeepsRunningDegraded(gateway, missing);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"scripts/run", "scripts/test"})
    void withoutAJdk25TheScriptsSayWhatToInstall(String script) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(script).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.remove("JAVA_HOME");
        environment.put("OTGW_JDK_FOLDERS", folder.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), output);
        assertEquals(1, output.lines().count(), output);
        assertTrue(output.contains("No JDK 25 was found") && output.contains("apt install"), output);
    }

    private static RunningGateway startAsNobody(Path data) throws IOException {
        RunningGateway gateway = RunningGateway.launch(
                OrdinaryUser.COMMAND,
                List.of(
                        "--simulate",
                        "--data",
                        data.toString(),
                        "--http-port",
                        "0",
                        "--ws-port",
                        "0",
                        "--bridge-port",
                        "0",
                        "--console-port",
                        "0"));
        gateway.awaitReady();
        return gateway;
    }

    private static void assertKeepsRunningDegraded(RunningGateway gateway, Path data) throws IOException {
        await().atMost(PATIENCE).until(() -> gateway.get("_pi/status").contains("\"thermostat\":\"connected\""));
        assertTrue(gateway.get("api/v1/health").contains("\"status\": \"DEGRADED\""), "health");
        await().atMost(PATIENCE).until(() -> !complaints(gateway).isEmpty());
        List<String> complaints = complaints(gateway);
        assertEquals(1, complaints.size(), gateway.output());
        assertTrue(complaints.getFirst().contains(data.toString()), gateway.output());
        assertTrue(gateway.output().lines().noneMatch(line -> line.startsWith("\tat ")), gateway.output());
    }

    private static List<String> complaints(RunningGateway gateway) {
        return gateway.output()
                .lines()
                .filter(line -> line.contains("WARN") && line.contains("StorageProbe"))
                .toList();
    }

    /** A small file system in memory. */
    private record Mount(Path path) implements AutoCloseable {

        static Mount of(Path path, String options) throws Exception {
            run("mount", "-t", "tmpfs", "-o", options, "otgw-test", path.toString());
            return new Mount(path);
        }

        @Override
        public void close() throws Exception {
            run("umount", path.toString());
        }

        private static void run(String... command) throws Exception {
            Process process = new ProcessBuilder(new ArrayList<>(List.of(command)))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
        }
    }
}
