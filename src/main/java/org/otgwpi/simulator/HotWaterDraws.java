package org.otgwpi.simulator;

import java.util.Random;

/** When the people of the house open the hot tap: showers in the morning, the kitchen at noon and in the evening. */
final class HotWaterDraws {

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int SECONDS_PER_HOUR = 3_600;

    private record Habit(double hour, int seconds, double litresPerMinute) {}

    private static final Habit[] HABITS = {
        new Habit(6.9, 420, 8),
        new Habit(7.4, 300, 8),
        new Habit(8.1, 40, 4),
        new Habit(12.4, 90, 5),
        new Habit(15.8, 30, 4),
        new Habit(18.6, 240, 6),
        new Habit(20.2, 45, 4),
        new Habit(22.1, 360, 9),
    };

    private final int[] shifts = new int[HABITS.length];

    /** Draws whose times of day are shifted by up to a quarter of an hour. */
    HotWaterDraws(Random random) {
        for (int i = 0; i < shifts.length; i++) {
            shifts[i] = random.nextInt(-SECONDS_PER_HOUR / 4, SECONDS_PER_HOUR / 4);
        }
    }

    /** Litres a minute, {@code seconds} after a midnight. */
    double litresPerMinute(long seconds) {
        long ofDay = Math.floorMod(seconds, SECONDS_PER_DAY);
        for (int i = 0; i < HABITS.length; i++) {
            long since = ofDay - (long) (HABITS[i].hour * SECONDS_PER_HOUR) - shifts[i];
            if (since >= 0 && since < HABITS[i].seconds) {
                return HABITS[i].litresPerMinute;
            }
        }
        return 0;
    }
}
