package org.otgwpi.pic;

import java.util.List;

/**
 * One text line from the gateway chip that is no frame (otgw-core 1.2). Immutable.
 *
 * <p>{@link #text()} is the line as it came, without its line end.
 */
public sealed interface PicLine {

    /** The line as it came, without its line end. */
    String text();

    /**
     * The answer to a command: {@code TT: 21.50}, or an error behind the prefix: {@code TT: BV}.
     *
     * @param code the two letters of the command
     * @param value what stands behind the colon, without the space
     */
    record Answer(String text, String code, String value) implements PicLine {}

    /** An error without the command's letters: {@code SE}. */
    record Refusal(String text, ErrorCode code) implements PicLine {}

    /** {@code Error 03}: a damaged frame on the OpenTherm line, 1 to 4. */
    record LineError(String text, int number) implements PicLine {}

    /**
     * The chip (re)started and names its firmware.
     *
     * @param version as it stands in the line, {@code 6.6}
     */
    record Banner(String text, Firmware firmware, String version) implements PicLine {}

    /** The answer to {@code PS=1}: 34 or 25 fields (otgw-core 1.7). */
    record Summary(String text, List<String> fields) implements PicLine {}

    /** The thermostat's wires were opened or closed. */
    record ThermostatLine(String text, boolean connected) implements PicLine {}

    /** The level of smart power changed: {@code Low power}, {@code Medium power}, {@code High power}. */
    record Power(String text) implements PicLine {}

    /** The chip's watchdog fired; the banner follows. */
    record WatchdogReset(String text) implements PicLine {}

    /** The report of a debug pointer, {@code 07D=3F}. */
    record DebugPointer(String text, int address, int value) implements PicLine {}

    /** Anything else. */
    record Unknown(String text) implements PicLine {}
}
