package org.otgwpi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program says of its own licence and of those of the libraries that ship with it. */
final class NoticesTest {

    private static String resource(String path) throws IOException {
        try (InputStream stream = NoticesTest.class.getResourceAsStream(path)) {
            assertTrue(stream != null, path);
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    @Test
    void theProgramBringsItsLicence() throws IOException {
        assertTrue(resource("/META-INF/LICENSE").contains("Apache License"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "io.undertow:undertow-core:",
                "com.fasterxml.jackson.core:jackson-databind:",
                "com.hivemq:hivemq-mqtt-client:",
                "com.fazecast:jSerialComm:",
                "com.pi4j:pi4j-core:",
                "info.picocli:picocli:",
                "org.tinylog:tinylog-impl:"
            })
    void everyLibraryIsNamedWithItsLicence(String library) throws IOException {
        List<String> lines =
                resource("/META-INF/THIRD-PARTY-NOTICES.txt").lines().toList();
        assertTrue(lines.stream().anyMatch(line -> line.strip().startsWith("(") && line.contains(library)), library);
        assertFalse(lines.stream().anyMatch(line -> line.contains("Unknown license")));
    }

    @Test
    void everyLibraryOfThePageBringsItsLicence() throws IOException {
        List<String> names = new ObjectMapper()
                .readTree(Path.of("web", "package-lock.json").toFile())
                .path("packages")
                .propertyStream()
                .map(each -> each.getKey())
                .filter(path -> path.startsWith("node_modules/"))
                .map(path -> path.substring("node_modules/".length()))
                .toList();
        assertTrue(names.contains("uplot"), () -> "the libraries are " + names);
        for (String name : names) {
            assertTrue(resource("/META-INF/licenses/" + name + "/LICENSE").contains("Copyright"), name);
        }
        assertTrue(resource("/META-INF/licenses/uplot/LICENSE").contains("The MIT License"));
    }
}
