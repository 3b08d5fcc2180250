package org.otgwpi.otgw.gateway;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Values;

/**
 * All that is known of the gateway at one moment. Immutable; swapped whole after each batch of lines.
 *
 * @param chip the firmware that answered last
 * @param chipAvailable true after a boot loader's ETX or an answer to {@code PR=A}
 * @param mode gateway or monitor mode, as far as known
 * @param online the original's flag: boiler heard, and thermostat or gateway frames
 * @param busSilent true when the chip answers but no frame comes
 * @param summaryMode true while {@code PS=1} hides the frames
 * @param lineOwner the client of the raw line that has it for itself, or null
 * @param message the status message of otgw-http-ws 7.8; empty if there is none
 * @param steps the last steps of the supervisor, oldest first
 */
public record GatewayState(
        Values values,
        Chip chip,
        boolean chipAvailable,
        Mode mode,
        Presence thermostat,
        Presence boiler,
        boolean online,
        boolean busSilent,
        boolean summaryMode,
        Port port,
        Counters counters,
        int queuedCommands,
        @Nullable String lineOwner,
        String message,
        List<SupervisorStep> steps) {

    /**
     * The chip's firmware.
     *
     * @param version null before it was heard of
     */
    public record Chip(String type, @Nullable String version, String device) {

        static final String NOT_FOUND = "no pic found";
    }

    /** Gateway or monitor mode. */
    public enum Mode {
        UNKNOWN,
        GATEWAY,
        MONITOR
    }

    /**
     * The serial port.
     *
     * @param problem why it is closed, in one sentence; null while it is open or being opened for the first time
     */
    public record Port(String name, boolean open, @Nullable String problem) {}

    /** What was counted on the line since the start. */
    public record Counters(long frames, long lines, long busErrors, long overflows, long malformed) {}

    /** One step of the supervisor. */
    public record SupervisorStep(Instant time, String action, String reason) {}
}
