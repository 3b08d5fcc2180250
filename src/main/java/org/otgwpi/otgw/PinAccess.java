package org.otgwpi.otgw;

import java.util.Optional;
import org.otgwpi.otgw.console.PinKeys;
import org.otgwpi.otgw.sensors.Sensors;

/** What the console asks of the Pi's own pins. */
record PinAccess(Sensors sensors) implements PinKeys {

    @Override
    public boolean blinkLed() {
        return sensors.flashLed1();
    }

    @Override
    public boolean initialiseOutput() {
        return sensors.releaseOutput();
    }

    @Override
    public boolean driveOutput(boolean high) {
        return sensors.driveOutput(high);
    }

    @Override
    public Optional<Boolean> outputIsHigh() {
        return sensors.outputIsHigh();
    }
}
