package org.otgwpi.simulator;

/** The functions of the chip's two general pins in force; the EEPROM may hold another one (otgw-core 1.6, GA). */
final class Pins {

    static final int A = 0;
    static final int B = 1;
    static final int SENSOR = 7;

    private final int[] functions = new int[2];

    Pins(Configuration configuration) {
        set(A, configuration.gpioFunction(A));
        set(B, configuration.gpioFunction(B));
    }

    /**
     * Gives a pin its function.
     *
     * @return false if the pin cannot have it: only pin B takes the temperature sensor. It then has none.
     */
    boolean set(int pin, int function) {
        boolean possible = pin != A || function != SENSOR;
        functions[pin] = possible ? function : 0;
        return possible;
    }

    int function(int pin) {
        return functions[pin];
    }
}
