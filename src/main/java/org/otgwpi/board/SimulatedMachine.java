package org.otgwpi.board;

/** A machine that only pretends. */
public final class SimulatedMachine implements Machine {
    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public String hostName() {
        return "otgw";
    }

    @Override
    public int wifiSignalDbm() {
        return -1;
    }

    @Override
    public void reboot() {}
}
