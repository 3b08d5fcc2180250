package org.otgwpi.otgw;

import org.otgwpi.otgw.flash.FlashAudience;
import org.otgwpi.otgw.flash.FlashStatus;
import org.otgwpi.otgw.sensors.Sensors;

/** Shows a flash of the chip on the two LEDs (otgw-core 8.2). */
final class FlashToLeds implements FlashAudience {

    private final Sensors sensors;

    FlashToLeds(Sensors sensors) {
        this.sensors = sensors;
    }

    @Override
    public void status(FlashStatus status) {
        sensors.flashing(status.flashing());
    }

    @Override
    public void packet() {
        sensors.packet();
    }
}
