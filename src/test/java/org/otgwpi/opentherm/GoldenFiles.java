package org.otgwpi.opentherm;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Lines of test resources, and frames written as the gateway chip writes them. */
final class GoldenFiles {

    private GoldenFiles() {}

    static List<String> lines(String resource) {
        try (InputStream in = GoldenFiles.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Frame frame(String text) {
        Origin origin = Objects.requireNonNull(Origin.of(text.charAt(0)), text);
        return new Frame(0, origin, Integer.parseUnsignedInt(text, 1, 9, 16));
    }

    static Frame boiler(int id, int word) {
        return new Frame(0, Origin.BOILER, 4 << 28 | id << 16 | word);
    }

    static Frame thermostat(int id, int word) {
        return new Frame(0, Origin.THERMOSTAT, 1 << 28 | id << 16 | word);
    }
}
