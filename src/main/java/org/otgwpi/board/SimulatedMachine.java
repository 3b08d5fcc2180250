package org.otgwpi.board;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** A machine that has made-up facts and does nothing; at most, it starts the program anew instead of itself. */
public final class SimulatedMachine implements Machine {

    private final @Nullable Runnable restart;
    private volatile String hostName = "otgw";
    private volatile List<String> alsoKnownAs = List.of();

    public SimulatedMachine() {
        this(null);
    }

    /** @param restart what a reboot does; null for nothing */
    public SimulatedMachine(@Nullable Runnable restart) {
        this.restart = restart;
    }

    @Override
    public boolean simulated() {
        return true;
    }

    @Override
    public String hostName() {
        return hostName;
    }

    @Override
    public String model() {
        return "simulated";
    }

    @Override
    public String serialNumber() {
        return "0000000000000001";
    }

    @Override
    public String kernel() {
        return System.getProperty("os.version", "");
    }

    @Override
    public int cpuMegahertz() {
        return 1000;
    }

    @Override
    public String macAddress() {
        return "020000000001";
    }

    @Override
    public String ipAddress() {
        return "127.0.0.1";
    }

    @Override
    public int wifiSignalDbm() {
        return -1;
    }

    @Override
    public int wifiQualityPercent() {
        return 100;
    }

    @Override
    public boolean clockSynchronised() {
        return true;
    }

    @Override
    public String wirelessNetwork() {
        return "";
    }

    @Override
    public long cardBytes() {
        return 8L << 30;
    }

    @Override
    public String cardId() {
        return "00000000000000000000000000000001";
    }

    @Override
    public StartCause startCause() {
        return StartCause.POWER_ON;
    }

    @Override
    public void forgetWirelessNetworks() {
        Logger.info("the wireless networks were to be forgotten; the machine is simulated, so nothing happens");
    }

    @Override
    public void announce(String name) {
        hostName = name;
        Logger.info("the host name {} was to be announced; the machine is simulated, so nothing happens", name);
    }

    @Override
    public void announceAlso(List<String> labels) {
        if (!labels.equals(alsoKnownAs)) {
            alsoKnownAs = List.copyOf(labels);
            Logger.info(
                    "further host names to be announced: {}; the machine is simulated, so nothing happens",
                    labels.isEmpty() ? "none" : labels);
        }
    }

    /** What it was told to be called as well. */
    public List<String> alsoKnownAs() {
        return alsoKnownAs;
    }

    @Override
    public void reboot() {
        Runnable instead = restart;
        if (instead == null) {
            Logger.info("a reboot was asked for; the machine is simulated, so nothing happens");
        } else {
            Logger.info("a reboot was asked for; the machine is simulated, so the program starts anew");
            Thread.ofPlatform().name("restart").start(instead);
        }
    }
}
