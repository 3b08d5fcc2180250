package org.otgwpi.simulator;

/** The rooms as one heat store that loses to the outside and gains from radiators and people. */
final class Building {

    private static final double STORE_KILOJOULE_PER_KELVIN = 10_000;
    private static final double LOSS_KILOWATT_PER_KELVIN = 0.17;
    private static final double PEOPLE_KILOWATT = 0.3;

    private double roomCelsius;

    Building(double roomCelsius) {
        this.roomCelsius = roomCelsius;
    }

    double roomCelsius() {
        return roomCelsius;
    }

    /** One second passes while the radiators give off {@code heatingKilowatt}. */
    void passSecond(double heatingKilowatt, double outsideCelsius) {
        double gain = heatingKilowatt + PEOPLE_KILOWATT - LOSS_KILOWATT_PER_KELVIN * (roomCelsius - outsideCelsius);
        roomCelsius += gain / STORE_KILOJOULE_PER_KELVIN;
    }
}
