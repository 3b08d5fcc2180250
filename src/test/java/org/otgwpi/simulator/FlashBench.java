package org.otgwpi.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.otgwpi.otgw.flash.FlashJob;
import org.otgwpi.otgw.flash.FlashStep;
import org.otgwpi.otgw.flash.OldSettings;
import org.otgwpi.pic.Firmware;
import org.otgwpi.pic.FirmwareVersion;
import org.otgwpi.pic.HexImage;
import org.otgwpi.pic.SettingsTransfer;
import org.otgwpi.simulator.FaultyLine.Direction;

/** A chip and a flash job at the two ends of a line of 9600 baud, under a clock that only they move. */
final class FlashBench implements SimulatedPic.Wires, FlashJob.Outlet {

    static final long BYTE_NANOS = 1_041_667;
    private static final long LONGEST_NANOS = 4_000_000_000_000L;
    private static final SettingsTransfer TRANSFER = SettingsTransfer.load();

    private record Noise(Direction direction, int octet) {}

    private record Sent(byte octet, long arrivesNanos) {}

    /** Something that happens when a number of bytes was sent in both directions. */
    record Incident(long afterBytes, Runnable action) {}

    final Chip model;
    final KeptMemory program = new KeptMemory();
    final KeptMemory eeprom = new KeptMemory();
    final List<Integer> percents = new ArrayList<>();
    final List<FlashStep> steps = new ArrayList<>();
    final FaultyLine line = new FaultyLine();
    final Deque<Incident> incidents = new ArrayDeque<>();
    final StringBuilder heard = new StringBuilder();
    Runnable afterEachByte = () -> {};
    UnaryOperator<byte[]> onItsWay = UnaryOperator.identity();
    boolean wired = true;
    boolean diskFull;
    SimulatedPic chip;

    @Nullable
    OldSettings journal;

    @Nullable
    Runnable buttonPressed;

    FlashJob.@Nullable Outcome outcome;
    long nowNanos = 1_000_000_000L;
    private @Nullable FlashJob job;
    private @Nullable Runnable later;
    private long laterNanos;
    private final Deque<Sent> toChip = new ArrayDeque<>();
    private final Deque<Sent> fromChip = new ArrayDeque<>();
    private final Deque<Noise> noises = new ArrayDeque<>();
    private long toChipFree;
    private long fromChipFree;

    FlashBench(Chip model) {
        this.model = model;
        chip = powered();
        idle(2_500);
        heard.setLength(0);
    }

    /** The chip's memory as it is without power. */
    ChipMemory memory() {
        return ChipMemory.of(model, program, eeprom);
    }

    private SimulatedPic powered() {
        return new SimulatedPic(memory(), this, nowNanos);
    }

    /** Nobody talks; time passes. */
    void idle(long millis) {
        job = null;
        run(nowNanos + millis * 1_000_000L);
    }

    /** Sends a line to the running firmware and gives what it says. */
    String command(String command) {
        heard.setLength(0);
        send((command + "\r").getBytes(StandardCharsets.US_ASCII));
        idle(100);
        return heard.toString().strip();
    }

    /** Flashes until the job has ended, or the power went. */
    FlashJob.@Nullable Outcome flash(TestImage image) {
        return flash(image.parsed());
    }

    FlashJob.@Nullable Outcome flash(HexImage image) {
        FirmwareVersion running = memory().installed();
        outcome = null;
        FlashJob started = new FlashJob(
                image,
                TRANSFER,
                running.firmware() == Firmware.GATEWAY ? running.version() : null,
                journal,
                wired,
                this);
        job = started;
        started.start(nowNanos);
        run(nowNanos + LONGEST_NANOS);
        return outcome;
    }

    /** The power of chip and computer goes and returns. */
    void powerCut() {
        job = null;
        chip.powerOff(nowNanos);
        toChip.clear();
        fromChip.clear();
        incidents.clear();
        chip = powered();
    }

    /** Only the computer restarts; the chip stays as it is. */
    void computerCut() {
        job = null;
        toChip.clear();
        incidents.clear();
    }

    /** Something happens in a while. */
    void after(long nanos, Runnable action) {
        later = action;
        laterNanos = nowNanos + nanos;
    }

    /** A byte that nobody sent comes as soon as the line is idle: between the bytes of a packet there is no room for one. */
    void noise(Direction direction, int octet) {
        noises.add(new Noise(direction, octet));
    }

    private void deliverNoise() {
        Noise next = noises.peek();
        if (next == null || !(next.direction == Direction.TO_CHIP ? toChip : fromChip).isEmpty()) {
            return;
        }
        noises.remove();
        if (next.direction == Direction.TO_CHIP) {
            chip.receive(new byte[] {(byte) next.octet}, 1, nowNanos);
        } else if (job != null) {
            job.received(next.octet, nowNanos);
        }
    }

    /** The chip loses its power for a moment, or somebody presses its button. */
    void chipReset() {
        chip.powerOff(nowNanos);
        chip = powered();
    }

    private void run(long endNanos) {
        boolean flashing = job != null;
        while (nowNanos < endNanos && (!flashing || (job != null && !job.over()))) {
            long next = Math.min(endNanos, after(chip.dueInNanos(nowNanos)));
            next = Math.min(next, job == null ? Long.MAX_VALUE : after(job.dueInNanos(nowNanos)));
            next = Math.min(next, later == null ? Long.MAX_VALUE : laterNanos);
            next = Math.min(next, toChip.isEmpty() ? Long.MAX_VALUE : toChip.peek().arrivesNanos);
            next = Math.min(next, fromChip.isEmpty() ? Long.MAX_VALUE : fromChip.peek().arrivesNanos);
            nowNanos = Math.max(nowNanos, next);
            step();
        }
        assertTrue(!flashing || job == null || job.over(), "the job hangs");
    }

    private long after(long nanos) {
        return nanos == Long.MAX_VALUE ? nanos : nowNanos + nanos;
    }

    private void step() {
        Runnable accident = later;
        if (accident != null && laterNanos <= nowNanos) {
            later = null;
            accident.run();
        }
        chip.tick(nowNanos);
        deliverNoise();
        if (!toChip.isEmpty() && toChip.peek().arrivesNanos <= nowNanos) {
            byte[] octets = line.pass(Direction.TO_CHIP, toChip.remove().octet);
            if (octets.length > 0) {
                chip.receive(octets, octets.length, nowNanos);
            }
            happen();
        }
        if (!fromChip.isEmpty() && fromChip.peek().arrivesNanos <= nowNanos) {
            for (byte octet : line.pass(Direction.FROM_CHIP, fromChip.remove().octet)) {
                heard.append((char) (octet & 0xFF));
                if (job != null) {
                    job.received(octet & 0xFF, nowNanos);
                }
            }
            happen();
        }
        if (job != null) {
            job.tick(nowNanos);
        }
    }

    long bytes() {
        return line.count(Direction.TO_CHIP) + line.count(Direction.FROM_CHIP);
    }

    private void happen() {
        afterEachByte.run();
        while (!incidents.isEmpty() && incidents.peek().afterBytes <= bytes()) {
            incidents.remove().action.run();
        }
    }

    @Override
    public void serial(byte[] bytes) {
        for (byte each : bytes) {
            fromChipFree = Math.max(fromChipFree, nowNanos) + BYTE_NANOS;
            fromChip.add(new Sent(each, fromChipFree));
        }
    }

    @Override
    public void send(byte[] bytes) {
        for (byte each : onItsWay.apply(bytes)) {
            toChipFree = Math.max(toChipFree, nowNanos) + BYTE_NANOS;
            toChip.add(new Sent(each, toChipFree));
        }
    }

    @Override
    public void resetLine(boolean low) {
        if (wired) {
            chip.resetPin(low, nowNanos);
        }
    }

    @Override
    public void sendBreak() {
        chip.serialBreak(nowNanos);
    }

    @Override
    public void step(FlashStep step) {
        steps.add(step);
        if (step == FlashStep.PRESS_RESET && buttonPressed != null) {
            buttonPressed.run();
        }
    }

    @Override
    public void progress(int percent) {
        percents.add(percent);
    }

    @Override
    public void keep(OldSettings settings) throws IOException {
        if (diskFull) {
            throw new IOException("no space left");
        }
        journal = settings;
    }

    @Override
    public void finished(FlashJob.Outcome ended) {
        outcome = ended;
    }

    @Override
    public void toBoiler(int bits, long now) {}

    @Override
    public void toThermostat(int bits, long now) {}
}
