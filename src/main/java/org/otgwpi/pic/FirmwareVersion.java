package org.otgwpi.pic;

import org.jspecify.annotations.Nullable;

/**
 * Which firmware runs on the chip, and so which chip it is: nobody asks the chip itself (otgw-core 1.9).
 *
 * @param version as the chip writes it, {@code 6.6} or {@code 4.0a6}; at most 31 characters, empty if none was named
 */
public record FirmwareVersion(Firmware firmware, String version) {

    private static final int LONGEST_VERSION = 31;

    /**
     * The firmware named anywhere in {@code line}, or null if none is. The version goes up to the next white space.
     */
    public static @Nullable FirmwareVersion in(String line) {
        for (Firmware firmware : Firmware.values()) {
            int start = firmware == Firmware.UNKNOWN ? -1 : line.indexOf(firmware.banner());
            if (start >= 0) {
                return new FirmwareVersion(
                        firmware, firstWord(line, start + firmware.banner().length()));
            }
        }
        return null;
    }

    /** The chip that this version was built for; unknown if the version does not start with a number. */
    public PicModel model() {
        PicNumber.Reading major = PicNumber.decimal(version, 0);
        if (firmware == Firmware.UNKNOWN || major.error() != null) {
            return PicModel.UNKNOWN;
        }
        return major.value() < firmware.firstMajorOn1847() ? PicModel.PIC16F88 : PicModel.PIC16F1847;
    }

    private static String firstWord(String line, int from) {
        int end = from;
        while (end < line.length() && end - from < LONGEST_VERSION && !Character.isWhitespace(line.charAt(end))) {
            end++;
        }
        return line.substring(from, end);
    }
}
