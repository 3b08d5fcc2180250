package org.otgwpi.otgw;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.otgwpi.board.SerialLine;
import org.otgwpi.board.Uart;

/** A serial line on which a chip says a few lines and answers questions for its version and mode. */
final class ScriptedLine implements SerialLine {

    private static final byte[] END = {};

    private final String[] lines;

    ScriptedLine(String... lines) {
        this.lines = lines;
    }

    @Override
    public String name() {
        return "the script";
    }

    @Override
    public Uart open() {
        Chip chip = new Chip();
        for (String line : lines) {
            chip.say(line);
        }
        return chip;
    }

    private static final class Chip implements Uart {

        private final BlockingQueue<byte[]> said = new LinkedBlockingQueue<>();

        private void say(String line) {
            said.add((line + "\r\n").getBytes(US_ASCII));
        }

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
            String command = new String(bytes, US_ASCII).strip();
            switch (command) {
                case "PR=A" -> say("PR: A=OpenTherm Gateway 6.6");
                case "PR=M" -> say("PR: M=G");
                default -> say(command.replaceFirst("=", ": "));
            }
        }

        @Override
        public void close() {
            said.add(END);
        }
    }
}
