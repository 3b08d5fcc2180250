package org.otgwpi.board;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * The name that the user wants for the machine, and the one it gets: the same, unless a network could not use it
 * (decisions 6, RFC 1123 section 2.1). Immutable.
 *
 * @param wished as it stands in the settings
 * @param used one label: letters, digits and hyphens inside, 1 to 63 of them, not only digits
 */
public record HostName(String wished, String used) {

    private static final int LONGEST_LABEL = 63;
    private static final int SERIAL_DIGITS = 6;
    private static final String FALLBACK = "OTGW-";
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern UNUSABLE = Pattern.compile("[^A-Za-z0-9]+");
    private static final Pattern HYPHENS_AT_ENDS = Pattern.compile("^-+|-+$");
    private static final Pattern NOT_A_NAME = Pattern.compile("\\d+|(?i:localhost)");

    /**
     * What becomes of {@code wished}: the part before the first dot, accents taken off letters, a hyphen for whatever
     * else cannot stay. If nothing is left it is {@code OTGW-} and the last six digits of the board's serial number
     * (otgw-http-ws 7.3).
     */
    public static HostName of(String wished, String serialNumber) {
        if (isLabel(wished)) {
            return new HostName(wished, wished);
        }
        String label = wished.strip().split("\\.", 2)[0];
        label = MARKS.matcher(Normalizer.normalize(label, Normalizer.Form.NFD)).replaceAll("");
        label = trimmed(UNUSABLE.matcher(label).replaceAll("-"));
        if (label.isEmpty()) {
            label = trimmed(FALLBACK + serialNumber.substring(Math.max(0, serialNumber.length() - SERIAL_DIGITS)));
        } else if (NOT_A_NAME.matcher(label).matches()) {
            label = FALLBACK + label;
        }
        return new HostName(wished, trimmed(label.substring(0, Math.min(label.length(), LONGEST_LABEL))));
    }

    /** True if the machine has another name than the user wants. */
    public boolean mapped() {
        return !wished.equals(used);
    }

    /** Tells the user both names. */
    public String sentence() {
        return mapped()
                ? "A network cannot use the host name \"%s\", so this device is called %s.local."
                        .formatted(wished, used)
                : "This device is called %s.local.".formatted(used);
    }

    private static boolean isLabel(String name) {
        return name.length() <= LONGEST_LABEL
                && name.matches("[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?")
                && !NOT_A_NAME.matcher(name).matches();
    }

    private static String trimmed(String label) {
        return HYPHENS_AT_ENDS.matcher(label).replaceAll("");
    }
}
