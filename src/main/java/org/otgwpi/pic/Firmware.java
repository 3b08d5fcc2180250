package org.otgwpi.pic;

/** The firmwares that run on the gateway chip (otgw-core 1.9). */
public enum Firmware {
    GATEWAY("gateway", "OpenTherm Gateway ", 6),
    DIAGNOSE("diagnose", "Opentherm gateway diagnostics - Version ", 2),
    INTERFACE("interface", "OpenTherm Interface ", 2),
    UNKNOWN("unknown", "", 0);

    private final String type;
    private final String banner;
    private final int firstMajorOn1847;

    Firmware(String type, String banner, int firstMajorOn1847) {
        this.type = type;
        this.banner = banner;
        this.firstMajorOn1847 = firstMajorOn1847;
    }

    /** The word of the API. */
    public String type() {
        return type;
    }

    /** What stands in front of the version in the line sent at boot, its last space included; empty if unknown. */
    public String banner() {
        return banner;
    }

    /** The first major version that was built for the PIC16F1847; earlier ones run on the PIC16F88. */
    int firstMajorOn1847() {
        return firstMajorOn1847;
    }
}
