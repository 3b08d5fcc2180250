package org.otgwpi.simulator;

import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.ErrorCode;

/**
 * The gateway firmware while it runs: commands, messages and their time-outs. What it knows is lost when it is thrown
 * away.
 */
final class GatewayFirmware implements RunningFirmware {

    /** Set-points below this need no repeating. */
    private static final int LASTING_SETPOINT = 8 << 8;

    private static final String RESET = "GW=R";

    /** All that gets out of the answer to the reset. */
    private static final String LAST_WORDS = "GW";

    private final GatewayMemory memory;
    private final Output output;
    private final Relay relay;
    private final CommandInterpreter interpreter;
    private final CommandBuffer buffer = new CommandBuffer();
    private boolean overrun;

    /** A firmware that names itself {@code banner} and was started for {@code cause}. */
    GatewayFirmware(
            GatewayMemory memory, String banner, Output output, Relay.Lines lines, ResetCause cause, long nowNanos) {
        this.memory = memory;
        this.output = output;
        relay = new Relay(memory, output, lines, nowNanos);
        interpreter = new CommandInterpreter(memory, relay, cause, banner, output);
        output.hideFrames(false);
    }

    @Override
    public boolean receive(int octet) {
        buffer.accept(octet);
        if (buffer.waits(RESET)) {
            output.text(LAST_WORDS);
            return false;
        }
        return true;
    }

    @Override
    public void overrun() {
        overrun = true;
    }

    @Override
    public void execute(long nowNanos) {
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

    @Override
    public void thermostatFrame(Message message, long nowNanos) {
        relay.thermostatFrame(message, nowNanos);
        reportDebugPointer();
    }

    @Override
    public void boilerFrame(Message message, long nowNanos) {
        relay.boilerFrame(message, nowNanos);
        reportDebugPointer();
    }

    @Override
    public void thermostatLine(boolean connected, long nowNanos) {
        relay.thermostatLine(connected, nowNanos);
    }

    @Override
    public void played(char origin, Message message) {
        relay.played(origin, message);
    }

    @Override
    public boolean tick(long nowNanos) {
        for (Heartbeat.Beat beat : memory.heartbeat().expired(nowNanos)) {
            drop(beat);
        }
        return relay.tick(nowNanos);
    }

    @Override
    public long dueInNanos(long nowNanos) {
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
