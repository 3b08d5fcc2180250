package org.otgwpi.pic;

import org.jspecify.annotations.Nullable;

/** What the gateway chip answers to a command it does not carry out (otgw-core 1.4, 2.9). */
public enum ErrorCode {
    NG("No Good. The command code is unknown."),
    SE("Syntax Error. The command contained an unexpected character or was incomplete."),
    BV("Bad Value. The command contained a data value that is not allowed."),
    OR("Out of Range. A number was specified outside of the allowed range."),
    NS("No Space. The alternative Data-ID could not be added because the table is full."),
    NF("Not Found. The specified alternative Data-ID could not be removed because it does not exist in the table."),
    OE("Overrun Error. The processor was busy and failed to process all received characters.");

    private final String meaning;

    ErrorCode(String meaning) {
        this.meaning = meaning;
    }

    /** The words the original reports it with. */
    public String meaning() {
        return meaning;
    }

    /** The code that {@code text} is, or null. */
    public static @Nullable ErrorCode of(String text) {
        for (ErrorCode code : values()) {
            if (code.name().equals(text)) {
                return code;
            }
        }
        return null;
    }
}
