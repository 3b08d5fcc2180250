package org.otgwpi.pic;

import java.util.regex.Pattern;

/**
 * One report of the gateway firmware, asked for by {@code PR=letter} (otgw-core 1.8).
 *
 * @param form what its value looks like
 * @param example a value
 * @param description what it tells, for people
 */
public record Report(char letter, Pattern form, String example, String description) {

    /** True if {@code value}, the text behind {@code PR: X=}, has the form of this report. */
    public boolean fits(String value) {
        return form.matcher(value).matches();
    }
}
