package org.otgwpi.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fazecast.jSerialComm.SerialPort;
import com.pi4j.Pi4J;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tinylog.core.TinylogLoggingProvider;
import org.tinylog.slf4j.ModernTinylogLoggerFactory;

/**
 * Our GPIO provider on a real kernel: {@code src/test/guest/gpio-guest} boots a small virtual machine with a simulated
 * chip and runs {@link GpioGuest} in it. Its console stays in target/guest/guest.log.
 */
final class GpioGuestIT {

    private static final Path WORK = Path.of("target", "guest").toAbsolutePath();

    private static List<String> checks = List.of();

    @BeforeAll
    static void runTheGuest() throws Exception {
        Files.createDirectories(WORK);
        String classPath = Stream.of(
                        GpioChip.class,
                        GpioGuest.class,
                        Pi4J.class,
                        SerialPort.class,
                        org.slf4j.Logger.class,
                        ModernTinylogLoggerFactory.class,
                        org.tinylog.Logger.class,
                        TinylogLoggingProvider.class)
                .map(GpioGuestIT::placeOf)
                .collect(Collectors.joining(File.pathSeparator));
        Path said = WORK.resolve("gpio-guest.log");
        Process guest = new ProcessBuilder(
                        "src/test/guest/gpio-guest", WORK.toString(), System.getProperty("java.home"), classPath)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        boolean ended = guest.waitFor(8, TimeUnit.MINUTES);
        guest.destroy();
        assertTrue(ended && guest.exitValue() == 0, Files.readString(said).strip());
        checks = Files.readAllLines(WORK.resolve("guest.log"));
        checks.forEach(System.out::println);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "outputs",
                "sixteenLinesInOneRequest",
                "bankOfInputsUntilTheirFirstLevel",
                "edges",
                "lostEdgesAreCounted",
                "pulls",
                "debounce",
                "immediateClose",
                "resetLineIsNeverDrivenHigh",
                "twoOwnersAndKillMinusNine",
                "missingLine",
                "serialPortOnARealUart",
                "idleWakeUps"
            })
    void theKernelDoesWhatTheProviderAsks(String check) {
        List<String> results = checks.stream()
                .filter(line -> line.startsWith("CHECK " + check + " "))
                .toList();
        assertEquals(1, results.size(), "the guest said nothing about it, see " + WORK.resolve("guest.log"));
        assertTrue(results.getFirst().startsWith("CHECK " + check + " ok: "), results.getFirst());
    }

    private static String placeOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
