package org.otgwpi;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;

/**
 * The version of this program.
 *
 * @param text {@code <semver>+<7 hex of the commit>} (decisions 6)
 * @param built when it was built
 */
record Version(String text, Instant built) {

    /** Reads what the build wrote into {@code version.properties}. */
    static Version load() {
        Properties properties = new Properties();
        try (InputStream file = Version.class.getResourceAsStream("/version.properties")) {
            if (file == null) {
                throw new IllegalStateException("version.properties is missing from the program");
            }
            properties.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Version(
                properties.getProperty("version") + "+" + properties.getProperty("commit"),
                Instant.parse(properties.getProperty("built")));
    }
}
