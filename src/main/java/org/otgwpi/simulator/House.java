package org.otgwpi.simulator;

import java.util.Random;

/**
 * A thermostat, a boiler and the rooms between them, on the two OpenTherm lines of the gateway. Each second of the
 * house the thermostat sends a message; the boiler answers within 20 to 400 ms. The same seed gives the same house.
 * Has no I/O of its own; not thread-safe.
 */
public final class House {

    private static final long CYCLE_NANOS = 1_000_000_000L;
    private static final long FASTEST_ANSWER_NANOS = 20_000_000L;
    private static final long SLOWEST_ANSWER_NANOS = 400_000_000L;
    private static final int LONGEST_BACKLOG_CYCLES = 3;
    private static final long START_SECONDS = 6 * 3_600 + 40 * 60;
    private static final double START_ROOM_CELSIUS = 17.2;

    /** Where the messages of the house go. */
    public interface Wires {

        /** The thermostat sends a message, bits as in {@link org.otgwpi.opentherm.Frame#bits}. */
        void thermostatSends(int bits, long nowNanos);

        /** The boiler answers. */
        void boilerSends(int bits, long nowNanos);
    }

    private final Wires wires;
    private final double speed;
    private final Random random;
    private final Weather weather;
    private final HotWaterDraws draws;
    private final Building building = new Building(START_ROOM_CELSIUS);
    private final Boiler boiler = new Boiler();
    private final BoilerAnswers boilerAnswers = new BoilerAnswers(boiler);
    private final Thermostat thermostat = new Thermostat();

    private long seconds = START_SECONDS;
    private boolean thermostatConnected = true;
    private long cycleNanos;
    private boolean answering;
    private int answerBits;
    private long answerNanos;

    /**
     * A house on a Monday, 6:40, whose first message is sent one cycle after {@code nowNanos}.
     *
     * @param speed how many times faster than real its time goes
     */
    public House(long seed, double speed, Wires wires, long nowNanos) {
        this.wires = wires;
        this.speed = speed;
        random = new Random(seed);
        weather = new Weather(random);
        draws = new HotWaterDraws(random);
        cycleNanos = nowNanos + scaled(CYCLE_NANOS);
    }

    /** Does what is due: at most the messages of {@value #LONGEST_BACKLOG_CYCLES} cycles, if it was called too late. */
    public void tick(long nowNanos) {
        long oldest = nowNanos - LONGEST_BACKLOG_CYCLES * scaled(CYCLE_NANOS);
        if (cycleNanos - oldest < 0) {
            cycleNanos = oldest;
        }
        while (dueInNanos(nowNanos) == 0) {
            if (answering && answerNanos - cycleNanos <= 0) {
                answering = false;
                wires.boilerSends(answerBits, nowNanos);
            } else {
                cycleNanos += scaled(CYCLE_NANOS);
                passSecond();
                if (thermostatConnected) {
                    wires.thermostatSends(thermostat.next().bits(), nowNanos);
                }
            }
        }
    }

    /** How long until {@link #tick} has something to do. */
    public long dueInNanos(long nowNanos) {
        long due = cycleNanos - nowNanos;
        return Math.max(0, answering ? Math.min(due, answerNanos - nowNanos) : due);
    }

    /** A message arrives at the boiler. */
    public void boilerReceives(int bits, long nowNanos) {
        answerBits = boilerAnswers.answer(new Message(bits), outsideCelsius()).bits();
        answerNanos = nowNanos + scaled(random.nextLong(FASTEST_ANSWER_NANOS, SLOWEST_ANSWER_NANOS));
        answering = true;
    }

    /** A message arrives at the thermostat. */
    public void thermostatReceives(int bits) {
        if (thermostatConnected) {
            thermostat.receive(new Message(bits));
        }
    }

    /** Connects the thermostat's wires or pulls them off. */
    public void connectThermostat(boolean connected) {
        thermostatConnected = connected;
    }

    private void passSecond() {
        seconds++;
        boiler.passSecond(building.roomCelsius(), draws.litresPerMinute(seconds));
        building.passSecond(boiler.radiatorKilowatt(), outsideCelsius());
        thermostat.passSecond(seconds, building.roomCelsius(), outsideCelsius());
    }

    private double outsideCelsius() {
        return weather.outsideCelsius((double) seconds);
    }

    private long scaled(long houseNanos) {
        return Math.round((double) houseNanos / speed);
    }
}
