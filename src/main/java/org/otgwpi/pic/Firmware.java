package org.otgwpi.pic;

/** The firmwares that run on the gateway chip (otgw-core 1.9). */
public enum Firmware {
    GATEWAY("gateway"),
    DIAGNOSE("diagnose"),
    INTERFACE("interface"),
    UNKNOWN("unknown");

    private final String type;

    Firmware(String type) {
        this.type = type;
    }

    /** The word of the API. */
    public String type() {
        return type;
    }
}
