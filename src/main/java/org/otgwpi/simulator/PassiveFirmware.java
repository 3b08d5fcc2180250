package org.otgwpi.simulator;

import org.jspecify.annotations.Nullable;

/**
 * A firmware of which no more is simulated than how it can be left: interface, diagnose, and one that is not known. Frames
 * pass unseen.
 */
final class PassiveFirmware implements RunningFirmware {

    private final Relay.Lines lines;
    private final @Nullable String resetCommand;
    private final CommandBuffer buffer = new CommandBuffer();

    /** A firmware that resets the chip on {@code resetCommand}, or on no command at all if that is null. */
    PassiveFirmware(Relay.Lines lines, @Nullable String resetCommand) {
        this.lines = lines;
        this.resetCommand = resetCommand;
    }

    @Override
    public boolean receive(int octet) {
        buffer.accept(octet);
        if (resetCommand != null && buffer.waits(resetCommand)) {
            return false;
        }
        buffer.take();
        return true;
    }

    @Override
    public void execute(long nowNanos) {}

    @Override
    public void overrun() {}

    @Override
    public void thermostatFrame(Message message, long nowNanos) {
        lines.toBoiler(message, nowNanos);
    }

    @Override
    public void boilerFrame(Message message, long nowNanos) {
        lines.toThermostat(message, nowNanos);
    }

    @Override
    public void thermostatLine(boolean connected, long nowNanos) {}

    @Override
    public void played(char origin, Message message) {}

    @Override
    public boolean tick(long nowNanos) {
        return true;
    }

    @Override
    public long dueInNanos(long nowNanos) {
        return Long.MAX_VALUE;
    }
}
