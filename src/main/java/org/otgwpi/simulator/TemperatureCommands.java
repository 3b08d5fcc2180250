package org.otgwpi.simulator;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.ErrorCode;

/** The commands that put set-points, levels and temperatures in the place of the thermostat's or the boiler's. */
final class TemperatureCommands {

    private static final int LARGEST_PERCENT = 100;
    private static final int HOT_OUTSIDE = 64 << 8;
    private static final int NEGATIVE = 128 << 8;
    private static final String CLEARED = "-";

    private final Overrides overrides;
    private final RoomOverride roomOverride;
    private final Configuration configuration;
    private final Heartbeat heartbeat;
    private final BoilerValues values;
    private final SpareRequests spareRequests;

    TemperatureCommands(GatewayMemory memory) {
        overrides = memory.overrides();
        roomOverride = memory.roomOverride();
        configuration = memory.configuration();
        heartbeat = memory.heartbeat();
        values = memory.values();
        spareRequests = memory.spareRequests();
    }

    void addTo(Map<String, CommandAction> commands) {
        commands.put("TT", (argument, now) -> room(argument, true));
        commands.put("TC", (argument, now) -> room(argument, false));
        commands.put("OT", (argument, now) -> outside(argument));
        commands.put("SB", (argument, now) -> setback(argument));
        commands.put("CS", this::controlSetpoint);
        commands.put("C2", this::controlSetpoint2);
        commands.put("CH", (argument, now) -> {
            overrides.heatingEnabled = argument.bool();
            return argument.text();
        });
        commands.put("H2", (argument, now) -> {
            overrides.heating2Enabled = argument.bool();
            return argument.text();
        });
        commands.put("CE", (argument, now) -> {
            overrides.coolingEnabled = argument.bool();
            return argument.text();
        });
        commands.put("VS", (argument, now) -> percent(argument, value -> overrides.ventilationPercent = value));
        commands.put("MM", (argument, now) -> percent(argument, value -> overrides.modulationPercent = value));
        commands.put("SH", (argument, now) -> maxHeating(argument));
        commands.put("SW", (argument, now) -> hotWater(argument));
        commands.put("CL", (argument, now) -> cooling(argument));
        commands.put("BS", (argument, now) -> fakeRoom(argument));
    }

    private String room(Argument argument, boolean temporary) throws Refused {
        FixedPoint setpoint = argument.number();
        roomOverride.request(setpoint, temporary);
        return setpoint.signedText();
    }

    private String outside(Argument argument) {
        FixedPoint temperature;
        try {
            temperature = argument.signedNumber();
        } catch (Refused refused) {
            overrides.outsideTemperature = null;
            return CLEARED;
        }
        boolean negative = argument.text().startsWith("-");
        if (!negative && temperature.word() >= HOT_OUTSIDE && temperature.word() < NEGATIVE) {
            overrides.outsideTemperature = null;
            return CLEARED;
        }
        overrides.outsideTemperature = temperature;
        return temperature.signedText();
    }

    private String setback(Argument argument) throws Refused {
        FixedPoint temperature = argument.number();
        if (temperature.word() == 0) {
            throw new Refused(ErrorCode.SE);
        }
        configuration.setSetback(temperature);
        return temperature.signedText();
    }

    private String controlSetpoint(Argument argument, long nowNanos) throws Refused {
        FixedPoint setpoint = argument.percent();
        overrides.controlSetpoint = unlessZero(setpoint);
        heartbeat.beat(Heartbeat.Beat.CONTROL_SETPOINT, nowNanos);
        return setpoint.signedText();
    }

    private String controlSetpoint2(Argument argument, long nowNanos) throws Refused {
        FixedPoint setpoint = argument.percent();
        overrides.controlSetpoint2 = unlessZero(setpoint);
        heartbeat.beat(Heartbeat.Beat.CONTROL_SETPOINT_2, nowNanos);
        return setpoint.signedText();
    }

    private String fakeRoom(Argument argument) throws Refused {
        FixedPoint setpoint = argument.percent();
        overrides.fakeRoomSetpoint = unlessZero(setpoint);
        return setpoint.signedText();
    }

    private String maxHeating(Argument argument) throws Refused {
        FixedPoint setpoint = argument.signedNumber();
        if (setpoint.word() != 0 && !values.allowsHeating(setpoint)) {
            throw new Refused(ErrorCode.BV);
        }
        configuration.setMaxHeatingSetpoint(setpoint);
        spareRequests.maxHeatingSetpointChanged();
        return setpoint.signedText();
    }

    private String hotWater(Argument argument) throws Refused {
        FixedPoint setpoint = argument.signedNumber();
        if (setpoint.word() != 0 && !values.allowsHotWater(setpoint)) {
            throw new Refused(ErrorCode.BV);
        }
        configuration.setHotWaterSetpoint(setpoint);
        spareRequests.hotWaterSetpointChanged();
        return setpoint.signedText();
    }

    private String cooling(Argument argument) throws Refused {
        FixedPoint level;
        try {
            level = argument.number();
        } catch (Refused refused) {
            overrides.coolingLevel = null;
            return CLEARED;
        }
        if (level.word() > LARGEST_PERCENT << 8) {
            throw new Refused(ErrorCode.OR);
        }
        overrides.coolingLevel = level;
        return level.signedText();
    }

    private static String percent(Argument argument, Consumer<@Nullable Integer> setting) throws Refused {
        int value;
        try {
            value = argument.decimal();
        } catch (Refused refused) {
            setting.accept(null);
            return CLEARED;
        }
        argument.end();
        if (value > LARGEST_PERCENT) {
            throw new Refused(ErrorCode.OR);
        }
        setting.accept(value);
        return Integer.toString(value);
    }

    private static @Nullable FixedPoint unlessZero(FixedPoint number) {
        return number.word() == 0 ? null : number;
    }
}
