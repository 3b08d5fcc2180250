package org.otgwpi.otgw;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.otgwpi.board.Machine;
import org.otgwpi.board.StartCause;

/** A machine with known facts that counts what is asked of it. */
final class DeskMachine implements Machine {

    final AtomicInteger reboots = new AtomicInteger();
    final AtomicInteger forgotten = new AtomicInteger();

    @Override
    public boolean simulated() {
        return false;
    }

    @Override
    public String hostName() {
        return "otgw";
    }

    @Override
    public String model() {
        return "Raspberry Pi 4 Model B Rev 1.4";
    }

    @Override
    public String serialNumber() {
        return "10000000abcd1234";
    }

    @Override
    public String kernel() {
        return "6.12.47+rpt-rpi-v8";
    }

    @Override
    public int cpuMegahertz() {
        return 1800;
    }

    @Override
    public String macAddress() {
        return "B827EB012345";
    }

    @Override
    public String ipAddress() {
        return "192.168.1.20";
    }

    @Override
    public int wifiSignalDbm() {
        return -68;
    }

    @Override
    public int wifiQualityPercent() {
        return 80;
    }

    @Override
    public String wirelessNetwork() {
        return "my \"home\"";
    }

    @Override
    public long cardBytes() {
        return 62333952L * 512;
    }

    @Override
    public String cardId() {
        return "035344534c3332478012a3b4c500f1a7";
    }

    @Override
    public StartCause startCause() {
        return StartCause.RESTART;
    }

    @Override
    public void forgetWirelessNetworks() {
        forgotten.incrementAndGet();
    }

    @Override
    public boolean clockSynchronised() {
        return true;
    }

    @Override
    public void reboot() {
        reboots.incrementAndGet();
    }

    @Override
    public void announce(String hostName) {}

    @Override
    public void announceAlso(List<String> labels) {}
}
