package org.otgwpi.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the chip asks the boiler on its own account when it has a turn to spare: first what it wants to know or write
 * itself, then questions of the user, counters to be reset, and the alternatives (otgw-core 1.11).
 */
final class SpareRequests {

    private static final int REMOTE_PARAMETERS = 6;
    private static final int HOT_WATER_BOUNDS = 48;
    private static final int HEATING_BOUNDS = 49;
    private static final int HOT_WATER_SETPOINT = 56;
    private static final int MAX_HEATING_SETPOINT = 57;
    private static final int OPERATING_MODES = 99;
    private static final int REMOTE_REQUEST = 4;

    private static final List<Integer> ORDER = List.of(
            REMOTE_PARAMETERS,
            HOT_WATER_BOUNDS,
            HEATING_BOUNDS,
            HOT_WATER_SETPOINT,
            MAX_HEATING_SETPOINT,
            OPERATING_MODES,
            REMOTE_REQUEST);

    /** Why a request was chosen. */
    enum Reason {
        INITIAL,
        PARAMETER,
        RESET,
        ALTERNATIVE
    }

    /** A request and why it was chosen. */
    record Spare(Reason reason, Message message) {}

    private final Configuration configuration;
    private final Overrides overrides;
    private final Blacklist blacklist;
    private final Alternatives alternatives;
    private final ParameterRequests parameters;
    private final BoilerValues values;
    private final List<Integer> initial =
            new ArrayList<>(List.of(REMOTE_PARAMETERS, HOT_WATER_BOUNDS, HEATING_BOUNDS, OPERATING_MODES));
    private final List<Integer> resets = new ArrayList<>();
    private int remoteRequest;

    SpareRequests(
            Configuration configuration,
            Overrides overrides,
            Blacklist blacklist,
            Alternatives alternatives,
            ParameterRequests parameters,
            BoilerValues values) {
        this.configuration = configuration;
        this.overrides = overrides;
        this.blacklist = blacklist;
        this.alternatives = alternatives;
        this.parameters = parameters;
        this.values = values;
        if (configuration.hotWaterSetpoint().word() != 0) {
            hotWaterSetpointChanged();
        }
        if (configuration.maxHeatingSetpoint().word() != 0) {
            maxHeatingSetpointChanged();
        }
    }

    void hotWaterSetpointChanged() {
        want(HOT_WATER_SETPOINT, configuration.hotWaterSetpoint().word() != 0);
    }

    void maxHeatingSetpointChanged() {
        want(MAX_HEATING_SETPOINT, configuration.maxHeatingSetpoint().word() != 0);
    }

    void operatingModesChanged() {
        want(OPERATING_MODES, true);
    }

    void request(int code) {
        remoteRequest = code;
        want(REMOTE_REQUEST, true);
    }

    void reset(int counterId) {
        if (!resets.contains(counterId)) {
            resets.add(counterId);
        }
    }

    private void want(int dataId, boolean wanted) {
        initial.remove((Integer) dataId);
        if (wanted) {
            initial.add(dataId);
        }
    }

    /** What to ask next, or null. The same again until {@link #answered}. */
    @Nullable
    Spare next() {
        for (int dataId : ORDER) {
            if (initial.contains(dataId) && !blacklist.contains(dataId)) {
                return new Spare(Reason.INITIAL, initialRequest(dataId));
            }
        }
        Message parameter = parameters.current();
        if (parameter != null) {
            return new Spare(Reason.PARAMETER, parameter);
        }
        if (!resets.isEmpty()) {
            return new Spare(Reason.RESET, Message.write(resets.getFirst(), 0));
        }
        int alternative = alternatives.current();
        return alternative == 0 ? null : new Spare(Reason.ALTERNATIVE, Message.read(alternative, 0));
    }

    private Message initialRequest(int dataId) {
        return switch (dataId) {
            case HOT_WATER_SETPOINT ->
                Message.write(dataId, configuration.hotWaterSetpoint().word());
            case MAX_HEATING_SETPOINT ->
                Message.write(dataId, configuration.maxHeatingSetpoint().word());
            case REMOTE_REQUEST -> Message.write(dataId, remoteRequest << 8);
            case OPERATING_MODES -> {
                Integer modes = overrides.operatingModes(values.word(OPERATING_MODES));
                yield modes == null ? Message.read(dataId, 0) : Message.write(dataId, modes);
            }
            default -> Message.read(dataId, 0);
        };
    }

    /** The boiler has answered {@code spare}. */
    void answered(Spare spare, Message answer) {
        switch (spare.reason) {
            case INITIAL -> initial.remove((Integer) spare.message.dataId());
            case PARAMETER -> parameters.answered(answer, values);
            case RESET -> resets.remove((Integer) spare.message.dataId());
            case ALTERNATIVE -> alternatives.next();
        }
    }
}
