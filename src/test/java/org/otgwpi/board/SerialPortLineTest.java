package org.otgwpi.board;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SerialPortLineTest {

    @TempDir
    Path folder;

    private static SerialPortLine lineTo(Pty pty) {
        return new SerialPortLine(pty::slavePath);
    }

    @Test
    void everyByteValuePassesUnchangedBothWays() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (Pty pty = Pty.open();
                Uart uart = lineTo(pty).open()) {
            pty.write(all, 0, all.length);
            assertArrayEquals(all, read(uart::read, 256));
            uart.write(all);
            assertArrayEquals(all, read(pty::read, 256));
        }
    }

    @Test
    void aBurstOfFourKilobytesComesInOneOrTwoReads() throws IOException {
        byte[] burst = new byte[4096];
        new Random(11).nextBytes(burst);
        try (Pty pty = Pty.open();
                Uart uart = lineTo(pty).open()) {
            pty.write(burst, 0, burst.length);
            byte[] buffer = new byte[8192];
            ByteArrayOutputStream got = new ByteArrayOutputStream();
            int reads = 0;
            while (got.size() < burst.length) {
                got.write(buffer, 0, uart.read(buffer));
                reads++;
            }
            assertArrayEquals(burst, got.toByteArray());
            assertTrue(reads <= 8, "the kernel keeps 4095 bytes for one read, but it took " + reads);
        }
    }

    @Test
    void anUnpluggedLineEndsTheReadAndRefusesWrites() throws Exception {
        Pty pty = Pty.open();
        try (Uart uart = lineTo(pty).open()) {
            CompletableFuture<Integer> read = reading(uart);
            pty.close();
            assertEquals(-1, read.get(10, TimeUnit.SECONDS));
            assertEquals(-1, uart.read(new byte[16]));
            IOException gone = assertThrows(IOException.class, () -> uart.write(new byte[] {1}));
            assertEquals("the serial line " + pty.slavePath() + " is gone", gone.getMessage());
        }
    }

    @Test
    void aLineThatIsPluggedInAgainIsFoundUnderItsName() throws IOException {
        Path link = folder.resolve("otgw");
        SerialPortLine line = new SerialPortLine(folder, () -> SerialPortLine.AUTO);
        for (int round = 0; round < 3; round++) {
            try (Pty pty = Pty.open()) {
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, Path.of(pty.slavePath()));
                try (Uart uart = line.open()) {
                    pty.write("B40101900\r\n".getBytes(US_ASCII), 0, 11);
                    assertEquals("B40101900\r\n", new String(read(uart::read, 11), US_ASCII));
                }
            }
            assertThrows(IOException.class, line::open);
        }
    }

    @Test
    void closingFromAnotherThreadEndsTheReadEachTime() throws Exception {
        try (Pty pty = Pty.open()) {
            for (int round = 0; round < 20; round++) {
                Uart uart = lineTo(pty).open();
                CompletableFuture<Integer> read = reading(uart);
                uart.close();
                assertEquals(-1, read.get(10, TimeUnit.SECONDS));
                uart.close();
            }
        }
    }

    @Test
    void aPortInUseIsRefusedWithASentence() throws IOException {
        try (Pty pty = Pty.open();
                Uart first = lineTo(pty).open()) {
            IOException busy = assertThrows(IOException.class, () -> lineTo(pty).open());
            assertEquals(
                    pty.slavePath() + " is used by another program: end that program (\"fuser -v " + pty.slavePath()
                            + "\" names it)",
                    busy.getMessage());
            first.write(new byte[] {'P'});
            assertEquals(1, pty.read(new byte[4]));
        }
    }

    @Test
    void aPortIsFreeAgainAfterClose() throws IOException {
        try (Pty pty = Pty.open()) {
            lineTo(pty).open().close();
            lineTo(pty).open().close();
        }
    }

    @Test
    void aMissingPortIsRefusedWithASentence() {
        Path missing = folder.resolve("ttyS0");
        IOException none = assertThrows(IOException.class, () -> new SerialPortLine(missing::toString).open());
        assertEquals(
                "there is no serial port " + missing
                        + ": connect the gateway, or name another port in the setting serialport",
                none.getMessage());
    }

    @Test
    void aNameThatNoFileCanHaveIsRefusedWithASentence() {
        IOException none = assertThrows(IOException.class, () -> new SerialPortLine(() -> "/dev/tty\0").open());
        assertEquals("no serial port can have the name in the setting serialport: name another one", none.getMessage());
    }

    @Test
    void aFileThatIsNoPortIsRefusedWithASentence() throws IOException {
        Path file = Files.createFile(folder.resolve("notes.txt"));
        IOException none = assertThrows(IOException.class, () -> new SerialPortLine(file::toString).open());
        assertEquals(file + " is no serial port: name another one in the setting serialport", none.getMessage());
    }

    @Test
    void autoPrefersOtgwThenSerial0ThenTheOnlyAdapter() throws IOException {
        SerialPortLine line = new SerialPortLine(folder, () -> SerialPortLine.AUTO);
        assertEquals(
                "found no serial port (" + folder.resolve("otgw") + ", " + folder.resolve("serial0")
                        + " or a USB adapter): connect the gateway, or name its port in the setting serialport",
                assertThrows(IOException.class, line::open).getMessage());
        try (Pty adapter = Pty.open();
                Pty serial = Pty.open();
                Pty otgw = Pty.open()) {
            Files.createSymbolicLink(folder.resolve("ttyUSB0"), Path.of(adapter.slavePath()));
            assertOpens(line, adapter);
            Files.createSymbolicLink(folder.resolve("serial0"), Path.of(serial.slavePath()));
            assertOpens(line, serial);
            Files.createSymbolicLink(folder.resolve("otgw"), Path.of(otgw.slavePath()));
            assertOpens(line, otgw);
        }
    }

    @Test
    void autoRefusesToChooseAmongAdapters() throws IOException {
        Files.createFile(folder.resolve("ttyUSB1"));
        Files.createFile(folder.resolve("ttyACM0"));
        SerialPortLine line = new SerialPortLine(folder, () -> SerialPortLine.AUTO);
        assertEquals(
                "found more than one USB adapter [" + folder.resolve("ttyACM0") + ", " + folder.resolve("ttyUSB1")
                        + "]: name the gateway's port in the setting serialport",
                assertThrows(IOException.class, line::open).getMessage());
    }

    @Test
    void closingAPortKeepsItsModemLines() throws IOException {
        try (Pty pty = Pty.open()) {
            int fd = Libc.open(pty.slavePath(), Libc.O_RDWR | Libc.O_NOCTTY);
            try {
                assertEquals(0, Termios.keepModemLinesOnClose(fd));
                assertFalse(Termios.dropsModemLinesOnClose(fd));
            } finally {
                Libc.close(fd);
            }
        }
    }

    @Test
    void aPairMadeBySocatIsASerialLineToo() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/socat")), "socat is not installed");
        Path ours = folder.resolve("ours");
        Path theirs = folder.resolve("theirs");
        Process socat = new ProcessBuilder(
                        "/usr/bin/socat", "pty,raw,echo=0,link=" + ours, "pty,raw,echo=0,link=" + theirs)
                .start();
        try {
            await().until(() -> Files.exists(ours) && Files.exists(theirs));
            try (Uart uart = new SerialPortLine(ours::toString).open();
                    Uart chip = new SerialPortLine(theirs::toString).open()) {
                uart.write(new byte[] {0, 3, 4, 13, 17, 19, 26, 28, 127, -1});
                assertArrayEquals(new byte[] {0, 3, 4, 13, 17, 19, 26, 28, 127, -1}, read(chip::read, 10));
                chip.write("T80190000\r\n".getBytes(US_ASCII));
                assertEquals("T80190000\r\n", new String(read(uart::read, 11), US_ASCII));
                CompletableFuture<Integer> read = reading(uart);
                socat.destroyForcibly().waitFor();
                assertEquals(-1, read.get(10, TimeUnit.SECONDS));
            }
        } finally {
            socat.destroyForcibly();
        }
    }

    private static void assertOpens(SerialPortLine line, Pty pty) throws IOException {
        try (Uart uart = line.open()) {
            uart.write(new byte[] {'P', 'R'});
            assertEquals(2, read(pty::read, 2).length);
        }
    }

    /** A read that is on its way; the caller cannot know whether it already waits in the kernel, and need not. */
    private static CompletableFuture<Integer> reading(Uart uart) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread reader = Thread.ofPlatform().daemon().unstarted(() -> {
            try {
                result.complete(uart.read(new byte[64]));
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        reader.start();
        await().until(() -> reader.getState() == Thread.State.RUNNABLE || result.isDone());
        return result;
    }

    private interface Source {
        int read(byte[] buffer) throws IOException;
    }

    private static byte[] read(Source source, int count) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (got.size() < count) {
            int read = source.read(buffer);
            assertTrue(read > 0, "the line ended early");
            got.write(buffer, 0, read);
        }
        return got.toByteArray();
    }
}
