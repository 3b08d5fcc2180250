package org.otgwpi.otgw.bridge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.otgwpi.board.Pty;

/**
 * A gateway chip at the other end of a pseudo terminal: it answers each command once, prints a frame with each answer,
 * and drops a command that comes while it is busy with another, as the real one does. In its boot loader it answers the
 * version request, echoes every other packet, and counts every byte that belongs to none.
 */
final class ScriptedPic implements AutoCloseable {

    private static final byte STX = 0x0F;
    private static final byte ETX = 0x04;
    private static final byte DLE = 0x05;

    private final Pty pty = Pty.open();
    private final Thread thread = Thread.ofPlatform().daemon().unstarted(this::run);
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> commands = new ArrayList<>();
    private boolean loader;
    private boolean inPacket;
    private boolean escaped;
    private int frames;
    private int foreign;

    ScriptedPic() throws IOException {
        thread.start();
    }

    String path() {
        return pty.slavePath();
    }

    /** All bytes that came. */
    synchronized byte[] heard() {
        return heard.toByteArray();
    }

    /** The commands that were carried out. */
    synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    /** How many frames were printed. */
    synchronized int frames() {
        return frames;
    }

    /** Bytes in the boot loader that belong to no packet. */
    synchronized int foreign() {
        return foreign;
    }

    synchronized boolean inLoader() {
        return loader;
    }

    /** Prints bytes of its own accord. */
    synchronized void print(byte[] bytes) {
        pty.write(bytes, 0, bytes.length);
    }

    synchronized void printFrame() {
        frames++;
        print("B40192B%02X\r\n".formatted(frames & 0xFF));
    }

    private void print(String text) {
        print(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private void run() {
        byte[] buffer = new byte[4096];
        for (int length = pty.read(buffer); length >= 0; length = pty.read(buffer)) {
            synchronized (this) {
                heard.write(buffer, 0, length);
                for (int i = 0; i < length; i++) {
                    if (loader) {
                        loaderByte(buffer[i]);
                    } else {
                        commandByte(buffer[i]);
                    }
                }
            }
        }
    }

    private void commandByte(byte next) {
        if (next == '\r') {
            String command = line.toString(StandardCharsets.ISO_8859_1);
            line.reset();
            if (!command.isEmpty()) {
                execute(command);
            }
        } else if (next != '\n') {
            line.write(next);
        }
    }

    private void execute(String command) {
        commands.add(command);
        if (command.equals("GW=R")) {
            loader = true;
            print("T8019\u0004");
        } else if (command.length() < 4 || command.charAt(2) != '=') {
            print("SE\r\n");
        } else if (command.equals("PR=A")) {
            print("PR: A=OpenTherm Gateway 6.6\r\n");
        } else if (command.equals("PS=1")) {
            print("PS: 1\r\n00000000/00000000,10.00,00000000/00000000," + "100/100," + "1.00,".repeat(29) + "1\r\n");
        } else if (command.startsWith("PR=")) {
            print("PR: " + command.substring(3) + "=G\r\n");
            printFrame();
        } else {
            print(command.substring(0, 2) + ": " + command.substring(3) + "\r\n");
            printFrame();
        }
    }

    private void loaderByte(byte next) {
        if (escaped) {
            escaped = false;
            line.write(next);
        } else if (next == STX) {
            inPacket = true;
            line.reset();
        } else if (!inPacket) {
            foreign++;
        } else if (next == DLE) {
            escaped = true;
        } else if (next == ETX) {
            inPacket = false;
            packet(line.toByteArray());
            line.reset();
        } else {
            line.write(next);
        }
    }

    private void packet(byte[] payload) {
        if (payload.length > 0 && payload[0] == 8) {
            loader = false;
            print("\u0004OpenTherm Gateway 6.7\r\n");
        } else if (payload.length > 0 && payload[0] == 0) {
            print(new byte[] {STX, 0, 3, 0, 2, 0, 0x1F, (byte) 0xE9, 0x1F, (byte) 0xD4, ETX});
        } else {
            print(packetOf(payload));
        }
    }

    /** A packet as it stands on the line (otgw-core 6.2). */
    static byte[] packetOf(byte[] payload) {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.write(STX);
        for (byte each : payload) {
            if (each == STX || each == ETX || each == DLE) {
                packet.write(DLE);
            }
            packet.write(each);
        }
        packet.write(ETX);
        return packet.toByteArray();
    }

    /** Whether {@code part} stands in what came. */
    boolean heard(byte[] part) {
        byte[] all = heard();
        for (int i = 0; i + part.length <= all.length; i++) {
            if (Arrays.equals(all, i, i + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        pty.close();
    }
}
