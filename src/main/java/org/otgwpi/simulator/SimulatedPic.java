package org.otgwpi.simulator;

import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Origin;

/**
 * The gateway chip with firmware 6.6 at the level of messages: its start (otgw-core 1.10), its commands, its place
 * between thermostat and boiler. Has no I/O of its own and no clock; all times are nanoseconds of one monotonic clock.
 * Not thread-safe: its owner holds a lock.
 *
 * <p>A command is carried out when the bytes it came in with are read; what stands behind it in the same bytes is
 * dropped, as by the real chip, which has room for one command.
 */
public final class SimulatedPic {

    private static final long TICK_NANOS = 65_536_000L;
    private static final long UNTIL_ETX_NANOS = 65_500_000L;
    private static final long UNTIL_START_NANOS = 16 * TICK_NANOS;
    private static final long START_NANOS = 16_000_000L;
    private static final long EARLY_START_NANOS = 20_000_000L;
    private static final int ETX = 0x04;
    private static final int EARLY = 0x01;
    private static final int STX = 0x0F;

    /** The wires that leave the chip. Called from within the chip's own methods; must not call back at once. */
    public interface Wires {

        /** All that the chip sent on its serial line during one event, never empty. */
        void serial(byte[] bytes);

        /** A message, bits as in {@link org.otgwpi.opentherm.Frame#bits}, on the line to the boiler. */
        void toBoiler(int bits, long nowNanos);

        /** A message on the line to the thermostat. */
        void toThermostat(int bits, long nowNanos);
    }

    private enum State {
        HELD_IN_RESET,
        BEFORE_ETX,
        AFTER_ETX,
        LOADER,
        STARTING,
        RUNNING,
        FAIL_SAFE
    }

    private final Eeprom eeprom;
    private final Wires wires;
    private final Output output = new Output();
    private final Relay.Lines lines = new Relay.Lines() {
        @Override
        public void toBoiler(Message message, long nowNanos) {
            wires.toBoiler(message.bits(), nowNanos);
        }

        @Override
        public void toThermostat(Message message, long nowNanos) {
            wires.toThermostat(message.bits(), nowNanos);
        }
    };

    private State state = State.BEFORE_ETX;
    private ResetCause cause = ResetCause.POWER_ON;
    private long dueNanos;
    private boolean thermostatConnected = true;
    private @Nullable GatewayFirmware firmware;

    /** A chip that gets its power now. */
    SimulatedPic(Eeprom eeprom, Wires wires, long nowNanos) {
        this.eeprom = eeprom;
        this.wires = wires;
        restart(ResetCause.POWER_ON, nowNanos);
    }

    /** The first {@code length} of {@code bytes} came in on the serial line. */
    public void receive(byte[] bytes, int length, long nowNanos) {
        advance(nowNanos);
        for (int i = 0; i < length; i++) {
            receive(bytes[i] & 0xFF, nowNanos);
        }
        if (firmware != null && state == State.RUNNING) {
            firmware.execute(nowNanos);
        }
        send();
    }

    /** Characters were lost on the way in: the next command is answered by {@code OE}. */
    public void overrun() {
        if (firmware != null) {
            firmware.overrun();
        }
    }

    /** Does what is due. */
    public void tick(long nowNanos) {
        advance(nowNanos);
        send();
    }

    /** How long until {@link #tick} has something to do, {@code Long.MAX_VALUE} if nothing is planned. */
    public long dueInNanos(long nowNanos) {
        return switch (state) {
            case BEFORE_ETX, AFTER_ETX, STARTING -> Math.max(0, dueNanos - nowNanos);
            case RUNNING -> firmware == null ? Long.MAX_VALUE : firmware.dueInNanos(nowNanos);
            case HELD_IN_RESET, LOADER, FAIL_SAFE -> Long.MAX_VALUE;
        };
    }

    /** The thermostat sends a message. */
    public void thermostatFrame(int bits, long nowNanos) {
        advance(nowNanos);
        if (state == State.RUNNING && firmware != null) {
            firmware.thermostatFrame(new Message(bits), nowNanos);
        } else if (state != State.HELD_IN_RESET) {
            wires.toBoiler(bits, nowNanos);
        }
        send();
    }

    /** The boiler answers. */
    public void boilerFrame(int bits, long nowNanos) {
        advance(nowNanos);
        if (state == State.RUNNING && firmware != null) {
            firmware.boilerFrame(new Message(bits), nowNanos);
        } else if (state != State.HELD_IN_RESET) {
            wires.toThermostat(bits, nowNanos);
        }
        send();
    }

    /** Reports a frame of a recording as if it had been on the line, if the chip is up and shows frames. */
    public void play(Origin origin, int bits, long nowNanos) {
        advance(nowNanos);
        if (state == State.RUNNING && firmware != null) {
            firmware.relay().played(origin.letter(), new Message(bits));
        }
        send();
    }

    /** The wires to the thermostat were opened or closed. */
    public void thermostatLine(boolean connected, long nowNanos) {
        advance(nowNanos);
        thermostatConnected = connected;
        if (state == State.RUNNING && firmware != null) {
            firmware.relay().thermostatLine(connected, nowNanos);
        }
        send();
    }

    /** The reset pin was pulled low or let go. */
    public void resetPin(boolean low, long nowNanos) {
        advance(nowNanos);
        if (low) {
            state = State.HELD_IN_RESET;
            firmware = null;
        } else if (state == State.HELD_IN_RESET) {
            restart(ResetCause.EXTERNAL, nowNanos);
        }
        send();
    }

    /** The chip's own watchdog fires: the firmware starts again at once, without its boot loader. */
    public void watchdogTimeOut(long nowNanos) {
        advance(nowNanos);
        if (state == State.RUNNING) {
            restart(ResetCause.WATCHDOG, nowNanos);
        }
        send();
    }

    private void receive(int octet, long nowNanos) {
        switch (state) {
            case BEFORE_ETX -> {
                output.octet(EARLY);
                leaveLoader(octet, nowNanos);
            }
            case AFTER_ETX -> leaveLoader(octet, nowNanos);
            case RUNNING -> {
                if (firmware != null && !firmware.receive(octet)) {
                    output.text("GW");
                    restart(ResetCause.COMMAND, nowNanos);
                }
            }
            case HELD_IN_RESET, LOADER, STARTING, FAIL_SAFE -> {}
        }
    }

    private void leaveLoader(int octet, long nowNanos) {
        if (octet == STX) {
            state = State.LOADER;
        } else {
            enter(State.STARTING, nowNanos + EARLY_START_NANOS);
        }
    }

    private void restart(ResetCause why, long nowNanos) {
        cause = why;
        firmware = null;
        if (why == ResetCause.WATCHDOG) {
            enter(State.STARTING, nowNanos + START_NANOS);
        } else {
            enter(State.BEFORE_ETX, nowNanos + UNTIL_ETX_NANOS);
        }
    }

    private void enter(State next, long nextDueNanos) {
        state = next;
        dueNanos = nextDueNanos;
    }

    private void advance(long nowNanos) {
        while (dueInNanos(nowNanos) == 0) {
            switch (state) {
                case BEFORE_ETX -> {
                    output.octet(ETX);
                    enter(State.AFTER_ETX, dueNanos + UNTIL_START_NANOS);
                }
                case AFTER_ETX -> enter(State.STARTING, dueNanos + START_NANOS);
                case STARTING -> start(nowNanos);
                case RUNNING -> {
                    if (firmware != null && !firmware.tick(nowNanos)) {
                        restart(ResetCause.STUCK, nowNanos);
                    }
                }
                case HELD_IN_RESET, LOADER, FAIL_SAFE -> throw new IllegalStateException(state.name());
            }
        }
    }

    private void start(long nowNanos) {
        GatewayMemory memory = GatewayMemory.afterReset(eeprom);
        GatewayFirmware started = new GatewayFirmware(memory, output, lines, cause, nowNanos);
        boolean failSafe =
                cause == ResetCause.WATCHDOG && memory.configuration().failSafe();
        if (failSafe) {
            output.line("WDT reset!");
        }
        output.line(Reports.VERSION);
        if (failSafe && thermostatConnected) {
            state = State.FAIL_SAFE;
            return;
        }
        firmware = started;
        state = State.RUNNING;
        started.relay().thermostatLine(thermostatConnected, nowNanos);
    }

    private void send() {
        eeprom.flush();
        byte[] bytes = output.take();
        if (bytes.length > 0) {
            wires.serial(bytes);
        }
    }
}
