package org.otgwpi.simulator;

/**
 * The remote override of the room set-point (TT, TC): requested, sent to the thermostat in the answer to data id 9,
 * accepted when the thermostat's own set-point follows (otgw-core 1.11).
 */
final class RoomOverride {

    private static final int TOLERANCE = 32;
    private static final int DEVIATIONS_BEFORE_ACCEPTANCE = 4;

    private enum Phase {
        NONE,
        PENDING,
        ACCEPTED,
        CLEARING
    }

    private Phase phase = Phase.NONE;
    private boolean temporary;
    private FixedPoint setpoint = FixedPoint.ZERO;
    private boolean sent;
    private int deviations;

    /** Requests {@code setpoint}; 0 takes the override back. */
    void request(FixedPoint setpoint, boolean temporary) {
        deviations = 0;
        sent = false;
        this.setpoint = setpoint;
        this.temporary = temporary;
        if (setpoint.word() != 0) {
            phase = Phase.PENDING;
        } else if (phase != Phase.NONE) {
            phase = Phase.CLEARING;
        }
    }

    boolean active() {
        return phase == Phase.PENDING || phase == Phase.ACCEPTED;
    }

    /** True if the thermostat has to be told: an override, or that there is none any more. */
    boolean toBeSent() {
        return phase != Phase.NONE;
    }

    /** The set-point for the answer to data id 9; 0 without an override. */
    FixedPoint setpoint() {
        return active() ? setpoint : FixedPoint.ZERO;
    }

    /** The flags for the answer to data id 100. */
    int flags() {
        if (!active()) {
            return 0;
        }
        return temporary ? 3 : 1;
    }

    /** The answer to data id 9 was sent. */
    void wasSent() {
        sent = true;
        if (phase == Phase.CLEARING) {
            phase = Phase.NONE;
        }
    }

    /** The thermostat reports its room set-point. */
    void thermostatSetpoint(FixedPoint reported) {
        if (!active() || !sent) {
            return;
        }
        boolean same = Math.abs((short) reported.word() - (short) setpoint.word()) <= TOLERANCE;
        if (same) {
            phase = Phase.ACCEPTED;
        } else if (phase == Phase.ACCEPTED || ++deviations >= DEVIATIONS_BEFORE_ACCEPTANCE) {
            phase = Phase.NONE;
        }
    }

    /** The value of report PR=O: {@code N}, {@code n}, {@code t20.50}, {@code C20.50} ... */
    String report() {
        return switch (phase) {
            case NONE -> "N";
            case CLEARING -> "n";
            case PENDING -> (temporary ? "t" : "c") + setpoint.unsignedText();
            case ACCEPTED -> (temporary ? "T" : "C") + setpoint.unsignedText();
        };
    }
}
