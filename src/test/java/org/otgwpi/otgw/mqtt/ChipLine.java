package org.otgwpi.otgw.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import org.otgwpi.board.SerialLine;
import org.otgwpi.board.Uart;

/** A serial line with a chip on it that answers every command, says what it is told to, and notes what it heard. */
final class ChipLine implements SerialLine {

    private static final byte[] END = new byte[0];

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();

    /** The chip says these lines. */
    void say(String... lines) {
        for (String line : lines) {
            said.add((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** All commands that came, without line ends. */
    List<String> heard() {
        return heard;
    }

    @Override
    public String name() {
        return "the chip of the test";
    }

    @Override
    public Uart open() {
        return new Uart() {

            @Override
            public int read(byte[] buffer) {
                try {
                    byte[] bytes = said.take();
                    System.arraycopy(bytes, 0, buffer, 0, bytes.length);
                    return bytes.length == 0 ? -1 : bytes.length;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return -1;
                }
            }

            @Override
            public void write(byte[] bytes) {
                String command = new String(bytes, StandardCharsets.ISO_8859_1).strip();
                heard.add(command);
                answer(command);
            }

            @Override
            public void close() {
                said.add(END);
            }
        };
    }

    private void answer(String command) {
        switch (command) {
            case "PR=A" -> say("PR: A=OpenTherm Gateway 6.6");
            case "PR=M" -> say("PR: M=G");
            case "PR=G" -> say("PR: G=05");
            case "PR=L" -> say("PR: L=FXOMPC");
            case "PR=S" -> say("PR: S=16.00");
            case "GW=R" -> {}
            default -> say(command.substring(0, 2) + ": " + command.substring(3));
        }
    }
}
