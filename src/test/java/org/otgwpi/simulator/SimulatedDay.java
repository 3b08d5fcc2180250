package org.otgwpi.simulator;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the chip in the simulated house says on its serial line in 24 hours, made in no time. */
public final class SimulatedDay implements SimulatedPic.Wires, House.Wires {

    private static final long DAY_NANOS = 24 * 3600 * 1_000_000_000L;

    private final StringBuilder serial = new StringBuilder();
    private final SimulatedPic pic =
            new SimulatedPic(ChipMemory.of(Chip.PIC16F1847, new KeptMemory(), new KeptMemory()), this, 0);
    private final House house;

    private SimulatedDay(long seed) {
        house = new House(seed, 1, this, 0);
    }

    /** The lines of the frames, without line ends. The same seed gives the same day. */
    public static List<String> frames(long seed) {
        SimulatedDay day = new SimulatedDay(seed);
        day.pass();
        return day.serial
                .toString()
                .lines()
                .filter(line -> line.matches("[TBRAE][0-9A-F]{8}"))
                .toList();
    }

    private void pass() {
        for (long now = 0; now < DAY_NANOS; now += Math.min(pic.dueInNanos(now), house.dueInNanos(now))) {
            pic.tick(now);
            house.tick(now);
        }
    }

    @Override
    public void serial(byte[] bytes) {
        serial.append(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void toBoiler(int bits, long now) {
        house.boilerReceives(bits, now);
    }

    @Override
    public void toThermostat(int bits, long now) {
        house.thermostatReceives(bits);
    }

    @Override
    public void thermostatSends(int bits, long now) {
        pic.thermostatFrame(bits, now);
    }

    @Override
    public void boilerSends(int bits, long now) {
        pic.boilerFrame(bits, now);
    }
}
