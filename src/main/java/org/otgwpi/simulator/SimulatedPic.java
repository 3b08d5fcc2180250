package org.otgwpi.simulator;

import org.jspecify.annotations.Nullable;
import org.otgwpi.opentherm.Origin;
import org.otgwpi.pic.FirmwareVersion;

/**
 * The gateway chip under power, at the level of messages: its start and its boot loader (otgw-core 1.10, 6.4), the
 * firmware it runs, its place between thermostat and boiler. Has no I/O of its own and no clock; all times are nanoseconds of one monotonic clock.
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

    /** A BREAK that follows another one sooner than this does nothing. */
    private static final long BREAK_NANOS = 520_000_000L;

    private static final String RESET_INTERFACE = "GW=R";
    private static final String RESET_DIAGNOSE = "0";

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
        FAIL_SAFE,
        DEAD
    }

    private final ChipMemory memory;
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
    private @Nullable RunningFirmware firmware;
    private SimulatedLoader loader;
    private @Nullable Long lastBreakNanos;

    /** A chip that gets its power now. */
    SimulatedPic(ChipMemory memory, Wires wires, long nowNanos) {
        this.memory = memory;
        this.wires = wires;
        loader = new SimulatedLoader(memory, output);
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

    /** Characters were lost on the way in: the next command is answered by {@code OE}; the boot loader resets. */
    public void overrun() {
        if (firmware != null) {
            firmware.overrun();
        } else if (state == State.LOADER) {
            loader.overrun();
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
            case LOADER -> loader.dueInNanos(nowNanos);
            case HELD_IN_RESET, FAIL_SAFE, DEAD -> Long.MAX_VALUE;
        };
    }

    /** The thermostat sends a message. */
    public void thermostatFrame(int bits, long nowNanos) {
        advance(nowNanos);
        if (state == State.RUNNING && firmware != null) {
            firmware.thermostatFrame(new Message(bits), nowNanos);
        } else if (awake()) {
            wires.toBoiler(bits, nowNanos);
        }
        send();
    }

    /** The boiler answers. */
    public void boilerFrame(int bits, long nowNanos) {
        advance(nowNanos);
        if (state == State.RUNNING && firmware != null) {
            firmware.boilerFrame(new Message(bits), nowNanos);
        } else if (awake()) {
            wires.toThermostat(bits, nowNanos);
        }
        send();
    }

    /** Reports a frame of a recording as if it had been on the line, if the chip is up and shows frames. */
    public void play(Origin origin, int bits, long nowNanos) {
        advance(nowNanos);
        if (state == State.RUNNING && firmware != null) {
            firmware.played(origin.letter(), new Message(bits));
        }
        send();
    }

    /** The wires to the thermostat were opened or closed. */
    public void thermostatLine(boolean connected, long nowNanos) {
        advance(nowNanos);
        thermostatConnected = connected;
        if (state == State.RUNNING && firmware != null) {
            firmware.thermostatLine(connected, nowNanos);
        }
        send();
    }

    /** The reset pin was pulled low or let go. */
    public void resetPin(boolean low, long nowNanos) {
        advance(nowNanos);
        if (low) {
            stop(nowNanos);
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

    /** A BREAK on the serial line: the firmware of the PIC16F1847 then jumps to the boot loader. */
    public void serialBreak(long nowNanos) {
        advance(nowNanos);
        boolean counts = lastBreakNanos == null || nowNanos - lastBreakNanos >= BREAK_NANOS;
        lastBreakNanos = nowNanos;
        if (counts && state == State.RUNNING && memory.chip() == Chip.PIC16F1847) {
            restart(ResetCause.BREAK, nowNanos);
        }
        send();
    }

    /** The power goes. A new chip with the same memory goes on from what it held at this moment. */
    public void powerOff(long nowNanos) {
        advance(nowNanos);
        stop(nowNanos);
        send();
    }

    private void stop(long nowNanos) {
        if (state == State.LOADER) {
            loader.interrupt(nowNanos);
        }
        state = State.HELD_IN_RESET;
        firmware = null;
    }

    private boolean awake() {
        return state != State.HELD_IN_RESET && state != State.DEAD;
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
                    restart(ResetCause.COMMAND, nowNanos);
                }
            }
            case LOADER -> {
                if (!loader.receive(octet, nowNanos)) {
                    restart(ResetCause.COMMAND, nowNanos);
                }
            }
            case HELD_IN_RESET, STARTING, FAIL_SAFE, DEAD -> {}
        }
    }

    private void leaveLoader(int octet, long nowNanos) {
        if (octet == LoaderPacket.STX) {
            state = State.LOADER;
            loader = new SimulatedLoader(memory, output);
            loader.receive(octet, nowNanos);
        } else if (path() == BootPath.PROGRAM) {
            enter(State.STARTING, nowNanos + EARLY_START_NANOS);
        } else {
            restart(cause, nowNanos);
        }
    }

    private void restart(ResetCause why, long nowNanos) {
        cause = why;
        firmware = null;
        if (path() == BootPath.DEAD) {
            state = State.DEAD;
        } else if (why == ResetCause.WATCHDOG) {
            enter(State.STARTING, nowNanos + START_NANOS);
        } else {
            enter(State.BEFORE_ETX, nowNanos + UNTIL_ETX_NANOS);
        }
    }

    private BootPath path() {
        return BootPath.of(memory.chip(), memory.program());
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
                case AFTER_ETX -> {
                    if (path() == BootPath.PROGRAM) {
                        enter(State.STARTING, dueNanos + START_NANOS);
                    } else {
                        restart(cause, dueNanos);
                    }
                }
                case LOADER -> {
                    if (!loader.tick(nowNanos)) {
                        restart(ResetCause.COMMAND, nowNanos);
                    }
                }
                case STARTING -> start(nowNanos);
                case RUNNING -> {
                    if (firmware != null && !firmware.tick(nowNanos)) {
                        restart(ResetCause.STUCK, nowNanos);
                    }
                }
                case HELD_IN_RESET, FAIL_SAFE, DEAD -> throw new IllegalStateException(state.name());
            }
        }
    }

    private void start(long nowNanos) {
        FirmwareVersion installed = memory.installed();
        String banner = installed.firmware().banner() + installed.version();
        switch (installed.firmware()) {
            case GATEWAY -> startGateway(banner, nowNanos);
            case DIAGNOSE -> startPassive("\r\n" + banner, RESET_DIAGNOSE);
            case INTERFACE -> startPassive(banner, RESET_INTERFACE);
            case UNKNOWN -> startPassive(null, null);
        }
    }

    private void startPassive(@Nullable String banner, @Nullable String resetCommand) {
        if (banner != null) {
            output.line(banner);
        }
        firmware = new PassiveFirmware(lines, resetCommand);
        state = State.RUNNING;
    }

    private void startGateway(String banner, long nowNanos) {
        GatewayMemory known = GatewayMemory.afterReset(memory.eeprom());
        RunningFirmware started = new GatewayFirmware(known, banner, output, lines, cause, nowNanos);
        boolean failSafe = cause == ResetCause.WATCHDOG && known.configuration().failSafe();
        if (failSafe) {
            output.line("WDT reset!");
        }
        output.line(banner);
        if (failSafe && thermostatConnected) {
            state = State.FAIL_SAFE;
            return;
        }
        firmware = started;
        state = State.RUNNING;
        started.thermostatLine(thermostatConnected, nowNanos);
    }

    private void send() {
        memory.flush();
        byte[] bytes = output.take();
        if (bytes.length > 0) {
            wires.serial(bytes);
        }
    }
}
