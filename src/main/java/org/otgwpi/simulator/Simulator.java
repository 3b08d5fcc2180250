package org.otgwpi.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.Pty;
import org.otgwpi.board.ResetLine;
import org.tinylog.Logger;

/**
 * A simulated gateway behind a real pseudo terminal: the chip, and either a house or a recording. Whoever opens {@link
 * #portPath} as a serial port finds a chip that has been running for a while. The line is as fast as the machine unless {@link
 * #pace} slows it down.
 * Thread-safe.
 */
public final class Simulator implements AutoCloseable {

    /** The chip got its power this long before anybody looks. */
    private static final long POWERED_BEFORE_NANOS = 2_000_000_000L;

    private static final int READ_BYTES = 1024;

    /**
     * What to simulate.
     *
     * @param speed how many times faster than real the house or the recording goes, above 0
     * @param replay the recording to play in place of the house, or null
     * @param folder where the chip's memory is kept
     * @param seed of all that is random in the house
     * @param chip which of the two chips the gateway has
     */
    public record Options(double speed, @Nullable Path replay, Path folder, long seed, Chip chip) {

        /** The same with the chip of today's gateways. */
        public Options(double speed, @Nullable Path replay, Path folder, long seed) {
            this(speed, replay, folder, seed, Chip.PIC16F1847);
        }
    }

    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ByteArrayOutputStream outgoing = new ByteArrayOutputStream();
    private final FaultyLine faults = new FaultyLine();
    private final BackgroundStore program;
    private final BackgroundStore eeprom;
    private final SimulatedPic pic;
    private final @Nullable House house;
    private final @Nullable Replay replay;
    private @Nullable Pty pty;
    private @Nullable Thread reader;
    private @Nullable Thread player;
    private @Nullable LinePace toChip;
    private @Nullable LinePace fromChip;
    private boolean closed;

    /**
     * Prepares a simulated gateway.
     *
     * @param nanoTime monotonic time in nanoseconds
     * @throws RecordingException if the recording cannot be played
     */
    public Simulator(Options options, LongSupplier nanoTime) throws RecordingException {
        this.nanoTime = nanoTime;
        Recording recording = options.replay == null ? null : Recording.read(options.replay);
        long now = nanoTime.getAsLong();
        program = new BackgroundStore(MemoryFile.program(options.folder, options.chip));
        eeprom = new BackgroundStore(MemoryFile.eeprom(options.folder, options.chip));
        ChipMemory memory = ChipMemory.of(options.chip, program, eeprom);
        if (BootPath.of(memory.chip(), memory.program()) == BootPath.DEAD) {
            Logger.warn(
                    "The simulated chip cannot start: its program no longer calls the boot loader. Delete {} for a new chip",
                    MemoryFile.program(options.folder, options.chip).path());
        }
        pic = new SimulatedPic(memory, new ChipWires(), now - POWERED_BEFORE_NANOS);
        pic.tick(now);
        outgoing.reset();
        if (recording == null) {
            house = new House(options.seed, options.speed, new HouseWires(), now);
            replay = null;
        } else {
            house = null;
            replay = new Replay(recording, options.speed, pic::play, now);
        }
    }

    /**
     * Opens the pseudo terminal and lets time pass.
     *
     * @throws IOException if the system has no pseudo terminal to give
     */
    public void start() throws IOException {
        lock.lock();
        try {
            if (pty != null || closed) {
                throw new IllegalStateException("a simulator starts once");
            }
            Pty opened = Pty.open();
            pty = opened;
            reader = Thread.ofPlatform().name("simulator-in").daemon().start(() -> listen(opened));
            player = Thread.ofPlatform().name("simulator-out").daemon().start(() -> play(opened));
            Logger.info("The simulated gateway is at {}", opened.slavePath());
        } finally {
            lock.unlock();
        }
    }

    /** The serial port to open, once started. */
    public String portPath() {
        lock.lock();
        try {
            if (pty == null) {
                throw new IllegalStateException("the simulator has not been started");
            }
            return pty.slavePath();
        } finally {
            lock.unlock();
        }
    }

    /** The wire to the chip's reset pin. */
    public ResetLine resetLine() {
        return new ResetLine() {
            @Override
            public void pull() {
                change(now -> pic.resetPin(true, now));
            }

            @Override
            public void release() {
                change(now -> pic.resetPin(false, now));
            }

            @Override
            public void close() {
                release();
            }
        };
    }

    /** Connects the thermostat's wires or pulls them off. Without effect on a recording. */
    public void connectThermostat(boolean connected) {
        House simulated = house;
        if (simulated != null) {
            change(now -> {
                simulated.connectThermostat(connected);
                pic.thermostatLine(connected, now);
            });
        }
    }

    /** Lets something go wrong on the serial line; called with what arranges for it. */
    void onLine(java.util.function.Consumer<FaultyLine> arrangement) {
        change(now -> arrangement.accept(faults));
    }

    /** Every byte takes its time on the line, in each direction: 1,041,667 ns at 9600 baud. To be called before the start. */
    void pace(long byteNanos) {
        toChip = new LinePace(byteNanos, nanoTime);
        fromChip = new LinePace(byteNanos, nanoTime);
    }

    /** A BREAK on the serial line. A pseudo terminal does not carry one, so it cannot be sent there. */
    public void serialBreak() {
        change(pic::serialBreak);
    }

    /** Hangs up, as an unplugged adapter does, and takes the power from the chip. Idempotent. */
    @Override
    public void close() {
        Pty opened;
        lock.lock();
        try {
            if (!closed) {
                pic.powerOff(nanoTime.getAsLong());
            }
            closed = true;
            opened = pty;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (opened != null) {
            opened.close();
        }
        join(reader);
        join(player);
        program.close();
        eeprom.close();
    }

    private static void join(@Nullable Thread thread) {
        if (thread == null || thread == Thread.currentThread()) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(3));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private interface Change {
        void at(long nowNanos);
    }

    private void change(Change change) {
        lock.lock();
        try {
            if (!closed) {
                change.at(nanoTime.getAsLong());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private void listen(Pty line) {
        byte[] buffer = new byte[READ_BYTES];
        for (int count = line.read(buffer); count > 0; count = line.read(buffer)) {
            LinePace pace = toChip;
            if (pace == null) {
                arrive(buffer, count);
                continue;
            }
            pace.begin();
            for (int i = 0; i < count; i++) {
                pace.next();
                arrive(new byte[] {buffer[i]}, 1);
            }
        }
    }

    private void arrive(byte[] bytes, int length) {
        change(now -> {
            byte[] arriving = passed(FaultyLine.Direction.TO_CHIP, bytes, length);
            pic.receive(arriving, arriving.length, now);
        });
    }

    private byte[] passed(FaultyLine.Direction direction, byte[] bytes, int length) {
        ByteArrayOutputStream arriving = new ByteArrayOutputStream(length);
        for (int i = 0; i < length; i++) {
            arriving.writeBytes(faults.pass(direction, bytes[i]));
        }
        return arriving.toByteArray();
    }

    /** The one thread that writes: all that has gathered goes out in one write. */
    private void play(Pty line) {
        try {
            for (byte[] burst = nextBurst(); burst.length > 0; burst = nextBurst()) {
                LinePace pace = fromChip;
                if (pace == null) {
                    line.write(burst, 0, burst.length);
                    continue;
                }
                pace.begin();
                for (int i = 0; i < burst.length; i++) {
                    pace.next();
                    line.write(burst, i, 1);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for something to send; empty when closed. */
    private byte[] nextBurst() throws InterruptedException {
        lock.lock();
        try {
            while (!closed) {
                long now = nanoTime.getAsLong();
                pic.tick(now);
                long due = pic.dueInNanos(now);
                if (house != null) {
                    house.tick(now);
                    due = Math.min(pic.dueInNanos(now), house.dueInNanos(now));
                } else if (replay != null) {
                    replay.tick(now);
                    due = Math.min(due, replay.dueInNanos(now));
                }
                if (outgoing.size() > 0) {
                    byte[] burst = outgoing.toByteArray();
                    outgoing.reset();
                    return burst;
                }
                changed.awaitNanos(due);
            }
            return new byte[0];
        } finally {
            lock.unlock();
        }
    }

    private final class ChipWires implements SimulatedPic.Wires {
        @Override
        public void serial(byte[] bytes) {
            outgoing.writeBytes(passed(FaultyLine.Direction.FROM_CHIP, bytes, bytes.length));
        }

        @Override
        public void toBoiler(int bits, long nowNanos) {
            if (house != null) {
                house.boilerReceives(bits, nowNanos);
            }
        }

        @Override
        public void toThermostat(int bits, long nowNanos) {
            if (house != null) {
                house.thermostatReceives(bits);
            }
        }
    }

    private final class HouseWires implements House.Wires {
        @Override
        public void thermostatSends(int bits, long nowNanos) {
            pic.thermostatFrame(bits, nowNanos);
        }

        @Override
        public void boilerSends(int bits, long nowNanos) {
            pic.boilerFrame(bits, nowNanos);
        }
    }
}
