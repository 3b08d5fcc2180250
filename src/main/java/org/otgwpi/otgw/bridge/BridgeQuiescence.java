package org.otgwpi.otgw.bridge;

import java.time.Duration;
import org.otgwpi.personality.Quiescent;

/** The serial bridge as something that falls silent: its clients stay connected and are heard no more. Thread-safe. */
public final class BridgeQuiescence implements Quiescent {

    private final SerialBridge bridge;

    public BridgeQuiescence(SerialBridge bridge) {
        this.bridge = bridge;
    }

    @Override
    public String name() {
        return "serial bridge";
    }

    @Override
    public void pause(Duration deadline) {
        bridge.hold();
    }

    @Override
    public void resume() {
        bridge.resume();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        bridge.close();
    }
}
