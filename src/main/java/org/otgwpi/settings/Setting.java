package org.otgwpi.settings;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row of the settings table: what a setting is called, what it may hold and when it takes effect. Values are kept
 * as canonical text: {@code true} or {@code false}, a decimal number, or the text itself. Immutable.
 *
 * @param fileKey the key in settings.ini
 * @param name the lower-case name in the API
 * @param place the place in the listing, from 1
 * @param min the least number; 0 for what is no number
 * @param max the greatest number, or the most characters of a text
 * @param choices the only values there are; empty for what is no choice
 * @param fresh the value of a new installation
 * @param missing the value when a settings.ini lacks the key; null keeps the value there is
 * @param nullIsMissing whether the text {@code null} in a settings.ini counts as missing
 * @param mayBeEmpty whether a user may store an empty text
 * @param postedAs further names (without their {@code #}) under which the original's page posts it
 * @param group the heading it stands under
 * @param label what a user reads beside it
 */
public record Setting(
        String fileKey,
        String name,
        int place,
        Type type,
        int min,
        int max,
        List<String> choices,
        String fresh,
        @Nullable String missing,
        boolean nullIsMissing,
        boolean mayBeEmpty,
        Effect effect,
        String group,
        List<String> postedAs,
        String label) {

    /** What stands for a password wherever it would be shown; storing it changes nothing. */
    public static final String PASSWORD_PLACEHOLDER = "notthepassword";

    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?\\d+");
    private static final Pattern FALSE = Pattern.compile("(?i)false|off|0");

    /** What a setting holds, with the letter the listing gives it. */
    public enum Type {
        TEXT('s'),
        /** One of a few words. */
        CHOICE('s'),
        PASSWORD('p'),
        FLAG('b'),
        NUMBER('i'),
        /** A GPIO line by its BCM number, -1 for none. */
        PIN('i');

        private final char letter;

        Type(char letter) {
            this.letter = letter;
        }

        /** The type letter of the listing (otgw-http-ws 1.8.4). */
        public char letter() {
            return letter;
        }
    }

    /** When a changed value counts. */
    public enum Effect {
        LIVE,
        RESTART
    }

    /** Whether it is a GPIO line. */
    public boolean isPin() {
        return type == Type.PIN;
    }

    boolean isNumber() {
        return type == Type.NUMBER || type == Type.PIN;
    }

    boolean isText() {
        return type == Type.TEXT || type == Type.PASSWORD;
    }

    /** Whether the original does not have it (otgw-http-ws 6.2 lists 38). */
    boolean isOurs() {
        return place > 38;
    }

    /** Whether its value is a string in settings.ini. */
    boolean isQuoted() {
        return isText() || type == Type.CHOICE;
    }

    /**
     * What is stored for a posted text (otgw-http-ws 6.3): true for {@code true}, {@code on} and {@code 1}, numbers as
     * C atoi reads them, texts cut to their length, choices in any case.
     *
     * @throws RefusedException if it is out of the limits, none of the choices, empty where it must not be, or no
     *     printable text
     */
    String stored(String posted) throws RefusedException {
        return switch (type) {
            case FLAG -> Boolean.toString(isTrue(posted));
            case NUMBER, PIN -> storedNumber(leadingInteger(posted));
            case TEXT, PASSWORD -> storedText(posted);
            case CHOICE -> storedChoice(posted);
        };
    }

    /**
     * Refuses what {@link #stored} would have to guess or to cut.
     *
     * @throws RefusedException with what it must be
     */
    void checkExactly(String posted) throws RefusedException {
        String text = posted.strip();
        switch (type) {
            case FLAG -> {
                if (!isTrue(text) && !FALSE.matcher(text).matches()) {
                    throw new RefusedException("%s must be true or false, not '%s'.".formatted(name, text));
                }
            }
            case NUMBER, PIN -> {
                if (!WHOLE_NUMBER.matcher(text).matches()) {
                    throw new RefusedException(
                            "%s must be a whole number from %d to %d, not '%s'.".formatted(name, min, max, text));
                }
            }
            case TEXT, PASSWORD -> {
                if (posted.length() > max) {
                    throw new RefusedException(
                            "%s holds at most %d characters, not %d.".formatted(name, max, posted.length()));
                }
            }
            case CHOICE -> {
                // nothing is guessed
            }
        }
    }

    static boolean isTrue(String text) {
        return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("on") || text.equals("1");
    }

    /** The text without what does not fit; a character outside the basic plane is kept whole or dropped. */
    String cut(String text) {
        if (text.length() <= max) {
            return text;
        }
        int end = max > 0 && Character.isHighSurrogate(text.charAt(max - 1)) ? max - 1 : max;
        return text.substring(0, end);
    }

    private String storedNumber(long number) throws RefusedException {
        if (number < min || number > max) {
            String none = isPin() ? " (-1 is none)" : "";
            throw new RefusedException(
                    "%s must be a number from %d to %d%s, not %d.".formatted(name, min, max, none, number));
        }
        return Long.toString(number);
    }

    /** The choice that a text means, or null. */
    @Nullable
    String choice(String text) {
        return choices.stream()
                .filter(choice -> choice.equalsIgnoreCase(text))
                .findFirst()
                .orElse(null);
    }

    private String storedChoice(String text) throws RefusedException {
        String choice = choice(text.strip());
        if (choice == null) {
            throw new RefusedException(name + " must be " + String.join(" or ", choices) + ".");
        }
        return choice;
    }

    private String storedText(String text) throws RefusedException {
        if (text.isEmpty() && !mayBeEmpty) {
            throw new RefusedException(name + " must not be empty.");
        }
        if (text.codePoints().anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE)) {
            throw new RefusedException(name + " must not hold control characters.");
        }
        return cut(text);
    }

    /** As C atoi: white space, a sign, digits; 0 if there is none. What no int holds saturates. */
    private static long leadingInteger(String text) {
        String rest = text.strip();
        int at = 0;
        boolean negative = rest.startsWith("-");
        if (negative || rest.startsWith("+")) {
            at++;
        }
        long number = 0;
        while (at < rest.length() && rest.charAt(at) >= '0' && rest.charAt(at) <= '9') {
            number = Math.min(number * 10 + rest.charAt(at) - '0', Integer.MAX_VALUE);
            at++;
        }
        return negative ? -number : number;
    }

    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
