package org.otgwpi.board;

/**
 * What the gateway asks of the computer it runs on. Only with {@code --on-device} is it the real one; else it
 * pretends, so that trying the program out on a desk changes nothing there.
 */
public interface Machine {

    /** True if nothing that is asked of this machine happens for real. */
    boolean simulated();

    String hostName();

    /** Signal of the wireless network in dBm, -1 on a wire. */
    int wifiSignalDbm();

    void reboot();
}
