package org.otgwpi.net;

/** Close codes of RFC 6455 section 7.4 that this server sends, and the rule which of them a client may send. */
public final class CloseCode {
    public static final int NORMAL = 1000;
    public static final int GOING_AWAY = 1001;
    public static final int PROTOCOL_ERROR = 1002;
    public static final int NONE_RECEIVED = 1005;
    public static final int BAD_DATA = 1007;
    public static final int TOO_BIG = 1009;
    public static final int SERVICE_RESTART = 1012;
    public static final int TRY_LATER = 1013;

    private CloseCode() {}

    /** Whether {@code code} may stand in a close frame: 1000-1003, 1007-1011, 3000-4999. */
    public static boolean mayBeReceived(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1011) || (code >= 3000 && code <= 4999);
    }
}
