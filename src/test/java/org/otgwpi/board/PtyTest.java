package org.otgwpi.board;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class PtyTest {

    @Test
    void everyByteValuePassesUnchangedBothWays() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (Pty pty = Pty.open();
                FileInputStream in = new FileInputStream(pty.slavePath());
                FileOutputStream out = new FileOutputStream(pty.slavePath())) {
            pty.write(all, 0, all.length);
            assertArrayEquals(all, in.readNBytes(256));

            out.write(all);
            byte[] back = new byte[256];
            int count = 0;
            while (count < 256) {
                byte[] part = new byte[256];
                int read = pty.read(part);
                System.arraycopy(part, 0, back, count, read);
                count += read;
            }
            assertArrayEquals(all, back);
        }
    }

    @Test
    void readingGoesOnAfterTheOtherSideClosedAndReopened() throws IOException {
        try (Pty pty = Pty.open()) {
            for (int round = 0; round < 3; round++) {
                try (FileOutputStream out = new FileOutputStream(pty.slavePath())) {
                    out.write(("PR=A" + round).getBytes(US_ASCII));
                }
                byte[] buffer = new byte[64];
                assertEquals("PR=A" + round, new String(buffer, 0, pty.read(buffer), US_ASCII));
            }
        }
    }

    @Test
    void aWaitingReadEndsWhenThePtyIsClosed() throws Exception {
        Pty pty = Pty.open();
        CompletableFuture<Integer> read = CompletableFuture.supplyAsync(() -> pty.read(new byte[16]));
        pty.close();
        assertEquals(-1, read.get(10, TimeUnit.SECONDS));
        assertEquals(-1, pty.read(new byte[16]));
        pty.write(new byte[] {1}, 0, 1);
        pty.close();
    }

    @Test
    void theOtherSideSeesTheEndWhenThePtyIsClosed() throws IOException {
        Pty pty = Pty.open();
        try (FileInputStream in = new FileInputStream(pty.slavePath())) {
            pty.close();
            int end;
            try {
                end = in.read();
            } catch (IOException hungUp) {
                end = -1;
            }
            assertEquals(-1, end);
        }
    }
}
