package org.otgwpi.opentherm;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LogLineTest {

    private static final long MORNING = micros("2026-01-15T12:34:56Z") + 789_012;

    private final Catalogue catalogue = Catalogue.load();
    private final LogLine log = new LogLine(catalogue, ZoneOffset.UTC);

    private static long micros(String instant) {
        return Instant.parse(instant).getEpochSecond() * 1_000_000;
    }

    private String render(Frame frame, boolean overridden) {
        return new String(log.render(frame, catalogue.judge(frame, overridden), MORNING), UTF_8);
    }

    private String text(Frame frame) {
        String line = render(frame, false);
        return line.substring(67, line.length() - 2);
    }

    @Test
    void everyDecoderAndEveryIdRendersItsGoldenLine() {
        BitSet ids = new BitSet();
        for (String golden : GoldenFiles.lines("log-lines-golden.txt")) {
            Frame frame = GoldenFiles.frame(golden.substring(35, 44));
            String line = render(frame, golden.charAt(65) == '-');
            assertEquals(golden, line.replace("\r", "\\r").replace("\n", "\\n"));
            ids.set(frame.dataId());
        }
        assertEquals(256, ids.cardinality());
    }

    @Test
    void theLinesOfTheSpecificationAreRenderedToTheByte() {
        assertEquals(
                "12:34:56.789012 Thermostat         T00000300   0 Read-Data       >  Status = Master [CD---W--]\r\n",
                render(GoldenFiles.frame("T00000300"), false));
        assertEquals(
                "12:34:56.789012 Boiler             B40193C80  25 Read-Ack        > Tboiler = 60.50 °C\r\n",
                render(GoldenFiles.frame("B40193C80"), false));
        assertEquals(
                "12:34:56.789012 Thermostat         T10014500   1 Write-Data      - TSet = 69.00 °C <ignored> \r\n",
                render(GoldenFiles.frame("T10014500"), true));
    }

    @Test
    void everyFixedPointNumberIsRoundedHalfAwayFromZero() {
        for (int word = 0; word <= 0xFFFF; word++) {
            BigDecimal exact = BigDecimal.valueOf((short) word).divide(BigDecimal.valueOf(256));
            BigDecimal rounded = exact.setScale(2, RoundingMode.HALF_UP);
            assertEquals("Tboiler = " + rounded.toPlainString() + " °C", text(GoldenFiles.boiler(25, word)));
        }
    }

    @Test
    void everySignedNumberIsRendered() {
        for (int number = Short.MIN_VALUE; number <= Short.MAX_VALUE; number++) {
            assertEquals("Texhaust = " + number + " °C", text(GoldenFiles.boiler(33, number & 0xFFFF)));
        }
    }

    @Test
    void everyValueOfAnUnknownIdIsRoundedHalfToEvenWithItsSign() {
        for (int word = 0; word <= 0xFFFF; word++) {
            BigDecimal exact = BigDecimal.valueOf((short) word).divide(BigDecimal.valueOf(256));
            String rounded = exact.abs().setScale(2, RoundingMode.HALF_EVEN).toPlainString();
            String expected = "Unknown message [92] value [405C%s] f8.8 [%s%s] u16 [%d] s16 [%d]"
                    .formatted(
                            Integer.toHexString(0x10000 | word).substring(1).toUpperCase(Locale.ROOT),
                            exact.signum() < 0 ? "-" : "",
                            rounded,
                            word,
                            (short) word);
            assertEquals(expected, text(GoldenFiles.boiler(92, word)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus-recording-20min.log", "bus-frames.log", "bus-overrides.log"})
    void everyFrameOfTheRecordingsRendersALineOfTheColumnLayout(String recording) {
        Pattern layout = Pattern.compile(
                "12:34:56\\.789012 [A-Z][A-Za-z ]{17} [TBRAE][0-9A-F]{8} [ 0-9]{2}[0-9] [A-Z][A-Za-z -]{15}[> ] "
                        + "( ?\\w+ = {1,3}\\S.*|Unknown message .*)\r\n");
        for (String entry : GoldenFiles.lines("/recordings/" + recording)) {
            String raw = entry.substring(entry.lastIndexOf(' ') + 1);
            Frame frame = GoldenFiles.frame(raw);
            String line = render(frame, false);
            assertTrue(layout.matcher(line).matches(), line);
            assertEquals(raw, line.substring(35, 44));
            assertEquals(frame.origin().text(), line.substring(16, 34).strip());
            assertEquals(frame.dataId(), Integer.parseInt(line.substring(45, 48).strip()));
            assertEquals(frame.type().text(), line.substring(49, 65).strip());
        }
    }

    @Test
    void anyFrameRendersAnEndedLineOfValidUtf8WithinTheLimit() throws CharacterCodingException {
        Random random = new Random(20260115);
        List<Origin> origins = List.of(Origin.values());
        List<Verdict> verdicts = List.of(Verdict.values());
        for (int i = 0; i < 300_000; i++) {
            Frame frame = new Frame(0, origins.get(random.nextInt(5)), random.nextInt());
            Verdict verdict = verdicts.get(random.nextInt(4));
            byte[] line = log.render(frame, verdict, random.nextLong());
            assertTrue(line.length <= LogLine.MAX_BYTES, () -> frame + " " + line.length);
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
            assertTrue(text.endsWith("\r\n"), text);
            assertEquals(verdict.flag(), text.charAt(65));
            assertEquals(verdict.ignored(), text.endsWith(" <ignored> \r\n"), text);
        }
    }

    @Test
    void timesAreMicrosecondsOfTheDay() {
        assertEquals("00:00:00.000000", timeIn(ZoneOffset.UTC, 0));
        assertEquals("23:59:59.999999", timeIn(ZoneOffset.UTC, -1));
        assertEquals("09:05:01.000042", timeIn(ZoneOffset.UTC, micros("2026-01-15T09:05:01Z") + 42));
        assertEquals("05:20:00.000000", timeIn(ZoneId.of("Asia/Kathmandu"), micros("2026-01-14T23:35:00Z")));
    }

    private String timeIn(ZoneId zone, long epochMicros) {
        LogLine line = new LogLine(catalogue, zone);
        return new String(line.render(GoldenFiles.boiler(25, 0), Verdict.ACCEPTED, epochMicros), UTF_8)
                .substring(0, 15);
    }

    @Test
    void clocksAreRenderedPutForwardAndBackAtTheVeryMicrosecond() {
        LogLine line = new LogLine(catalogue, ZoneId.of("Europe/Amsterdam"));
        long spring = micros("2026-03-29T01:00:00Z");
        long autumn = micros("2026-10-25T01:00:00Z");
        assertEquals("01:59:59.999999", time(line, spring - 1));
        assertEquals("03:00:00.000000", time(line, spring));
        assertEquals("02:59:59.999999", time(line, autumn - 1));
        assertEquals("02:00:00.000000", time(line, autumn));
        assertEquals("01:59:59.999999", time(line, spring - 1));
        assertEquals("03:00:00.000000", time(line, spring));
    }

    private static String time(LogLine line, long epochMicros) {
        return new String(line.render(GoldenFiles.boiler(25, 0), Verdict.ACCEPTED, epochMicros), UTF_8)
                .substring(0, 15);
    }

    @Test
    void timesOfManyYearsAgreeWithTheCalendarWhateverTheirOrder() {
        ZoneId zone = ZoneId.of("Europe/Amsterdam");
        LogLine line = new LogLine(catalogue, zone);
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long second = random.nextLong(4_000_000_000L);
            String expected =
                    "%1$tH:%1$tM:%1$tS".formatted(Instant.ofEpochSecond(second).atZone(zone));
            assertEquals(expected, time(line, second * 1_000_000).substring(0, 8));
        }
    }
}
