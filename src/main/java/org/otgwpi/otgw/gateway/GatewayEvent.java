package org.otgwpi.otgw.gateway;

import org.otgwpi.pic.PicLine;

/**
 * Something other than a frame that happened on the serial line. Immutable.
 *
 * @param epochMicros when, in microseconds since 1970
 * @param text one line for the user
 */
public record GatewayEvent(long epochMicros, Kind kind, String text) {

    /** The start of the answer to {@code GW=R}, cut short by the reset that it asked for. */
    private static final String CUT_BY_RESET = "GW";

    /** What the chip said with a line that is no frame. */
    static GatewayEvent of(PicLine line, long epochMicros) {
        return switch (line) {
            case PicLine.Answer answer -> new GatewayEvent(epochMicros, Kind.ANSWER, answer.text());
            case PicLine.Summary summary -> new GatewayEvent(epochMicros, Kind.ANSWER, summary.text());
            case PicLine.DebugPointer pointer -> new GatewayEvent(epochMicros, Kind.ANSWER, pointer.text());
            case PicLine.Banner banner -> new GatewayEvent(epochMicros, Kind.SYSTEM, banner.text());
            case PicLine.Power power -> new GatewayEvent(epochMicros, Kind.SYSTEM, power.text());
            case PicLine.ThermostatLine change -> new GatewayEvent(epochMicros, Kind.CONNECTION, change.text());
            case PicLine.LineError error -> new GatewayEvent(epochMicros, Kind.ERROR, error.text());
            case PicLine.WatchdogReset reset -> new GatewayEvent(epochMicros, Kind.ERROR, reset.text());
            case PicLine.Refusal refusal ->
                new GatewayEvent(
                        epochMicros,
                        Kind.ERROR,
                        refusal.text() + ": " + refusal.code().meaning());
            case PicLine.Unknown unknown ->
                unknown.text().equals(CUT_BY_RESET)
                        ? new GatewayEvent(epochMicros, Kind.ANSWER, unknown.text())
                        : new GatewayEvent(epochMicros, Kind.ERROR, "Not understood: " + unknown.text());
        };
    }

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
