package org.otgwpi.otgw.gateway;

import java.time.Duration;
import org.otgwpi.personality.Quiescent;

/** The commands to the chip as something that falls silent; the chip itself goes on without us. Thread-safe. */
public final class GatewayQuiescence implements Quiescent {

    private final Gateway gateway;

    public GatewayQuiescence(Gateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public String name() {
        return "command queue and serial writes";
    }

    @Override
    public void pause(Duration deadline) {
        gateway.silence();
    }

    @Override
    public void resume() {
        gateway.speak();
    }

    /** Nothing is kept that would have to be written. */
    @Override
    public void flush() {}

    @Override
    public void close() {
        gateway.close();
    }
}
