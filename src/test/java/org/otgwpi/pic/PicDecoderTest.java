package org.otgwpi.pic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.otgwpi.opentherm.Origin;

final class PicDecoderTest {

    private final PicDecoder decoder = new PicDecoder();
    private final Heard heard = new Heard();

    @ParameterizedTest
    @ValueSource(strings = {"T80000200", "B4000020C", "R100131B9", "AC07D0300", "EFFFFFFFF", "T00000000", "BDEADBEEF"})
    void aLetterAndEightUpperCaseDigitsAreAFrame(String line) {
        send(line + "\r\n");
        assertEquals(List.of(Heard.frame(line.charAt(0), Integer.parseUnsignedInt(line, 1, 9, 16))), heard.events());
        assertEquals(0, decoder.malformed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"T8000020g", "Bdeadbeef", "RABCDEF 0", "A1234567:", "Exxxxxxxx", "T80000 00", "E-0000001"})
    void nineCharactersThatAreNearlyAFrameAreCountedAndNoFrame(String line) {
        send(line + "\r\n");
        assertEquals(List.of(new PicLine.Unknown(line)), heard.events());
        assertEquals(1, decoder.malformed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TT: 21.50", "TC: 16.00", "BS: 20.50", "AA: 12345", "BW: NG  x"})
    void nineCharactersWithAColonInThirdPlaceAreAnAnswer(String line) {
        send(line + "\r\n");
        assertEquals(List.of(new PicLine.Answer(line, line.substring(0, 2), line.substring(4))), heard.events());
        assertEquals(0, decoder.malformed());
    }

    @ParameterizedTest
    @ValueSource(strings = {"X80000200", "t80000200", "T8000020", "T800002000"})
    void otherLinesAreNeitherFramesNorCounted(String line) {
        send(line + "\r");
        assertEquals(List.of(new PicLine.Unknown(line)), heard.events());
        assertEquals(0, decoder.malformed());
    }

    @Test
    void eitherEndOfLineEndsALineAndEmptyLinesAreSkipped() {
        send("\r\n\n\rSE\rOE\nNG\r\n\r\n\r\nT80000200\n");
        assertEquals(
                List.of(
                        new PicLine.Refusal("SE", ErrorCode.SE),
                        new PicLine.Refusal("OE", ErrorCode.OE),
                        new PicLine.Refusal("NG", ErrorCode.NG),
                        Heard.frame('T', 0x80000200)),
                heard.events());
    }

    @Test
    void onlyTheGivenLengthOfTheBytesCounts() {
        decoder.accept("SE\rOE\r".getBytes(StandardCharsets.US_ASCII), 3, heard);
        assertEquals(List.of(new PicLine.Refusal("SE", ErrorCode.SE)), heard.events());
    }

    @Test
    void aLineOf255BytesIsDelivered() {
        String line = "x".repeat(255);
        send(line + "\r\nSE\r\n");
        assertEquals(List.of(new PicLine.Unknown(line), new PicLine.Refusal("SE", ErrorCode.SE)), heard.events());
        assertEquals(0, decoder.overflows());
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 257, 511, 512, 513, 5000})
    void aLongerLineIsDroppedAndCountedOnceAndTheNextIsWhole(int length) {
        send("x".repeat(length) + "\nT80000200\r\n");
        assertEquals(List.of(Heard.frame('T', 0x80000200)), heard.events());
        assertEquals(1, decoder.overflows());
        send("y".repeat(length) + "\r\n");
        assertEquals(2, decoder.overflows());
    }

    @Test
    void theLoaderIsToldBeforeTheLineEnds() {
        send("\u0004");
        assertEquals(List.of(Heard.loader(4)), heard.events());
    }

    @Test
    void anEtxInFrontOfTheBannerIsRemoved() {
        send("\u0004OpenTherm Gateway 6.6\r\n");
        assertEquals(List.of(Heard.loader(4), banner("OpenTherm Gateway 6.6")), heard.events());
        assertEquals(0, decoder.malformed());
    }

    @ParameterizedTest
    @CsvSource({"GW,4", "GW,1", "G,4", "G,1", "B40,4", "TT: 21.,1"})
    void anEtxInsideALineCutsOffWhatWasSentBefore(String before, int etx) {
        send(before + (char) etx + "OpenTherm Gateway 6.6\r\n");
        assertEquals(
                List.of(new PicLine.Unknown(before), Heard.loader(etx), banner("OpenTherm Gateway 6.6")),
                heard.events());
        assertEquals(0, decoder.malformed());
    }

    @Test
    void theDisturbedLoaderIsToldInFrontOfEachBanner() {
        send("\u0001OpenTherm Interface 2.0\r\n\u0001Opentherm gateway diagnostics - Version 2.1\r\n");
        assertEquals(
                List.of(
                        Heard.loader(1),
                        new PicLine.Banner("OpenTherm Interface 2.0", Firmware.INTERFACE, "2.0"),
                        Heard.loader(1),
                        new PicLine.Banner("Opentherm gateway diagnostics - Version 2.1", Firmware.DIAGNOSE, "2.1")),
                heard.events());
    }

    @Test
    void aByteOf01ElsewhereIsNoise() {
        send("\u0001T80000200\r\nOpenTherm\u0001 Gateway 6.6\r\n\u0001x OpenTherm Gateway 6.6\r\n");
        assertEquals(
                List.of(
                        new PicLine.Unknown("\\x01T80000200"),
                        new PicLine.Unknown("OpenTherm\\x01 Gateway 6.6"),
                        new PicLine.Unknown("\\x01x OpenTherm Gateway 6.6")),
                heard.events());
        assertEquals(3, decoder.malformed());
    }

    @Test
    void aResetEndsALineThatIsTooLong() {
        send("x".repeat(300) + "\u0004OpenTherm Gateway 6.6\r\n");
        assertEquals(List.of(Heard.loader(4), banner("OpenTherm Gateway 6.6")), heard.events());
        assertEquals(1, decoder.overflows());
    }

    @Test
    void aChipWhoseLoaderLoopsTellsSoEachTime() {
        send("\u0004\u0004\u0004");
        assertEquals(List.of(Heard.loader(4), Heard.loader(4), Heard.loader(4)), heard.events());
    }

    @Test
    void everyByteThatIsNotPrintableMakesItsLineUnknownAndSpoilsNothingBehindIt() {
        for (int noise = 0; noise < 256; noise++) {
            boolean special = noise == '\r' || noise == '\n' || noise == 4 || (noise >= ' ' && noise <= '~');
            if (!special) {
                for (int place = 0; place <= 9; place++) {
                    PicDecoder fresh = new PicDecoder();
                    Heard told = new Heard();
                    String line = "T80000200";
                    String noisy = line.substring(0, place) + (char) noise + line.substring(place);
                    byte[] stream = (noisy + "\r\nB4000020C\r\n").getBytes(StandardCharsets.ISO_8859_1);
                    fresh.accept(stream, stream.length, told);
                    String shown = line.substring(0, place) + String.format("\\x%02X", noise) + line.substring(place);
                    assertEquals(List.of(new PicLine.Unknown(shown), Heard.frame('B', 0x4000020C)), told.events());
                    assertEquals(1, fresh.malformed());
                }
            }
        }
    }

    @Test
    void aNoisyLineOfNineBytesIsCountedOnce() {
        send("T8000\u00ff200\r\n");
        assertEquals(List.of(new PicLine.Unknown("T8000\\xFF200")), heard.events());
        assertEquals(1, decoder.malformed());
    }

    @Test
    void aClosedPortForgetsTheLineThatHasNotEnded() {
        send("TT: 2");
        decoder.clear();
        send("SE\r\n" + "x".repeat(300));
        decoder.clear();
        send("OE\r\n");
        assertEquals(
                List.of(new PicLine.Refusal("SE", ErrorCode.SE), new PicLine.Refusal("OE", ErrorCode.OE)),
                heard.events());
    }

    @Test
    void framesCostNoAllocation() {
        byte[] stream = "T80000200\r\nB4000020C\r\nR100131B9\r\nA401BFE9A\r\n".getBytes(StandardCharsets.US_ASCII);
        FrameCount count = new FrameCount();
        for (int i = 0; i < 1000; i++) {
            decoder.accept(stream, stream.length, count);
        }
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 25_000; i++) {
            decoder.accept(stream, stream.length, count);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertEquals(104_000, count.frames);
        assertTrue(allocated < 10_000, allocated + " bytes for 100,000 frames");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bus-frames.log", "bus-overrides.log", "bus-recording-20min.log"})
    void everyLineOfTheRecordingsIsAFrame(String recording) throws IOException {
        List<String> expected = new ArrayList<>();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(PicDecoderTest.class.getResourceAsStream("/recordings/" + recording)),
                StandardCharsets.US_ASCII))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                String frame = line.substring(line.lastIndexOf(' ') + 1);
                send(frame + "\r\n");
                expected.add("frame " + frame);
            }
        }
        assertTrue(expected.size() > 200);
        assertEquals(expected, heard.events());
    }

    private void send(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.ISO_8859_1);
        decoder.accept(bytes, bytes.length, heard);
    }

    private static PicLine banner(String text) {
        return new PicLine.Banner(text, Firmware.GATEWAY, "6.6");
    }

    private static final class FrameCount implements PicDecoder.Sink {

        private int frames;

        @Override
        public void frame(Origin origin, int bits) {
            frames++;
        }

        @Override
        public void line(PicLine line) {
            throw new AssertionError(line);
        }

        @Override
        public void loaderReady(int etx) {
            throw new AssertionError("loader " + etx);
        }
    }
}
