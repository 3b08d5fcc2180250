package org.otgwpi.pic;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
     * Tells what a line is, in the order of otgw-core 2.9: the answer to a command first, whatever it says.
     *
     * @param text a line of printable characters that is no frame, without its line end
     */
    static PicLine parse(String text) {
        if (text.length() > 2 && text.charAt(2) == ':') {
            return new Answer(text, text.substring(0, 2), text.substring(text.startsWith(" ", 3) ? 4 : 3));
        }
        ErrorCode code = ErrorCode.of(text);
        if (code != null) {
            return new Refusal(text, code);
        }
        return switch (text) {
            case "Thermostat connected" -> new ThermostatLine(text, true);
            case "Thermostat disconnected" -> new ThermostatLine(text, false);
            case "Low power", "Medium power", "High power" -> new Power(text);
            case "WDT reset!" -> new WatchdogReset(text);
            default -> parseForm(text);
        };
    }

    private static PicLine parseForm(String text) {
        Matcher error = Form.LINE_ERROR.matcher(text);
        if (error.find()) {
            return new LineError(text, Integer.parseInt(error.group(1), 16));
        }
        FirmwareVersion named = FirmwareVersion.in(text);
        if (named != null) {
            return new Banner(text, named.firmware(), named.version());
        }
        if (Form.DEBUG_POINTER.matcher(text).matches()) {
            return new DebugPointer(text, Integer.parseInt(text, 0, 3, 16), Integer.parseInt(text, 4, 6, 16));
        }
        if (text.length() > Form.SHORTER_THAN_A_SUMMARY) {
            List<String> fields = List.of(text.split(",", -1));
            if (SummaryLayout.FIELD_COUNTS.contains(fields.size())) {
                return new Summary(text, fields);
            }
        }
        return new Unknown(text);
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

    /** The forms that lines are told by. */
    final class Form {

        private static final Pattern LINE_ERROR = Pattern.compile("Error ([0-9A-F]{2})");
        private static final Pattern DEBUG_POINTER = Pattern.compile("[0-9A-F]{3}=[0-9A-F]{2}");
        private static final int SHORTER_THAN_A_SUMMARY = 120;

        private Form() {}
    }
}
