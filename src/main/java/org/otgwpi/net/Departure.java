package org.otgwpi.net;

/** Why a client is gone. */
public enum Departure {
    /** It sent a close frame. */
    CLOSED_BY_CLIENT,
    /** Its TCP connection ended. */
    LOST,
    /** It did not answer pings. */
    SILENT,
    /** It did not take what was sent to it. */
    BLOCKED,
    /** It broke the protocol or a limit. */
    BROKE_PROTOCOL,
    /** We closed it. */
    CLOSED_BY_US
}
