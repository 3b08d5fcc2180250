package org.otgwpi.simulator;

import java.util.Map;
import org.otgwpi.pic.ErrorCode;

/** The commands that change how the gateway itself works: pins, LEDs, modes, what it assumes of the thermostat. */
final class SettingCommands {

    private static final int LARGEST_GPIO_FUNCTION = 8;
    private static final int SHORTEST_INTERVAL_MILLIS = 100;
    private static final int LONGEST_INTERVAL_MILLIS = 1275;
    private static final int SCALE_OF_INTERVALS = 5;

    private final Configuration configuration;
    private final Overrides overrides;
    private final Pins pins;
    private final DebugPointer debugPointer;
    private final Relay relay;

    SettingCommands(GatewayMemory memory, Relay relay) {
        configuration = memory.configuration();
        overrides = memory.overrides();
        pins = memory.pins();
        debugPointer = memory.debugPointer();
        this.relay = relay;
    }

    void addTo(Map<String, CommandAction> commands) {
        commands.put("HW", (argument, now) -> hotWater(argument.onlyCharacter()));
        commands.put("VR", (argument, now) -> referenceVoltage(argument.onlyCharacter()));
        for (int led = 0; led < 6; led++) {
            int index = led;
            commands.put("L" + (char) ('A' + led), (argument, now) -> led(index, argument.onlyCharacter()));
        }
        commands.put("GA", (argument, now) -> gpio(Pins.A, argument));
        commands.put("GB", (argument, now) -> gpio(Pins.B, argument));
        commands.put("TS", (argument, now) -> sensor(argument.next()));
        commands.put("GW", this::mode);
        commands.put("FT", (argument, now) -> thermostat(argument.onlyCharacter()));
        commands.put("DP", (argument, now) -> debugPointer.point(argument.text()));
        commands.put("MI", (argument, now) -> interval(argument));
        commands.put("IT", (argument, now) -> {
            configuration.setIgnoreTransitions(argument.bool());
            return argument.text();
        });
        commands.put("OH", (argument, now) -> {
            configuration.setOverrideFlagsInHighByte(argument.bool());
            return argument.text();
        });
        commands.put("SM", (argument, now) -> {
            configuration.setSummerMode(argument.bool());
            return argument.text();
        });
        commands.put("FS", (argument, now) -> {
            configuration.setFailSafe(argument.bool());
            return argument.text();
        });
        commands.put("BW", (argument, now) -> {
            overrides.hotWaterBlocked = argument.bool();
            return argument.text();
        });
    }

    private String hotWater(char letter) {
        overrides.hotWaterPush = letter == 'P';
        if (letter == 'P') {
            return "P";
        }
        char setting = letter == '0' || letter == '1' ? letter : 'A';
        configuration.setHotWater(setting);
        return String.valueOf(setting);
    }

    private String referenceVoltage(char digit) throws Refused {
        if (digit < '0' || digit > '9') {
            throw new Refused(ErrorCode.BV);
        }
        configuration.setReferenceVoltage(digit - '0');
        return String.valueOf(digit);
    }

    private String led(int led, char letter) throws Refused {
        if (letter < 'A' || letter > 'Z') {
            throw new Refused(ErrorCode.BV);
        }
        configuration.setLedFunction(led, letter);
        return String.valueOf(letter);
    }

    private String gpio(int pin, Argument argument) throws Refused {
        int function = argument.wholeDecimal();
        if (function > LARGEST_GPIO_FUNCTION) {
            throw new Refused(ErrorCode.BV);
        }
        configuration.setGpioFunction(pin, function);
        if (!pins.set(pin, function)) {
            throw new Refused(ErrorCode.BV);
        }
        return Integer.toString(function);
    }

    private String sensor(char letter) throws Refused {
        if (letter != 'O' && letter != 'R') {
            throw new Refused(ErrorCode.BV);
        }
        configuration.setSensorOnReturn(letter == 'R');
        return String.valueOf(letter);
    }

    private String mode(Argument argument, long nowNanos) throws Refused {
        boolean gateway = argument.bool();
        return relay.switchMode(!gateway, nowNanos) ? argument.text() : "P";
    }

    private String thermostat(char letter) {
        configuration.setThermostatModel(letter);
        return String.valueOf(configuration.thermostatModel());
    }

    private String interval(Argument argument) throws Refused {
        if (!configuration.hasMessageInterval()) {
            throw new Refused(ErrorCode.NG);
        }
        String digits = argument.text();
        int millis = 0;
        for (int i = 0; i < digits.length(); i++) {
            char character = digits.charAt(i);
            if (character < '0' || character > '9') {
                throw new Refused(ErrorCode.SE);
            }
            millis = Math.min(millis * 10 + (character - '0'), 10 * LONGEST_INTERVAL_MILLIS);
        }
        int rounded = (millis + 2) / SCALE_OF_INTERVALS * SCALE_OF_INTERVALS;
        if (rounded < SHORTEST_INTERVAL_MILLIS || rounded > LONGEST_INTERVAL_MILLIS) {
            throw new Refused(ErrorCode.OR);
        }
        configuration.setMessageIntervalMillis(rounded);
        return Integer.toString(rounded);
    }
}
