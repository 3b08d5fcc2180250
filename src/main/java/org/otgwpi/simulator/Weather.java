package org.otgwpi.simulator;

import java.util.Random;

/** The outside temperature over the days. */
final class Weather {

    private static final double SECONDS_PER_DAY = 86_400;
    private static final double WARMEST_HOUR = 15;
    private static final double MEAN_CELSIUS = 5;
    private static final double DAILY_SWING_CELSIUS = 4;
    private static final double LONG_SWING_CELSIUS = 3;
    private static final double LONG_PERIOD_DAYS = 5.3;

    private final double longPhase;
    private final double gustPhase;

    Weather(Random random) {
        longPhase = random.nextDouble() * 2 * Math.PI;
        gustPhase = random.nextDouble() * 2 * Math.PI;
    }

    /** Degrees Celsius, {@code seconds} after a midnight. */
    double outsideCelsius(double seconds) {
        double days = seconds / SECONDS_PER_DAY;
        double daily = Math.cos((days - WARMEST_HOUR / 24) * 2 * Math.PI);
        double slow = Math.sin(days / LONG_PERIOD_DAYS * 2 * Math.PI + longPhase);
        double gusts = 0.3 * Math.sin(days * 37 * 2 * Math.PI + gustPhase);
        return MEAN_CELSIUS + DAILY_SWING_CELSIUS * daily + LONG_SWING_CELSIUS * slow + gusts;
    }
}
