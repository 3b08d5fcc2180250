package org.otgwpi.pic;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what a line is, in the order of otgw-core 2.9: the answer to a command first, whatever it says. */
final class LineParser {

    private static final Pattern LINE_ERROR = Pattern.compile("Error ([0-9A-F]{2})");
    private static final Pattern DEBUG_POINTER = Pattern.compile("[0-9A-F]{3}=[0-9A-F]{2}");
    private static final int SHORTER_THAN_A_SUMMARY = 120;

    private LineParser() {}

    static PicLine parse(String text) {
        if (text.length() > 2 && text.charAt(2) == ':') {
            return new PicLine.Answer(text, text.substring(0, 2), text.substring(text.startsWith(" ", 3) ? 4 : 3));
        }
        ErrorCode code = ErrorCode.of(text);
        if (code != null) {
            return new PicLine.Refusal(text, code);
        }
        return switch (text) {
            case "Thermostat connected" -> new PicLine.ThermostatLine(text, true);
            case "Thermostat disconnected" -> new PicLine.ThermostatLine(text, false);
            case "Low power", "Medium power", "High power" -> new PicLine.Power(text);
            case "WDT reset!" -> new PicLine.WatchdogReset(text);
            default -> parseForm(text);
        };
    }

    private static PicLine parseForm(String text) {
        Matcher error = LINE_ERROR.matcher(text);
        if (error.find()) {
            return new PicLine.LineError(text, Integer.parseInt(error.group(1), 16));
        }
        FirmwareVersion named = FirmwareVersion.in(text);
        if (named != null) {
            return new PicLine.Banner(text, named.firmware(), named.version());
        }
        if (DEBUG_POINTER.matcher(text).matches()) {
            return new PicLine.DebugPointer(text, Integer.parseInt(text, 0, 3, 16), Integer.parseInt(text, 4, 6, 16));
        }
        if (text.length() > SHORTER_THAN_A_SUMMARY) {
            List<String> fields = List.of(text.split(",", -1));
            if (SummaryLayout.FIELD_COUNTS.contains(fields.size())) {
                return new PicLine.Summary(text, fields);
            }
        }
        return new PicLine.Unknown(text);
    }
}
