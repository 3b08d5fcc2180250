package org.otgwpi.simulator;

import java.util.Map;
import java.util.function.Supplier;
import org.otgwpi.pic.ErrorCode;

/** The answers to PR (otgw-core 1.8). */
final class Reports {

    private final Map<Character, Supplier<String>> values;
    private final Configuration configuration;

    Reports(GatewayMemory memory, Relay relay, ResetCause cause, String banner) {
        configuration = memory.configuration();
        values = Map.ofEntries(
                Map.entry('A', () -> banner),
                Map.entry('B', () -> "16:02 11-10-2024"),
                Map.entry('C', () -> "4 MHz"),
                Map.entry('D', () -> configuration.sensorOnReturn() ? "R" : "O"),
                Map.entry('E', () -> "-"),
                Map.entry('F', () -> "0"),
                Map.entry('G', () -> gpio(memory.pins())),
                Map.entry('I', () -> "00"),
                Map.entry('L', configuration::ledFunctions),
                Map.entry('M', () -> relay.monitorMode() ? "M" : "G"),
                Map.entry('N', () -> Integer.toString(configuration.messageIntervalMillis())),
                Map.entry('O', () -> memory.roomOverride().report()),
                Map.entry('P', () -> "Low power"),
                Map.entry('Q', () -> String.valueOf(cause.letter())),
                Map.entry('R', () -> String.valueOf(configuration.thermostatModel())),
                Map.entry('S', () -> configuration.setback().signedText()),
                Map.entry(
                        'T',
                        () -> flag(configuration.ignoreTransitions()) + flag(configuration.overrideFlagsInHighByte())),
                Map.entry('V', () -> Integer.toHexString(configuration.referenceVoltage())),
                Map.entry('W', () -> String.valueOf(configuration.hotWater())));
    }

    void addTo(Map<String, CommandAction> commands) {
        commands.put("PR", (argument, now) -> report(argument.onlyCharacter()));
    }

    private String report(char letter) throws Refused {
        Supplier<String> value = values.get(letter);
        if (value == null || (letter == 'N' && !configuration.hasMessageInterval())) {
            throw new Refused(ErrorCode.BV);
        }
        return letter + "=" + value.get();
    }

    private static String gpio(Pins pins) {
        return Integer.toHexString(pins.function(Pins.A)) + Integer.toHexString(pins.function(Pins.B));
    }

    private static String flag(boolean on) {
        return on ? "1" : "0";
    }
}
