package org.otgwpi.simulator;

/** Hex files that hold no firmware, for tests of other packages. */
public final class TestHex {

    private TestHex() {}

    /** A file for the simulated chip that says it is the gateway firmware of this version. */
    public static String gateway(String version, int rows) {
        return TestImage.gateway(Chip.PIC16F1847, version, rows).hex();
    }

    /** A file for the simulated chip that says it is the diagnose firmware of this version. */
    public static String diagnose(String version) {
        return TestImage.diagnose(Chip.PIC16F1847, version, 20).hex();
    }

    /** A file for the other chip. */
    public static String forTheOtherChip() {
        return TestImage.gateway(Chip.PIC16F88, "5.8", 20).hex();
    }
}
