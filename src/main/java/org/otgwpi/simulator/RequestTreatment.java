package org.otgwpi.simulator;

import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.MessageType;

/** What the gateway changes in a request on its way to the boiler (otgw-core 1.11, column "request"). */
final class RequestTreatment {

    private static final int HEATING = 1;
    private static final int HOT_WATER = 1 << 1;
    private static final int COOLING = 1 << 2;
    private static final int HEATING_2 = 1 << 4;
    private static final int SUMMER = 1 << 5;
    private static final int HOT_WATER_BLOCKED = 1 << 6;
    private static final int FULL_MODULATION = 100 << 8;

    private final Configuration configuration;
    private final Overrides overrides;

    RequestTreatment(Configuration configuration, Overrides overrides) {
        this.configuration = configuration;
        this.overrides = overrides;
    }

    /**
     * The request that goes to the boiler; the same message if there is nothing to change.
     *
     * @param standAlone true if there is no thermostat and the gateway makes the requests itself
     */
    Message treat(Message request, boolean standAlone) {
        return switch (request.dataId()) {
            case 0 -> request.withWord((masterStatus(request.high()) << 8) | request.low());
            case 1 -> {
                FixedPoint none = standAlone ? FixedPoint.ZERO : null;
                yield written(request, word(overrides.controlSetpoint == null ? none : overrides.controlSetpoint));
            }
            case 7 -> written(request, word(overrides.coolingLevel));
            case 8 -> written(request, word(overrides.controlSetpoint2));
            case 71 -> written(request, overrides.ventilationPercent);
            case 14 -> {
                Integer limit = overrides.modulationPercent;
                Integer word = limit == null ? (standAlone ? (Integer) FULL_MODULATION : null) : (Integer) (limit << 8);
                yield word == null ? request : request.withWord(word);
            }
            case 16 -> {
                Integer word = word(overrides.fakeRoomSetpoint);
                yield word == null || request.type() != MessageType.WRITE_DATA ? request : request.withWord(word);
            }
            case 27 -> written(request, word(overrides.outsideTemperature));
            case 56 -> setpoint(request, configuration.hotWaterSetpoint(), standAlone);
            case 57 -> setpoint(request, configuration.maxHeatingSetpoint(), standAlone);
            case 99 -> {
                Integer modes = overrides.operatingModes(request.word());
                yield modes == null || request.type() != MessageType.WRITE_DATA ? request : request.withWord(modes);
            }
            default -> request;
        };
    }

    private int masterStatus(int status) {
        int treated = status;
        if (overrides.controlSetpoint != null) {
            treated = with(treated, HEATING, overrides.heatingEnabled);
        }
        char hotWater = configuration.hotWater();
        if (hotWater != 'A') {
            treated = with(treated, HOT_WATER, hotWater == '1');
        }
        if (overrides.hotWaterPush) {
            treated |= HOT_WATER;
        }
        if (overrides.coolingLevel != null) {
            treated = with(treated, COOLING, overrides.coolingEnabled);
        }
        if (overrides.controlSetpoint2 != null) {
            treated = with(treated, HEATING_2, overrides.heating2Enabled);
        }
        if (configuration.summerMode()) {
            treated |= SUMMER;
        }
        if (overrides.hotWaterBlocked) {
            treated |= HOT_WATER_BLOCKED;
        }
        return treated;
    }

    private static int with(int status, int bit, boolean on) {
        return on ? status | bit : status & ~bit;
    }

    private static Message setpoint(Message request, FixedPoint setpoint, boolean standAlone) {
        boolean applies = setpoint.word() != 0 && (standAlone || request.type() == MessageType.WRITE_DATA);
        return applies ? written(request, setpoint.word()) : request;
    }

    private static Message written(Message request, @Nullable Integer word) {
        return word == null ? request : request.withType(MessageType.WRITE_DATA).withWord(word);
    }

    private static @Nullable Integer word(@Nullable FixedPoint number) {
        return number == null ? null : (Integer) number.word();
    }
}
