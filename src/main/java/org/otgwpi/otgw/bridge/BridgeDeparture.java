package org.otgwpi.otgw.bridge;

import java.time.Duration;
import org.otgwpi.personality.Quiescent;

/**
 * The serial bridge as something that closes before a restart: its clients see the end of their connection and try
 * again. Thread-safe.
 */
public final class BridgeDeparture implements Quiescent {

    private final SerialBridge bridge;
    private final Runnable reopen;

    /** @param reopen opens the port again if the settings want it */
    public BridgeDeparture(SerialBridge bridge, Runnable reopen) {
        this.bridge = bridge;
        this.reopen = reopen;
    }

    @Override
    public String name() {
        return "serial bridge";
    }

    @Override
    public void pause(Duration deadline) {
        bridge.close();
    }

    @Override
    public void resume() {
        reopen.run();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        bridge.close();
    }
}
