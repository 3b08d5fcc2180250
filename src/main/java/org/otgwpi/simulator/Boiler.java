package org.otgwpi.simulator;

/**
 * A modulating combination boiler with its radiators: flame, water temperatures, hot water, pressure, counters. What
 * it is told over OpenTherm goes in by the setters, {@link BoilerAnswers} lets it speak.
 */
final class Boiler {

    /** Largest heat output in kW. */
    static final double CAPACITY_KILOWATT = 24;

    /** Smallest modulation in percent. */
    static final double LEAST_MODULATION = 17;

    private static final double WATER_KILOJOULE_PER_KELVIN = 130;
    private static final double RADIATOR_KILOWATT_PER_KELVIN = 0.26;
    private static final double PUMP_KILOWATT_PER_KELVIN = 1.1;
    private static final double IDLE_LOSS_KILOWATT_PER_KELVIN = 0.012;
    private static final double SWITCH_ON_BELOW = 4;
    private static final double SWITCH_OFF_ABOVE = 5;
    private static final double PERCENT_PER_KELVIN = 6;
    private static final double COLD_WATER_CELSIUS = 11;
    private static final double CELLAR_CELSIUS = 17;
    private static final double KILOJOULE_PER_LITRE_KELVIN = 4.186;

    /** Counts of starts and seconds of operation. */
    static final class Counter {
        private int starts;
        private long seconds;
        private boolean on;

        private Counter(int starts, int hours) {
            this.starts = starts;
            this.seconds = hours * 3_600L;
        }

        private void passSecond(boolean nowOn) {
            if (nowOn) {
                seconds++;
                starts += on ? 0 : 1;
            }
            on = nowOn;
        }

        int starts() {
            return starts;
        }

        int hours() {
            return (int) (seconds / 3_600);
        }

        void clearStarts() {
            starts = 0;
        }

        void clearHours() {
            seconds = 0;
        }
    }

    final Counter burner = new Counter(52_072, 3_688);
    final Counter pump = new Counter(54_920, 5_624);
    final Counter hotWaterValve = new Counter(51_856, 584);
    final Counter hotWaterBurner = new Counter(5_480, 136);

    private boolean heatingEnabled;
    private boolean hotWaterEnabled = true;
    private double controlSetpoint;
    private double hotWaterSetpoint = 58;
    private double maxHeatingSetpoint = 75;
    private double maxModulation = 100;

    private double flowCelsius = 32;
    private double returnCelsius = 30;
    private double hotWaterCelsius = 45;
    private double modulation;
    private double drawLitresPerMinute;
    private double radiatorKilowatt;
    private double filledBar = 1.55;
    private boolean flame;

    void command(boolean heating, boolean hotWater) {
        heatingEnabled = heating;
        hotWaterEnabled = hotWater;
    }

    void setControlSetpoint(double celsius) {
        controlSetpoint = celsius;
    }

    void setHotWaterSetpoint(double celsius) {
        hotWaterSetpoint = celsius;
    }

    void setMaxHeatingSetpoint(double celsius) {
        maxHeatingSetpoint = celsius;
    }

    void setMaxModulation(double percent) {
        maxModulation = percent;
    }

    double hotWaterSetpoint() {
        return hotWaterSetpoint;
    }

    double maxHeatingSetpoint() {
        return maxHeatingSetpoint;
    }

    /** One second passes. */
    void passSecond(double roomCelsius, double drawLitresPerMinute) {
        this.drawLitresPerMinute = drawLitresPerMinute;
        if (hotWaterActive()) {
            heatTapWater();
        } else {
            heatRadiators();
        }
        moveHeat(roomCelsius);
        filledBar = filledBar <= 1.2 ? 1.7 : filledBar - 1e-7;
        burner.passSecond(flame);
        pump.passSecond(heatingActive());
        hotWaterValve.passSecond(hotWaterActive());
        hotWaterBurner.passSecond(flame && hotWaterActive());
    }

    private void heatTapWater() {
        double needed = drawLitresPerMinute / 60 * KILOJOULE_PER_LITRE_KELVIN * (hotWaterSetpoint - COLD_WATER_CELSIUS);
        flame = true;
        modulation = limited(needed / CAPACITY_KILOWATT * 100, 100);
        hotWaterCelsius += (hotWaterSetpoint - hotWaterCelsius) / 20;
    }

    private void heatRadiators() {
        double target = Math.min(controlSetpoint, maxHeatingSetpoint);
        if (!heatingActive() || flowCelsius > target + SWITCH_OFF_ABOVE) {
            flame = false;
        } else if (flowCelsius < target - SWITCH_ON_BELOW) {
            flame = true;
        }
        double wanted =
                flame ? limited(LEAST_MODULATION + (target - flowCelsius) * PERCENT_PER_KELVIN, maxModulation) : 0;
        modulation += (wanted - modulation) / (flame ? 8 : 1);
        hotWaterCelsius += (CELLAR_CELSIUS + 18 - hotWaterCelsius) / 4_000;
    }

    private static double limited(double percent, double most) {
        return Math.min(Math.max(percent, LEAST_MODULATION), Math.max(most, LEAST_MODULATION));
    }

    private void moveHeat(double roomCelsius) {
        double mean = (flowCelsius + returnCelsius) / 2;
        boolean pumping = heatingActive() && !hotWaterActive();
        radiatorKilowatt = RADIATOR_KILOWATT_PER_KELVIN * (mean - roomCelsius) * (pumping ? 1 : 0.02);
        double toTap = hotWaterActive() ? modulation / 100 * CAPACITY_KILOWATT : 0;
        double idleLoss = IDLE_LOSS_KILOWATT_PER_KELVIN * (mean - CELLAR_CELSIUS);
        double gain = modulation / 100 * CAPACITY_KILOWATT - toTap - radiatorKilowatt - idleLoss;
        double warmer = gain / WATER_KILOJOULE_PER_KELVIN;
        double spread = pumping ? radiatorKilowatt / PUMP_KILOWATT_PER_KELVIN : hotWaterActive() ? 18 : 0.5;
        double flowTarget = hotWaterActive() ? hotWaterSetpoint + 8 : flowCelsius + warmer;
        flowCelsius += hotWaterActive() ? (flowTarget - flowCelsius) / 40 : warmer;
        returnCelsius += warmer + (flowCelsius - spread - returnCelsius) / 30;
    }

    boolean heatingActive() {
        return heatingEnabled && controlSetpoint > 0;
    }

    boolean hotWaterActive() {
        return hotWaterEnabled && drawLitresPerMinute > 0;
    }

    boolean flame() {
        return flame;
    }

    double flowCelsius() {
        return flowCelsius;
    }

    double returnCelsius() {
        return returnCelsius;
    }

    double hotWaterCelsius() {
        return hotWaterCelsius;
    }

    /** Litres a minute that the tap takes. */
    double drawLitresPerMinute() {
        return drawLitresPerMinute;
    }

    /** What the rooms get from the radiators in kW. */
    double radiatorKilowatt() {
        return radiatorKilowatt;
    }

    /** Relative modulation in percent, 0 without flame. */
    double modulation() {
        return flame ? modulation : 0;
    }

    /** Water pressure in bar; it rises with the water's temperature. */
    double pressureBar() {
        return filledBar + 0.006 * (flowCelsius - 20);
    }

    double exhaustCelsius() {
        return flame ? returnCelsius + 8 + modulation / 10 : CELLAR_CELSIUS + 4;
    }
}
