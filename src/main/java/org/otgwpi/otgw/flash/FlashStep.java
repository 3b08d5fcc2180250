package org.otgwpi.otgw.flash;

/** What a flash of the chip is busy with, in the user's words. */
public enum FlashStep {
    ENTER("Entering the boot loader"),
    PRESS_RESET("Press the reset button of the gateway board now"),
    READ("Saving the settings in the gateway chip"),
    PROGRAM("Writing the program"),
    SETTINGS("Writing the settings"),
    FINISH("Making the new program start"),
    CHECK("Comparing all that was written");

    private final String text;

    FlashStep(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }
}
