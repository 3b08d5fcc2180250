package org.otgwpi.board;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Uses the lines of /dev/gpiochip0 as the gateway does; runs in the guest, in the service's own sandbox. */
public final class GpioProbe {

    public static void main(String[] args) throws Exception {
        int pulses = Integer.parseInt(args[0]);
        var listeners = Executors.newSingleThreadExecutor();
        try (GpioLines lines = GpioLines.ofChip(Path.of("/dev/gpiochip0"), listeners)) {
            OutputLine relay = lines.output(0, "relay", true);
            for (int i = 0; i < 100; i++) {
                relay.set(i % 2 == 0);
            }
            System.out.println("PROBE output 100 levels");
            ResetLine reset = lines.resetLine(1, "reset");
            reset.pull();
            Thread.sleep(100);
            reset.release();
            System.out.println("PROBE reset line pulsed");
            AtomicInteger counted = new AtomicInteger();
            lines.input(5, "S0 counter", Pull.NONE, 0, edge -> counted.incrementAndGet());
            AtomicInteger pressed = new AtomicInteger();
            lines.input(6, "button", Pull.NONE, 0, edge -> pressed.incrementAndGet());
            System.out.println("PROBE listening");
            long end = System.nanoTime() + 120_000_000_000L;
            while ((counted.get() < 2 * pulses || pressed.get() < 2) && System.nanoTime() < end) {
                Thread.sleep(100);
            }
            System.out.println("PROBE counted " + counted.get() + " edges of the counter, " + pressed.get() + " of the button");
        }
        System.exit(0);
    }
}
