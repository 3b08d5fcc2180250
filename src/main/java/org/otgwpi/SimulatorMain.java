package org.otgwpi;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.otgwpi.simulator.Simulator;

/**
 * The simulated gateway alone, for programs and virtual machines that have a serial port of their own: prints the device
 * to connect it to, and runs until its standard input ends.
 */
public final class SimulatorMain {

    private static final long HOUSE_SEED = 1;

    private SimulatorMain() {}

    public static void main(String[] args) {
        if (args.length != 1 || args[0].equals("--help")) {
            System.out.println("""
                    Usage: java -cp otgw-pi.jar org.otgwpi.SimulatorMain FOLDER

                    A simulated gateway, boiler, thermostat and house. Prints the serial device it is at, and runs until
                    its standard input ends. The chip's memory is kept in FOLDER.""");
            System.exit(args.length == 1 ? 0 : 2);
        }
        try (Simulator simulator =
                new Simulator(new Simulator.Options(1, null, Path.of(args[0]), HOUSE_SEED), System::nanoTime)) {
            simulator.start();
            System.out.println(simulator.portPath());
            while (System.in.read() >= 0) {
                // Only the end counts.
            }
        } catch (IOException | InvalidPathException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }
}
