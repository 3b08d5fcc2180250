package org.otgwpi.pic;

/** How flashing the gateway chip ended, with the original's words (otgw-core 6.9). */
public enum FlashResult {
    NONE("PIC upgrade was successful"),
    MEMORY("Not enough memory available"),
    HEX_ACCESS("Could not open hex file"),
    HEX_FORMAT("Invalid format of hex file"),
    HEX_DATASIZE("Wrong data size in hex file"),
    HEX_CHECKSUM("Bad checksum in hex file"),
    INPROG("Firmware upgrade in progress"),
    MAGIC("Hex file does not contain expected data"),
    RESET("PIC reset failed"),
    RETRIES("Too many retries"),
    MISMATCHES("Too many mismatches"),
    DEVICE("Wrong PIC (16F88 <=> 16F1847)");

    private final String text;

    FlashResult(String text) {
        this.text = text;
    }

    /** The sentence the user sees. */
    public String text() {
        return text;
    }
}
