package org.otgwpi.otgw.gateway;

/**
 * Something other than a frame that happened on the serial line. Immutable.
 *
 * @param epochMicros when, in microseconds since 1970
 * @param text one line for the user
 */
public record GatewayEvent(long epochMicros, Kind kind, String text) {

    /** What happened. */
    public enum Kind {
        /** A command was sent to the chip. */
        COMMAND,
        /** The chip answered, or reported something on its own. */
        ANSWER,
        /** The chip reported damage, or a line could not be read. */
        ERROR,
        /** Thermostat, boiler or the port came or went. */
        CONNECTION,
        /** What the gateway did about the chip, and why. */
        SYSTEM;

        private final String text = name().toLowerCase(java.util.Locale.ROOT);

        /** The word of the API. */
        public String text() {
            return text;
        }
    }
}
