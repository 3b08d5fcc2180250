package org.otgwpi.net;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads the frames a client sends (RFC 6455 section 5), in pieces of any size. Memory grows with the bytes that have
 * come, never with an announced length; a frame or message over the limit fails with 1009 as soon as its header is
 * read. Not thread-safe.
 */
public final class FrameParser {
    private static final byte[] EMPTY = {};
    private static final int FIN = 0x80;
    private static final int RESERVED_BITS = 0x70;
    private static final int MASKED = 0x80;
    private static final int LARGEST_CONTROL = 125;

    private enum State {
        FIRST_BYTE,
        LENGTH,
        LONG_LENGTH,
        MASK,
        PAYLOAD,
        ENDED
    }

    private final int maxMessageBytes;
    private final boolean keepMessages;
    private final FrameSink sink;
    private final Utf8Check utf8 = new Utf8Check();
    private final byte[] control = new byte[LARGEST_CONTROL];

    private State state = State.FIRST_BYTE;
    private boolean fin;
    private int opcode;
    private int lengthBytesLeft;
    private boolean lengthIs64Bits;
    private long length;
    private int mask;
    private int maskBytesLeft;
    private long done;

    private boolean inMessage;
    private boolean messageIsText;
    private long messageBytes;
    private byte[] message = EMPTY;
    private int messageKept;

    /**
     * @param maxMessageBytes largest payload of a frame and of a message assembled from fragments
     * @param keepMessages whether the payload of messages is wanted; without it only its rules are checked
     */
    public FrameParser(int maxMessageBytes, boolean keepMessages, FrameSink sink) {
        this.maxMessageBytes = maxMessageBytes;
        this.keepMessages = keepMessages;
        this.sink = sink;
    }

    /** Takes all of {@code in}, except what follows a close frame or a failure. */
    public void feed(ByteBuffer in) {
        while (state != State.ENDED && in.hasRemaining()) {
            switch (state) {
                case FIRST_BYTE -> firstByte(in.get() & 0xFF);
                case LENGTH -> lengthByte(in.get() & 0xFF);
                case LONG_LENGTH -> longLengthByte(in.get() & 0xFF);
                case MASK -> maskByte(in.get() & 0xFF);
                case PAYLOAD -> payload(in);
                case ENDED -> throw new IllegalStateException("the stream has ended");
            }
        }
    }

    /** Whether a frame has begun and not ended. */
    public boolean isInsideFrame() {
        return state != State.FIRST_BYTE && state != State.ENDED;
    }

    private boolean isControl() {
        return opcode >= Opcode.CLOSE.code();
    }

    private void firstByte(int b) {
        fin = (b & FIN) != 0;
        opcode = b & 0x0F;
        boolean known = opcode <= Opcode.BINARY.code() || (isControl() && opcode <= Opcode.PONG.code());
        boolean continuation = opcode == Opcode.CONTINUATION.code();
        if ((b & RESERVED_BITS) != 0 || !known || (isControl() && !fin)) {
            fail(CloseCode.PROTOCOL_ERROR);
        } else if (!isControl() && continuation != inMessage) {
            fail(CloseCode.PROTOCOL_ERROR);
        } else {
            if (!isControl() && !continuation) {
                inMessage = true;
                messageIsText = opcode == Opcode.TEXT.code();
                messageBytes = 0;
                messageKept = 0;
                utf8.reset();
            }
            state = State.LENGTH;
        }
    }

    private void lengthByte(int b) {
        int shortLength = b & 0x7F;
        if ((b & MASKED) == 0 || (isControl() && shortLength > LARGEST_CONTROL)) {
            fail(CloseCode.PROTOCOL_ERROR);
            return;
        }
        length = 0;
        if (shortLength <= LARGEST_CONTROL) {
            length = shortLength;
            lengthKnown();
        } else {
            lengthIs64Bits = shortLength == 127;
            lengthBytesLeft = lengthIs64Bits ? 8 : 2;
            state = State.LONG_LENGTH;
        }
    }

    private void longLengthByte(int b) {
        length = (length << 8) | b;
        if (--lengthBytesLeft > 0) {
            return;
        }
        long smallest = lengthIs64Bits ? 0x10000 : 126;
        if (length < smallest) {
            fail(CloseCode.PROTOCOL_ERROR);
        } else {
            lengthKnown();
        }
    }

    private void lengthKnown() {
        if (!isControl()) {
            if (length > maxMessageBytes - messageBytes) {
                fail(CloseCode.TOO_BIG);
                return;
            }
            messageBytes += length;
        }
        mask = 0;
        maskBytesLeft = 4;
        state = State.MASK;
    }

    private void maskByte(int b) {
        mask = (mask << 8) | b;
        if (--maskBytesLeft == 0) {
            done = 0;
            if (length == 0) {
                frameComplete();
            } else {
                state = State.PAYLOAD;
            }
        }
    }

    private void payload(ByteBuffer in) {
        int n = (int) Math.min(length - done, in.remaining());
        boolean control = isControl();
        if (!control && keepMessages && message.length - messageKept < n) {
            message = Arrays.copyOf(message, Math.min(maxMessageBytes, Math.max(messageKept + n, message.length * 2)));
        }
        for (int i = 0; i < n; i++) {
            int b = (in.get() ^ (mask >>> (24 - 8 * ((int) done & 3)))) & 0xFF;
            if (control) {
                this.control[(int) done] = (byte) b;
            } else {
                if (messageIsText && !utf8.accept(b)) {
                    fail(CloseCode.BAD_DATA);
                    return;
                }
                if (keepMessages) {
                    message[messageKept++] = (byte) b;
                }
            }
            done++;
        }
        if (done == length) {
            frameComplete();
        }
    }

    private void frameComplete() {
        state = State.FIRST_BYTE;
        if (isControl()) {
            controlComplete();
        } else if (fin) {
            inMessage = false;
            if (messageIsText && !utf8.isComplete()) {
                fail(CloseCode.BAD_DATA);
                return;
            }
            byte[] payload = messageKept == 0 ? EMPTY : Arrays.copyOf(message, messageKept);
            message = EMPTY;
            messageKept = 0;
            sink.message(messageIsText, payload);
        }
    }

    private void controlComplete() {
        if (opcode == Opcode.PING.code()) {
            sink.ping(Arrays.copyOf(control, (int) length));
        } else if (opcode == Opcode.PONG.code()) {
            sink.pong(Arrays.copyOf(control, (int) length));
        } else {
            closeComplete();
        }
    }

    private void closeComplete() {
        if (length == 0) {
            state = State.ENDED;
            sink.close(CloseCode.NONE_RECEIVED);
            return;
        }
        int code = (control[0] & 0xFF) << 8 | (control[1] & 0xFF);
        if (length == 1 || !CloseCode.mayBeReceived(code)) {
            fail(CloseCode.PROTOCOL_ERROR);
            return;
        }
        Utf8Check reason = new Utf8Check();
        boolean valid = true;
        for (int i = 2; i < length && valid; i++) {
            valid = reason.accept(control[i] & 0xFF);
        }
        if (!valid || !reason.isComplete()) {
            fail(CloseCode.BAD_DATA);
            return;
        }
        state = State.ENDED;
        sink.close(code);
    }

    private void fail(int code) {
        state = State.ENDED;
        message = EMPTY;
        sink.fail(code);
    }
}
