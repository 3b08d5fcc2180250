package org.otgwpi.board;

/** Why a machine started, in the words and with the codes of the original (otgw-http-ws 1.8.2, decisions 6). */
public enum StartCause {
    POWER_ON("Power On", 0),
    WATCHDOG("Hardware Watchdog", 1),
    RESTART("Software/System restart", 4);

    private final String text;
    private final int code;

    StartCause(String text, int code) {
        this.text = text;
        this.code = code;
    }

    public String text() {
        return text;
    }

    public int code() {
        return code;
    }
}
