package org.otgwpi.simulator;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.MessageType;

/** What the gateway changes in an answer on its way to the thermostat (otgw-core 1.11, column "response"). */
final class ResponseTreatment {

    private static final int DS1820 = Pins.SENSOR;
    private static final int WRITABLE_PARAMETERS = 0x0300;
    private static final int VERSION_3 = 0x0300;

    /** SR has no say here. */
    private static final Set<Integer> NO_TABLE = Set.of(
            0, 1, 2, 4, 6, 7, 9, 11, 13, 14, 16, 20, 27, 28, 56, 57, 71, 89, 91, 93, 94, 95, 99, 106, 108, 125, 126);

    private final Configuration configuration;
    private final Overrides overrides;
    private final RoomOverride roomOverride;
    private final ResponseTable responses;

    ResponseTreatment(
            Configuration configuration, Overrides overrides, RoomOverride roomOverride, ResponseTable responses) {
        this.configuration = configuration;
        this.overrides = overrides;
        this.roomOverride = roomOverride;
        this.responses = responses;
    }

    /**
     * The answer that the thermostat gets when the boiler was asked something else than the thermostat asked.
     *
     * @param asked the thermostat's request
     * @param sent what went to the boiler instead
     */
    Message answerToChanged(Message asked, Message sent, Message response) {
        if (sent.type() != asked.type() || sent.dataId() != asked.dataId()) {
            return treat(asked, asked.withType(MessageType.UNKNOWN_DATA_ID));
        }
        int word = switch (asked.dataId()) {
            case 0 -> (asked.high() << 8) | response.low();
            case 56, 57 -> response.word();
            default -> asked.word();
        };
        return asked.acknowledged(word);
    }

    /** The answer that the thermostat gets; the boiler's if there is nothing to change. */
    Message treat(Message asked, Message response) {
        if (!NO_TABLE.contains(asked.dataId())) {
            Integer word = responses.word(asked.dataId());
            if (word != null) {
                boolean statusOfDevice = asked.dataId() == 70 || asked.dataId() == 101;
                return asked.acknowledged(statusOfDevice ? word | (asked.high() << 8) : word);
            }
        }
        return switch (asked.dataId()) {
            case 0 -> response.withWord((asked.high() << 8) | response.low());
            case 2 -> asked.acknowledged(((response.high() & 1) << 8) | asked.low());
            case 6 -> asked.acknowledged(response.word() | WRITABLE_PARAMETERS);
            case 9 -> roomSetpoint(asked, response);
            case 16 -> asked.type() == MessageType.WRITE_DATA ? asked.acknowledged(asked.word()) : response;
            case 20 -> {
                if (overrides.clock != null) {
                    yield asked.acknowledged(overrides.clock);
                }
                yield response.refusal() ? response.withType(MessageType.DATA_INVALID) : response;
            }
            case 27 -> orElse(asked, overrides.outsideTemperature, response);
            case 28 -> sensorFails() ? response.withType(MessageType.DATA_INVALID) : response;
            case 56 -> setpoint(asked, configuration.hotWaterSetpoint(), response);
            case 57 -> setpoint(asked, configuration.maxHeatingSetpoint(), response);
            case 99 -> {
                Integer modes = overrides.operatingModes(asked.word());
                yield modes != null && response.refusal() ? asked.acknowledged(modes) : response;
            }
            case 100 -> overrideFlags(asked, response);
            case 125 -> response.refusal() || response.word() < VERSION_3 ? asked.acknowledged(VERSION_3) : response;
            default -> response;
        };
    }

    private Message roomSetpoint(Message asked, Message response) {
        if (!roomOverride.toBeSent() && !response.refusal()) {
            return response;
        }
        Message answer = asked.acknowledged(roomOverride.setpoint().word());
        roomOverride.wasSent();
        return answer;
    }

    private Message overrideFlags(Message asked, Message response) {
        if (!roomOverride.active() && !response.refusal()) {
            return response;
        }
        int flags = roomOverride.flags();
        return asked.acknowledged(configuration.overrideFlagsInHighByte() ? (flags << 8) | flags : flags);
    }

    /** No sensor is fitted in the simulated board, so one that is to measure the return water has no value. */
    private boolean sensorFails() {
        return configuration.sensorOnReturn() && configuration.gpioFunction(Pins.B) == DS1820;
    }

    private static Message setpoint(Message asked, FixedPoint setpoint, Message response) {
        return setpoint.word() != 0 && response.refusal() ? asked.acknowledged(setpoint.word()) : response;
    }

    private static Message orElse(Message asked, @Nullable FixedPoint value, Message response) {
        return value == null ? response : asked.acknowledged(value.word());
    }
}
