package org.otgwpi.otgw.mqtt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Reads what tests compare with: the lines of a resource of this package, comments apart. */
final class GoldenText {

    private GoldenText() {}

    static List<String> lines(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(GoldenText.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
