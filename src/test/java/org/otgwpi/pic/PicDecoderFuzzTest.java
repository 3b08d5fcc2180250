package org.otgwpi.pic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class PicDecoderFuzzTest {

    private static final String CONVERSATION = "\u0004OpenTherm Gateway 6.6\r\nThermostat disconnected\r\nT80000200\r\n"
            + "R100131B9\r\nBD00131B9\r\nAD0010A00\r\nTT: 21.50\r\nTT: BV\r\nError 04\r\nE12345678\r\nGW\u0001OpenTherm"
            + " Gateway 6.6\r\nWDT reset!\r\nTx8\u00ff\r\nBabcdef01\r\n" + "z".repeat(300) + "\r\nSE\rPR: M=G\n"
            + "x\u0004\r\n07D=3F\r\n";

    @Test
    void aStreamCutAtAnyByteSaysTheSame() {
        byte[] stream = CONVERSATION.getBytes(StandardCharsets.ISO_8859_1);
        List<Object> whole = Heard.of(stream);
        for (int cut = 0; cut <= stream.length; cut++) {
            assertEquals(whole, inTwoPieces(stream, cut), "cut at " + cut);
        }
    }

    @Property(seed = "7", tries = 2000)
    void randomBytesThrowNothingAndSpoilNothingBehindTheNextLineEnd(@ForAll("noise") byte[] noise) {
        PicDecoder decoder = new PicDecoder();
        Heard heard = new Heard();
        decoder.accept(noise, noise.length, heard);
        byte[] rest = "\nT80000200\r\nTT: 21.50\r\n".getBytes(StandardCharsets.US_ASCII);
        decoder.accept(rest, rest.length, heard);
        List<Object> events = heard.events();
        assertEquals(
                List.of(Heard.frame('T', 0x80000200), new PicLine.Answer("TT: 21.50", "TT", "21.50")),
                events.subList(events.size() - 2, events.size()));
    }

    @Property(seed = "8", tries = 1000)
    void anyStreamSaysTheSameInAnyPieces(@ForAll("streams") byte[] stream, @ForAll int where) {
        assertEquals(Heard.of(stream), inTwoPieces(stream, Math.floorMod(where, stream.length + 1)));
        Heard byteByByte = new Heard();
        PicDecoder decoder = new PicDecoder();
        for (byte each : stream) {
            decoder.accept(new byte[] {each}, 1, byteByByte);
        }
        assertEquals(Heard.of(stream), byteByByte.events());
    }

    @Property(seed = "9", tries = 1000)
    void everyLineIsDeliveredOnceAndInPrintableText(@ForAll("streams") byte[] stream) {
        PicDecoder decoder = new PicDecoder();
        Heard heard = new Heard();
        decoder.accept(stream, stream.length, heard);
        String[] lines = new String(stream, StandardCharsets.ISO_8859_1).split("[\r\n]", -1);
        long expected = Arrays.stream(lines)
                .limit(lines.length - 1)
                .mapToLong(PicDecoderFuzzTest::eventsOf)
                .sum();
        String open = lines[lines.length - 1];
        int lastReset = open.lastIndexOf('\u0004');
        expected += lastReset < 0 ? 0 : eventsOf(open.substring(0, lastReset + 1));
        assertEquals(expected, heard.events().size());
        for (Object event : heard.events()) {
            if (event instanceof PicLine line) {
                assertTrue(line.text().matches("[ -~]+"), line.text());
            }
        }
    }

    /** Independent count: a piece between two resets makes one event unless empty or too long, each reset one. */
    private static long eventsOf(String line) {
        String[] pieces = line.split("\u0004", -1);
        long events = pieces.length - 1L;
        for (String piece : pieces) {
            events += piece.isEmpty() || piece.length() > 255 ? 0 : 1;
        }
        return events;
    }

    private static List<Object> inTwoPieces(byte[] stream, int cut) {
        PicDecoder decoder = new PicDecoder();
        Heard heard = new Heard();
        decoder.accept(stream, cut, heard);
        byte[] rest = Arrays.copyOfRange(stream, cut, stream.length);
        decoder.accept(rest, rest.length, heard);
        return heard.events();
    }

    @Provide
    Arbitrary<byte[]> noise() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(600);
    }

    /** Lines like the chip's, cut and run together, with noise between them. */
    @Provide
    Arbitrary<byte[]> streams() {
        Arbitrary<String> known = Arbitraries.of(
                "T80000200",
                "B4000020C",
                "\r\n",
                "\r",
                "\n",
                "\u0004",
                "TT: ",
                "PR: A=",
                "Error 0",
                "SE",
                "Low power",
                "07D=3F",
                ",",
                "00000000/00000000",
                "x".repeat(120),
                "\u00e9",
                "\u0000",
                "\u007f",
                "T8",
                "E",
                " ");
        Arbitrary<String> noise =
                Arbitraries.strings().withCharRange('\u0002', '\u00ff').ofMaxLength(12);
        return Arbitraries.oneOf(known, noise)
                .list()
                .ofMaxSize(30)
                .map(parts -> String.join("", parts).getBytes(StandardCharsets.ISO_8859_1));
    }
}
