package org.otgwpi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.otgwpi.echo.EchoFactory;
import org.otgwpi.led.LedFactory;
import org.otgwpi.net.RawClient;
import org.otgwpi.personality.Audience;
import org.otgwpi.personality.PersonalityBench;
import org.otgwpi.personality.PersonalityFactory;
import org.otgwpi.railhub.RailhubFactory;
import org.otgwpi.railhub.Variant;
import org.otgwpi.remote.RemoteFactory;

/** The clients of the small boards at an update: turned away and closed as those of the gateway, told nothing new. */
@SuppressWarnings("NullAway.Init")
final class FarewellTest {

    private static final int CLOSE = 8;

    @TempDir
    private Path folder;

    static Stream<Arguments> boards() {
        return Stream.of(
                Arguments.of("railhub32", new RailhubFactory(Variant.RAILHUB32), false),
                Arguments.of("railhub8266", new RailhubFactory(Variant.RAILHUB8266), false),
                Arguments.of("remote", new RemoteFactory(), true),
                Arguments.of("led", new LedFactory(), false),
                Arguments.of("echo", new EchoFactory(), true));
    }

    /** All texts until the connection is closed, and then the code. */
    private static List<String> heardUntilClosed(RawClient client) throws IOException {
        List<String> heard = new ArrayList<>();
        RawClient.Received frame = client.readData();
        while (frame.opcode() != CLOSE) {
            heard.add(frame.text());
            frame = client.readData();
        }
        heard.add("close " + frame.closeCode());
        return heard;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("boards")
    void newClientsAreTurnedAwayDuringAnUpdateAndAllAreClosedBeforeTheRestart(
            String name, PersonalityFactory factory, boolean onPort80) throws Exception {
        try (PersonalityBench bench = new PersonalityBench(factory, folder)) {
            int port = onPort80 ? bench.httpPort : bench.otherPort();
            String path = onPort80 ? "/ws" : "/";
            Audience audience = bench.personality.audience();
            try (RawClient client = RawClient.upgraded(port, path, 0)) {
                await().until(() ->
                        String.valueOf(bench.personality.status()).matches("(?s).*\\b(clients|open)=1\\b.*"));
                audience.hold();
                audience.message("{\"state\":\"start\"}".getBytes(UTF_8));
                try (RawClient late = RawClient.upgraded(port, path, 0)) {
                    assertEquals("close 1013", heardUntilClosed(late).getLast());
                }
                audience.release();
                try (RawClient next = RawClient.upgraded(port, path, 0)) {
                    await().until(() ->
                            String.valueOf(bench.personality.status()).matches("(?s).*\\b(clients|open)=2\\b.*"));
                    assertTrue(next.socket().isConnected());
                }
                audience.farewell(Duration.ofMillis(300));
                List<String> heard = heardUntilClosed(client);
                assertEquals("close 1012", heard.getLast());
                assertFalse(heard.contains("{\"state\":\"start\"}"), heard::toString);
            }
        }
    }
}
