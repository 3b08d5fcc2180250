package org.otgwpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lines with curl in the user guide do what the guide says. */
final class RestGuideIT {

    @TempDir
    Path data;

    @TempDir
    Path downloads;

    @Test
    void everyLineOfTheGuideWorks() throws Exception {
        List<String> lines = Stream.of("rest.md", "settings.md", "user-guide.md")
                .flatMap(page -> linesOf(Path.of("src/site/markdown").resolve(page)))
                .filter(line -> line.startsWith("curl "))
                .toList();
        assertTrue(lines.size() > 30, lines::toString);
        try (RunningGateway gateway = RunningGateway.start("--simulate", "--data", data.toString())) {
            for (String line : lines) {
                run(line.replace("localhost:8080", "localhost:" + gateway.httpPort())
                        .replaceFirst("curl", "curl -sS --fail-with-body --max-time 20"));
            }
        }
    }

    private static Stream<String> linesOf(Path page) {
        try {
            return Files.readAllLines(page).stream();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void run(String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", line)
                .directory(downloads.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), line);
        assertEquals(0, process.exitValue(), line + "\n" + said);
    }
}
