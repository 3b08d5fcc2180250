package org.otgwpi.board;

import java.io.IOException;
import java.util.List;

/**
 * What the gateway asks of the computer it runs on. Only with {@code --on-device} is it the real one; else it
 * pretends, so that trying the program out on a desk changes nothing there. Facts that cannot be had are empty or 0.
 * Safe for any thread.
 */
public interface Machine {

    /** True if nothing that is asked of this machine happens for real. */
    boolean simulated();

    String hostName();

    /** The board: {@code Raspberry Pi 4 Model B Rev 1.4}. */
    String model();

    /** Serial number of the board, lower-case hex digits. */
    String serialNumber();

    /** Release of the kernel. */
    String kernel();

    /** Clock of the first core in MHz. */
    int cpuMegahertz();

    /** Address of the network adapter in use, 12 upper-case hex digits. */
    String macAddress();

    /** IPv4 address of the network adapter in use. */
    String ipAddress();

    /** Signal of the wireless network in dBm, -1 on a wire. */
    int wifiSignalDbm();

    /** Quality of the wireless network as its driver rates it, in percent; 100 on a wire. */
    int wifiQualityPercent();

    /** True once the clock was set by the network. May ask a service of the system, so not every second. */
    boolean clockSynchronised();

    /** Name of the wireless network in use, empty on a wire. May ask a service of the system. */
    String wirelessNetwork();

    /** Size of the memory card in bytes. */
    long cardBytes();

    /** The memory card's identification (CID), lower-case hex digits. */
    String cardId();

    /** Why the machine started last. */
    StartCause startCause();

    /**
     * Forgets all wireless networks and their passwords; from the next start on the set-up access point is open, once.
     * May take a few seconds.
     *
     * @throws IOException with a sentence if the system refuses
     */
    void forgetWirelessNetworks() throws IOException;

    /**
     * Gives the machine a name, at once and for later starts, and announces {@code <name>.local} in the local network
     * with its web page on port 80 (otgw-http-ws 7.3). May take some seconds.
     *
     * @param hostName one label of letters, digits and hyphens, as {@link HostName#used()}
     * @throws IOException with a sentence if the system refuses
     */
    void announce(String hostName) throws IOException;

    /**
     * Announces {@code <label>.local} for each of these labels as well, and no other, until it is told otherwise or the
     * program ends. To be called again now and then: what went wrong is tried anew, and the address may have changed.
     *
     * @throws IOException with a sentence if the system cannot
     */
    void announceAlso(List<String> labels) throws IOException;

    /** Asks the system to shut down in order and start again. Returns at once; a refusal is logged. */
    void reboot();
}
