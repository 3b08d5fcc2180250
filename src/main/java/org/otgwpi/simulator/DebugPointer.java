package org.otgwpi.simulator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.ErrorCode;

/** The memory cell that is reported after each message and command (DP). Its content is a count, for want of memory. */
final class DebugPointer {

    private static final int SHORTEST = 2;
    private static final int LONGEST = 3;

    private int address;
    private int count;

    /**
     * Points to the address in {@code digits}; one whose low byte is 0 switches the report off.
     *
     * @return the address as the chip echoes it
     */
    String point(String digits) throws Refused {
        if (digits.length() < SHORTEST || digits.length() > LONGEST) {
            throw new Refused(ErrorCode.SE);
        }
        int parsed = 0;
        for (int i = 0; i < digits.length(); i++) {
            char character = digits.charAt(i);
            int digit = character < 0x80 ? Character.digit(character, 16) : -1;
            if (digit < 0) {
                throw new Refused(ErrorCode.SE);
            }
            parsed = (parsed << 4) | digit;
        }
        address = (parsed & 0xFF) == 0 ? 0 : parsed;
        return hex(parsed, LONGEST);
    }

    /** The line to print now, or null if the report is off. */
    @Nullable
    String report() {
        count++;
        return address == 0 ? null : hex(address, LONGEST) + "=" + hex(count & 0xFF, 2);
    }

    private static String hex(int number, int digits) {
        String text = Integer.toHexString(number).toUpperCase(Locale.ROOT);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
