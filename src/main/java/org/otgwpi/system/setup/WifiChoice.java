package org.otgwpi.system.setup;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * A Wi-Fi that the user wants to join. Immutable.
 *
 * @param name its SSID
 * @param password null keeps the saved one, empty for an open network
 * @param hidden true if it does not show its name
 * @param country two capital letters, empty to leave it as it is
 */
record WifiChoice(String name, @Nullable String password, boolean hidden, String country) {

    private static final int LONGEST_NAME = 32;
    private static final int SHORTEST_PASSWORD = 8;
    private static final int LONGEST_PASSWORD = 63;

    /**
     * Checks what can be known before trying.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    WifiChoice {
        if (name.isEmpty() || name.getBytes(UTF_8).length > LONGEST_NAME || hasControls(name)) {
            throw new IllegalArgumentException("A Wi-Fi name has 1 to " + LONGEST_NAME + " bytes.");
        }
        if (password != null && !password.isEmpty() && !isPassword(password)) {
            throw new IllegalArgumentException(
                    "A Wi-Fi password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters.");
        }
        if (!country.isEmpty() && !country.matches("[A-Z]{2}")) {
            throw new IllegalArgumentException("A country is two letters, such as DE, GB or NL.");
        }
    }

    private static boolean isPassword(String password) {
        int length = password.getBytes(UTF_8).length;
        return password.matches("[0-9A-Fa-f]{64}")
                || (length >= SHORTEST_PASSWORD && length <= LONGEST_PASSWORD && !hasControls(password));
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7F);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return name;
    }
}
