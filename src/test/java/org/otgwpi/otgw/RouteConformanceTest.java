package org.otgwpi.otgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each route answers, byte by byte but for the order of headers. The exchanges stand in files, written by hand
 * from otgw-http-ws 1: requests behind {@code >}, then the answer. In bodies {@code <CRLF>} and {@code <LF>} are the
 * only line ends, {@code <NUMBER>}, {@code <TEXT>} and {@code <ANY>} stand for what differs from machine to machine.
 */
final class RouteConformanceTest {

    private static final Path EXCHANGES = Path.of("src/test/resources/org/otgwpi/otgw/routes");
    private static final String[] FRAMES = {
        "T00000300",
        "BC000030A",
        "T10181480",
        "BD0181480",
        "BC0193C80",
        "B40050105",
        "B4073012C",
        "B401EFFFB",
        "BC012018F"
    };

    @TempDir
    static Path data;

    private static DeskGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        Path files = Files.createDirectories(data.resolve("files"));
        Files.writeString(files.resolve("reboot_count.txt"), "41\r\n");
        Files.writeString(files.resolve("reboot_log.txt"), "2026-02-07 08:00:00 - reboot cause: Power On (0) \r\n");
        Files.writeString(files.resolve("note.json"), "{}");
        Path hex = Files.createDirectories(files.resolve("pic16f1847"));
        Files.writeString(hex.resolve("gateway.hex"), hexWithBanner());
        Files.writeString(hex.resolve("gateway.ver"), "6.5\n");
        Files.writeString(hex.resolve("diagnose.hex"), ":00000001FF\r\n");
        Files.writeString(hex.resolve("diagnose.ver"), " 2.1 \r\nmore");
        gateway = new DeskGateway(data, new ScriptedLine(FRAMES));
        gateway.awaitReady(FRAMES.length);
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    /** An EEPROM image at 0xE000 in which each byte of the banner fills a word. */
    private static String hexWithBanner() {
        StringBuilder hex = new StringBuilder(":020000040001F9\r\n");
        byte[] banner = "A=OpenTherm Gateway 6.6\0".getBytes(UTF_8);
        for (int at = 0; at < banner.length; at += 8) {
            hex.append(":10%04X00".formatted(0xE000 + 2 * at));
            int sum = 0x10 + 0xE0 + 2 * at;
            for (int i = at; i < at + 8; i++) {
                hex.append("%02X00".formatted(banner[i]));
                sum += banner[i];
            }
            hex.append("%02X\r\n".formatted(-sum & 0xFF));
        }
        return hex.append(":00000001FF\r\n").toString();
    }

    static Stream<Path> exchanges() throws IOException {
        try (Stream<Path> files = Files.list(EXCHANGES)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void answersAsTheOriginal(Path file) throws IOException {
        for (String exchange : Files.readString(file).split("====\n", -1)) {
            if (!exchange.isBlank()) {
                check(exchange);
            }
        }
    }

    private static void check(String exchange) throws IOException {
        List<String> lines = exchange.lines().toList();
        int asked = (int) lines.stream().takeWhile(line -> line.startsWith(">")).count();
        List<String> request = lines.subList(0, asked).stream()
                .map(line -> line.substring(Math.min(line.length(), 2)))
                .toList();
        int headersEnd = lines.subList(asked, lines.size()).indexOf("") + asked;
        assertTrue(headersEnd > asked, "an empty line stands before the body: " + exchange);
        HttpAnswer answer = HttpAnswer.parse(HttpAnswer.bytes(gateway.port, bytes(request)));
        assertEquals(lines.get(asked), answer.statusLine(), request::toString);
        assertEquals(headers(lines.subList(asked + 1, headersEnd)), answer.headers(), request::toString);
        String body = String.join("", lines.subList(headersEnd + 1, lines.size()));
        if (!pattern(body).matcher(answer.text()).matches()) {
            assertEquals(body, answer.text().replace("\r\n", "<CRLF>").replace("\n", "<LF>"), request::toString);
        }
    }

    /** The request with its length, unless that is given. */
    private static byte[] bytes(List<String> request) {
        int empty = request.indexOf("");
        List<String> head = empty < 0 ? request : request.subList(0, empty);
        String body = empty < 0 ? "" : String.join("\r\n", request.subList(empty + 1, request.size()));
        boolean withLength = empty < 0 || head.stream().anyMatch(line -> line.startsWith("Content-Length"));
        String length = withLength ? "" : "Content-Length: " + body.getBytes(UTF_8).length + "\r\n";
        return (String.join("\r\n", head) + "\r\n" + length + "\r\n" + body).getBytes(UTF_8);
    }

    private static Set<String> headers(List<String> lines) {
        Set<String> headers = new TreeSet<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            headers.add(line.substring(0, colon).toLowerCase(java.util.Locale.ROOT) + line.substring(colon));
        }
        return headers;
    }

    private static Pattern pattern(String body) {
        String quoted = Pattern.quote(body)
                .replace("<CRLF>", "\\E\r\n\\Q")
                .replace("<LF>", "\\E\n\\Q")
                .replace("<NUMBER>", "\\E[0-9]+\\Q")
                .replace("<TEXT>", "\\E[^\"]*\\Q")
                .replace("<ANY>", "\\E(?s:.*)\\Q");
        return Pattern.compile(quoted);
    }
}
