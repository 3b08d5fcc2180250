package org.otgwpi.simulator;

import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.ErrorCode;

/** Firmware 6.6 while it runs: commands, messages and their time-outs. What it knows is lost when it is thrown away. */
final class GatewayFirmware {

    /** Set-points below this need no repeating. */
    private static final int LASTING_SETPOINT = 8 << 8;

    private static final String RESET = "GW=R";

    private final GatewayMemory memory;
    private final Output output;
    private final Relay relay;
    private final CommandInterpreter interpreter;
    private final CommandBuffer buffer = new CommandBuffer();
    private boolean overrun;

    GatewayFirmware(GatewayMemory memory, Output output, Relay.Lines lines, ResetCause cause, long nowNanos) {
        this.memory = memory;
        this.output = output;
        relay = new Relay(memory, output, lines, nowNanos);
        interpreter = new CommandInterpreter(memory, relay, cause, output);
        output.hideFrames(false);
    }

    Relay relay() {
        return relay;
    }

    /**
     * A byte of a command has come.
     *
     * @return false if it completed the command to reset
     */
    boolean receive(int octet) {
        buffer.accept(octet);
        return !buffer.waits(RESET);
    }

    /** Characters were lost on the line. */
    void overrun() {
        overrun = true;
    }

    /** Carries out the command that waits, if any. */
    void execute(long nowNanos) {
        String line = buffer.take();
        if (line == null) {
            return;
        }
        if (overrun) {
            overrun = false;
            output.line(ErrorCode.OE.name());
        } else {
            interpreter.run(line, nowNanos);
        }
        reportDebugPointer();
    }

    void thermostatFrame(Message message, long nowNanos) {
        relay.thermostatFrame(message, nowNanos);
        reportDebugPointer();
    }

    void boilerFrame(Message message, long nowNanos) {
        relay.boilerFrame(message, nowNanos);
        reportDebugPointer();
    }

    /**
     * Does what time demands.
     *
     * @return false if the chip is stuck and has to restart
     */
    boolean tick(long nowNanos) {
        for (Heartbeat.Beat beat : memory.heartbeat().expired(nowNanos)) {
            drop(beat);
        }
        return relay.tick(nowNanos);
    }

    long dueInNanos(long nowNanos) {
        return Math.min(memory.heartbeat().dueInNanos(nowNanos), relay.dueInNanos(nowNanos));
    }

    private void drop(Heartbeat.Beat beat) {
        Overrides overrides = memory.overrides();
        switch (beat) {
            case CLOCK -> overrides.clock = null;
            case CONTROL_SETPOINT -> overrides.controlSetpoint = unlessHigh(overrides.controlSetpoint);
            case CONTROL_SETPOINT_2 -> overrides.controlSetpoint2 = unlessHigh(overrides.controlSetpoint2);
        }
    }

    private static @Nullable FixedPoint unlessHigh(@Nullable FixedPoint setpoint) {
        return setpoint != null && setpoint.word() >= LASTING_SETPOINT ? null : setpoint;
    }

    private void reportDebugPointer() {
        String report = memory.debugPointer().report();
        if (report != null) {
            output.line(report);
        }
    }
}
