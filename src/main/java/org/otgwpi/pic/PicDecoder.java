package org.otgwpi.pic;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Origin;

/**
 * Turns the bytes from the gateway chip into frames and lines (otgw-core 1.2, 2.2). Bytes may come in pieces of any
 * size; what they say is told in their order. Frames cost no allocation. Not thread-safe: the serial reader owns it.
 */
public final class PicDecoder {

    /** The boot loader waits for a programmer for one second. */
    public static final int ETX = 0x04;

    /** The boot loader was disturbed by a byte and starts the firmware at once (otgw-core 1.10 step 3). */
    public static final int ETX_DISTURBED = 0x01;

    /** The most bytes of a line; longer ones are dropped and counted. */
    public static final int LONGEST_LINE = 255;

    private static final int FRAME_LENGTH = 9;

    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private boolean skipping;
    private long overflows;
    private long malformed;

    /** Takes what the chip says. */
    public interface Sink {

        /** A frame, {@code T80000200}. */
        void frame(Origin origin, int bits);

        /** A line that is no frame. */
        void line(PicLine line);

        /**
         * The chip was reset and its boot loader runs. Text that came before it on the same line was cut off by the
         * reset and has been delivered as unknown.
         *
         * @param etx {@link #ETX}, told as soon as it comes; or {@link #ETX_DISTURBED}, told just before the banner
         */
        void loaderReady(int etx);
    }

    /**
     * Takes the next bytes.
     *
     * @param length how many of {@code bytes} count
     */
    public void accept(byte[] bytes, int length, Sink sink) {
        for (int i = 0; i < length; i++) {
            byte next = bytes[i];
            if (next == '\r' || next == '\n') {
                endLine(sink);
            } else if (next == ETX) {
                cutLine(sink);
            } else if (!skipping) {
                append(next);
            }
        }
    }

    /** Forgets a line that has not ended: the port was closed. */
    public void clear() {
        length = 0;
        skipping = false;
    }

    /** How many lines were dropped because they were too long. */
    public long overflows() {
        return overflows;
    }

    /** How many lines were damaged: nearly a frame, or with bytes that are no printable ASCII. */
    public long malformed() {
        return malformed;
    }

    private void append(byte next) {
        if (length == LONGEST_LINE) {
            overflows++;
            skipping = true;
            length = 0;
        } else {
            line[length++] = next;
        }
    }

    private void endLine(Sink sink) {
        int end = length;
        clear();
        if (end == FRAME_LENGTH) {
            Origin origin = Origin.of(line[0]);
            if (origin != null && line[2] != ':') {
                nineCharacters(origin, sink);
                return;
            }
        }
        if (end > 0) {
            textLine(end, sink);
        }
    }

    /** A reset breaks off whatever the chip was sending. */
    private void cutLine(Sink sink) {
        int end = length;
        clear();
        if (end > 0) {
            unknown(0, end, sink);
        }
        sink.loaderReady(ETX);
    }

    private void nineCharacters(Origin origin, Sink sink) {
        int bits = 0;
        for (int i = 1; i < FRAME_LENGTH; i++) {
            int digit = upperCaseHexDigit(line[i]);
            if (digit < 0) {
                malformed++;
                sink.line(new PicLine.Unknown(text(0, FRAME_LENGTH)));
                return;
            }
            bits = bits << 4 | digit;
        }
        sink.frame(origin, bits);
    }

    private void textLine(int end, Sink sink) {
        if (printable(0, end)) {
            sink.line(PicLine.parse(text(0, end)));
            return;
        }
        for (int i = 0; i < end; i++) {
            PicLine.Banner banner = line[i] == ETX_DISTURBED ? bannerAt(i + 1, end) : null;
            if (banner != null) {
                if (i > 0) {
                    unknown(0, i, sink);
                }
                sink.loaderReady(ETX_DISTURBED);
                sink.line(banner);
                return;
            }
        }
        unknown(0, end, sink);
    }

    private PicLine.@Nullable Banner bannerAt(int from, int end) {
        if (printable(from, end) && PicLine.parse(text(from, end)) instanceof PicLine.Banner banner) {
            return banner.text().startsWith(banner.firmware().banner()) ? banner : null;
        }
        return null;
    }

    private void unknown(int from, int end, Sink sink) {
        if (!printable(from, end)) {
            malformed++;
        }
        sink.line(new PicLine.Unknown(text(from, end)));
    }

    private boolean printable(int from, int end) {
        for (int i = from; i < end; i++) {
            if (!printable(line[i])) {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int end) {
        if (printable(from, end)) {
            return new String(line, from, end - from, StandardCharsets.US_ASCII);
        }
        StringBuilder text = new StringBuilder();
        for (int i = from; i < end; i++) {
            if (printable(line[i])) {
                text.append((char) line[i]);
            } else {
                text.append(String.format(Locale.ROOT, "\\x%02X", line[i]));
            }
        }
        return text.toString();
    }

    private static boolean printable(byte each) {
        return each >= ' ' && each <= '~';
    }

    private static int upperCaseHexDigit(byte each) {
        if (each >= '0' && each <= '9') {
            return each - '0';
        }
        return each >= 'A' && each <= 'F' ? each - 'A' + 10 : -1;
    }
}
