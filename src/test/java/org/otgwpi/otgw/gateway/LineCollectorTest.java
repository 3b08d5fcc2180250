package org.otgwpi.otgw.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class LineCollectorTest {

    private final LineCollector collector = new LineCollector();
    private final List<LineChunk> chunks = new ArrayList<>();
    private long now = -7_000_000_000L;

    @Test
    void aLineComesOutWholeAtItsEnd() {
        send("T");
        send("T=2");
        assertEquals(List.of(), seen());
        send("0\r");
        assertEquals(List.of("LINE TT=20\\r (TT=20)"), seen());
    }

    @Test
    void aLineFeedBehindALineGoesAlong() {
        send("PR=A\r\nPR=M\r\n");
        assertEquals(List.of("LINE PR=A\\r\\n (PR=A)", "LINE PR=M\\r\\n (PR=M)"), seen());
    }

    @Test
    void aLineFeedThatComesLaterComesOutAtOnce() {
        send("PR=A\r");
        send("\n");
        send("\n\nPR=M\r");
        assertEquals(
                List.of("LINE PR=A\\r (PR=A)", "LINE_FEEDS \\n ()", "LINE_FEEDS \\n\\n ()", "LINE PR=M\\r (PR=M)"),
                seen());
    }

    @Test
    void theLineFeedBehindAResetIsForTheBootLoader() {
        send("GW=R\r\nPR=A\r\n");
        assertEquals(List.of("LINE GW=R\\r (GW=R)", "LINE_FEEDS \\n ()", "LINE PR=A\\r\\n (PR=A)"), seen());
    }

    @Test
    void aLineFeedWithinALineIsKeptAndNotRead() {
        send("PR\n=A\r");
        assertEquals(List.of("LINE PR\\n=A\\r (PR=A)"), seen());
    }

    @Test
    void anEmptyLineIsNoCommand() {
        send("\r\n\r0\r");
        assertEquals(List.of("LOOSE \\r\\n ()", "LOOSE \\r ()", "LINE 0\\r (0)"), seen());
    }

    @Test
    void aPartOfALineComesOutAfterTwoSecondsAndTheRestIsStillRead() {
        send("GW");
        passMillis(1000);
        send("=");
        passMillis(999);
        assertEquals(List.of(), seen());
        assertEquals(1_000_000, collector.dueInNanos(now));
        passMillis(1);
        send("R\r");
        assertEquals(List.of("LOOSE GW= ()", "LINE R\\r (GW=R)"), seen());
        assertEquals(Long.MAX_VALUE, collector.dueInNanos(now));
    }

    @Test
    void aLineOfMoreThan127BytesComesOutInPieces() {
        send("x".repeat(300) + "\r");
        assertEquals(3, chunks.size());
        assertEquals(127, chunks.get(0).bytes().length);
        assertEquals(127, chunks.get(1).bytes().length);
        assertEquals(47, chunks.get(2).bytes().length);
        assertEquals("x".repeat(127), chunks.get(2).text());
    }

    @Test
    void whatFollowsAnStxAtTheBeginningOfALineIsForTheBootLoader() {
        send("PR=A\r\u000f\u0000\u0003\r\u00fd\u0004");
        assertEquals(2, chunks.size());
        assertEquals(LineChunk.Kind.LOADER, chunks.get(1).kind());
        assertArrayEquals(
                new byte[] {0x0F, 0, 3, '\r', (byte) 0xFD, 4}, chunks.get(1).bytes());
    }

    @Test
    void anStxWithinALineIsPartOfIt() {
        send("P\u000f\r");
        assertEquals(LineChunk.Kind.LINE, chunks.getFirst().kind());
    }

    @Test
    void everyByteOfAnyInputComesOutUnchangedAndInOrder() {
        Random random = new Random(25238);
        byte[] common = "\r\n\rGW=RTT20PS1\u000f\u0004".getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(random.nextInt(8) == 0 ? 400 : 12)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = random.nextBoolean() ? common[random.nextInt(common.length)] : (byte) random.nextInt(256);
            }
            in.writeBytes(bytes);
            collector.accept(bytes, bytes.length, now, chunks::add);
            if (random.nextInt(10) == 0) {
                passMillis(random.nextInt(3000));
            }
        }
        collector.flush(chunks::add);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (LineChunk chunk : chunks) {
            out.writeBytes(chunk.bytes());
            assertTrue(chunk.bytes().length <= 400);
            assertTrue(chunk.text().length() <= LineCollector.LONGEST);
        }
        assertArrayEquals(in.toByteArray(), out.toByteArray());
    }

    private void send(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        collector.accept(Arrays.copyOf(bytes, bytes.length + 3), bytes.length, now, chunks::add);
    }

    private void passMillis(long millis) {
        now += TimeUnit.MILLISECONDS.toNanos(millis);
        collector.expire(now, chunks::add);
    }

    private List<String> seen() {
        return chunks.stream()
                .map(chunk -> chunk.kind() + " "
                        + new String(chunk.bytes(), StandardCharsets.ISO_8859_1)
                                .replace("\r", "\\r")
                                .replace("\n", "\\n")
                        + " (" + chunk.text() + ")")
                .toList();
    }
}
