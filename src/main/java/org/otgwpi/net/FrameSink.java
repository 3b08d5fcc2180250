package org.otgwpi.net;

/** What a {@link FrameParser} found. After {@link #close} or {@link #fail} nothing more comes. */
public interface FrameSink {
    /** A whole message; the payload is empty if the parser was told not to keep messages. */
    void message(boolean text, byte[] payload);

    void ping(byte[] payload);

    void pong(byte[] payload);

    /** A valid close frame; {@link CloseCode#NONE_RECEIVED} if it carried no code. */
    void close(int code);

    /** The peer broke the protocol: the connection is to be closed with {@code code}. */
    void fail(int code);
}
