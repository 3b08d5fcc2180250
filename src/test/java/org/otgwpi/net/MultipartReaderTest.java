package org.otgwpi.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MultipartReaderTest {

    /** Notes what it is told, one text for each part. */
    private static final class Notes implements MultipartReader.Sink {

        private final List<String> parts = new ArrayList<>();
        private StringBuilder part = new StringBuilder();

        @Override
        public void begin(String name, @Nullable String fileName) {
            part = new StringBuilder(name + "|" + fileName + "|");
        }

        @Override
        public void content(byte[] bytes, int offset, int length) {
            part.append(new String(bytes, offset, length, ISO_8859_1));
        }

        @Override
        public void end() {
            parts.add(part.toString());
        }
    }

    private static String part(String disposition, String content) {
        return "--b\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + content + "\r\n";
    }

    private static List<String> read(String body, int pieceBytes) throws IOException {
        Notes notes = new Notes();
        MultipartReader reader = new MultipartReader("b", notes);
        byte[] bytes = body.getBytes(ISO_8859_1);
        for (int at = 0; at < bytes.length; at += pieceBytes) {
            reader.accept(ByteBuffer.wrap(bytes, at, Math.min(pieceBytes, bytes.length - at)));
        }
        reader.end();
        return notes.parts;
    }

    @Test
    void partsAreTheSameWhateverThePieces() throws IOException {
        String tricky = "\r\r\n-\r\n--\r\n--a\r\n\r\n--\r\n--\u0000\u00ff--b\n--b";
        String body = "preamble\r\n" + part("name=\"f\"; filename=\"a;b\\\"c.txt\"", tricky)
                + part("filename=x;name=y", "") + part("name=field", "v".repeat(9000)) + "--b--\r\nepilogue --b";
        List<String> expected = List.of("f|a;b\"c.txt|" + tricky, "y|x|", "field|null|" + "v".repeat(9000));
        for (int pieceBytes : new int[] {1, 2, 3, 5, 7, 64, 4096, 100_000}) {
            assertEquals(expected, read(body, pieceBytes), pieceBytes + " bytes");
        }
    }

    @Test
    void blanksBehindTheBoundaryDoNotMatterAndHeadersMayBeMissing() throws IOException {
        assertEquals(List.of("|null|x"), read("--b \t\r\n\r\nx\r\n--b--", 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--b", "--b--x", "--b\r\nno end", "--bx\r\n", "--b-x", "--b\rx", "something"})
    void aBodyThatIsCutOffOrBrokenIsRefused(String body) throws IOException {
        if (body.equals("--b--x")) {
            assertEquals(List.of(), read(body, 1));
        } else {
            assertThrows(MultipartReader.MalformedException.class, () -> read(body, 3));
        }
    }

    @Test
    void endlessHeadersAreRefusedBeforeTheyFillTheMemory() {
        assertThrows(MultipartReader.MalformedException.class, () -> read("--b\r\nX: " + "y".repeat(100_000), 1000));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "text/plain; boundary=b",
                "multipart/form-data",
                "multipart/form-data; boundary=",
                "multipart/form-data; boundary=\"\u00e9\"",
                "multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901"
            })
    void aTypeWithoutAProperBoundaryIsNone(@Nullable String type) {
        assertNull(MultipartReader.boundary(type));
    }

    @Test
    void theBoundaryMayBeQuoted() {
        assertEquals("a b:c", MultipartReader.boundary("Multipart/Form-Data; charset=utf-8; Boundary=\"a b:c\""));
        assertEquals("----x", MultipartReader.boundary("multipart/form-data;boundary=----x "));
    }

    @Test
    void randomBodiesEndOrAreRefused() {
        Random random = new Random(7);
        String[] bits = {
            "--b", "\r\n", "--", "-", "\r", "\n", "x", "\r\n--b", "Content-Disposition: form-data; name", "=\"", ";"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder body = new StringBuilder();
            for (int n = random.nextInt(14); n >= 0; n--) {
                body.append(bits[random.nextInt(bits.length)]);
            }
            try {
                assertNotNull(read(body.toString(), 1 + random.nextInt(9)));
            } catch (IOException e) {
                assertEquals(MultipartReader.MalformedException.class, e.getClass(), body::toString);
            }
        }
    }
}
