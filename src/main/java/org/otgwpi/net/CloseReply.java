package org.otgwpi.net;

/** How a client's close frame is answered. */
public enum CloseReply {
    /** With code 1000, whatever came. */
    NORMAL,
    /** With the client's own code; with none if it sent none. */
    ECHO,
    /** With no code. */
    EMPTY;

    /** The code to answer {@code received} with; {@link CloseCode#NONE_RECEIVED} stands for no code. */
    int to(int received) {
        return switch (this) {
            case NORMAL -> CloseCode.NORMAL;
            case ECHO -> received;
            case EMPTY -> CloseCode.NONE_RECEIVED;
        };
    }
}
