package org.otgwpi.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What the chip has to say on its serial line, gathered until it is taken in one piece. */
final class Output {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean framesHidden;

    void line(String line) {
        text(line + "\r\n");
    }

    /** Text without a line end. */
    void text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void octet(int octet) {
        bytes.write(octet);
    }

    void bytes(byte[] octets) {
        bytes.writeBytes(octets);
    }

    /** A frame's line, unless PS=1 hides frames. */
    void frame(char origin, Message message) {
        if (!framesHidden) {
            line(message.line(origin));
        }
    }

    void hideFrames(boolean hide) {
        framesHidden = hide;
    }

    boolean framesHidden() {
        return framesHidden;
    }

    /** All bytes since the last call; empty if there are none. */
    byte[] take() {
        byte[] taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }
}
