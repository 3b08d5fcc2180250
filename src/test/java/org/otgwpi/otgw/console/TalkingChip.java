package org.otgwpi.otgw.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.otgwpi.board.SerialLine;
import org.otgwpi.board.Uart;

/** A serial line whose chip says what the test wants, and answers commands as long as it is not mute. */
final class TalkingChip implements SerialLine {

    private static final byte[] END = {};

    private final BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();
    private final List<String> commands = new ArrayList<>();
    private volatile boolean mute;

    void say(String line) {
        said.add((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    void mute() {
        mute = true;
    }

    synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    private synchronized void hear(String command) {
        commands.add(command);
        if (mute) {
            return;
        }
        switch (command) {
            case "PR=A" -> say("PR: A=OpenTherm Gateway 6.6");
            case "PR=M" -> say("PR: M=G");
            case "GW=R" -> say("OpenTherm Gateway 6.6");
            default -> say(command.replaceFirst("=", ": "));
        }
    }

    @Override
    public String name() {
        return "the chip";
    }

    @Override
    public Uart open() {
        return new Uart() {
            @Override
            public int read(byte[] buffer) {
                try {
                    byte[] next = said.take();
                    System.arraycopy(next, 0, buffer, 0, next.length);
                    return next.length == 0 ? -1 : next.length;
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return -1;
                }
            }

            @Override
            public void write(byte[] bytes) {
                hear(new String(bytes, StandardCharsets.ISO_8859_1).strip());
            }

            @Override
            public void close() {
                said.add(END);
            }
        };
    }
}
