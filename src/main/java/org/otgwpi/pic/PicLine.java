package org.otgwpi.pic;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One text line from the gateway chip that is no frame (otgw-core 1.2). Immutable.
 *
 * <p>{@link #text()} is the line as it came, without its line end.
 */
public sealed interface PicLine {

    /** The line as it came, without its line end. */
    String text();

    /**
     * Tells what a line is (otgw-core 1.2, 2.9).
     *
     * @param text a line of printable characters that is no frame, without its line end
     */
    static PicLine parse(String text) {
        return LineParser.parse(text);
    }

    /**
     * The answer to a command: {@code TT: 21.50}, or an error behind the prefix: {@code TT: BV}.
     *
     * @param code the two letters of the command
     * @param value what stands behind the colon, without the space
     */
    record Answer(String text, String code, String value) implements PicLine {

        /** The error that the command was answered with, or null if it was carried out. */
        public @Nullable ErrorCode error() {
            return ErrorCode.of(value);
        }

        /** What the chip reports for {@code PR=letter}: {@code G} of {@code PR: M=G}; null if this is no such answer. */
        public @Nullable String report(char letter) {
            boolean asked =
                    code.equals("PR") && value.length() > 1 && value.charAt(0) == letter && value.charAt(1) == '=';
            return asked ? value.substring(2) : null;
        }

        /** The firmware that {@code PR=A} was answered with, or null if this is no such answer. */
        public @Nullable FirmwareVersion firmware() {
            String report = report('A');
            return report == null ? null : FirmwareVersion.in(report);
        }
    }

    /** An error without the command's letters: {@code SE}. */
    record Refusal(String text, ErrorCode code) implements PicLine {}

    /**
     * {@code Error 03}: a damaged frame on the OpenTherm line.
     *
     * @param number 1 to 4 as far as known (otgw-core 1.2), 0 to 255 as far as the form allows
     */
    record LineError(String text, int number) implements PicLine {}

    /**
     * The chip (re)started and names its firmware.
     *
     * @param version as it stands in the line, {@code 6.6}
     */
    record Banner(String text, Firmware firmware, String version) implements PicLine {

        /** The firmware and its version, which tell the chip. */
        public FirmwareVersion firmwareVersion() {
            return new FirmwareVersion(firmware, version);
        }
    }

    /** The answer to {@code PS=1}: 34 or 25 fields, which {@link SummaryLayout} reads (otgw-core 1.7). */
    record Summary(String text, List<String> fields) implements PicLine {}

    /** The thermostat's wires were opened or closed. */
    record ThermostatLine(String text, boolean connected) implements PicLine {}

    /** The level of smart power changed: {@code Low power}, {@code Medium power}, {@code High power}. */
    record Power(String text) implements PicLine {}

    /** The chip's watchdog fired; the banner follows. */
    record WatchdogReset(String text) implements PicLine {}

    /** The report of a debug pointer, {@code 07D=3F}. */
    record DebugPointer(String text, int address, int value) implements PicLine {}

    /** Anything else. Bytes that are no printable ASCII stand as {@code \x1B}. */
    record Unknown(String text) implements PicLine {}
}
