package org.otgwpi.board;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The networks of the device and what a user may change about them. Real only on the device, as {@link Machine}. Every
 * method but {@link #online} asks a service of the system and may take seconds; each throws IOException with a sentence
 * if that refuses. Safe for any thread.
 */
public interface Network {

    /** The name of the profile and of the Wi-Fi that the device opens to be set up. */
    String ACCESS_POINT = "otgw-setup";

    /** The device's address on that Wi-Fi. */
    String ACCESS_POINT_ADDRESS = "192.168.4.1";

    /** True if nothing that is asked of it happens for real. */
    boolean simulated();

    /** True if an adapter has an address by which others can reach the device; its own access point apart. Cheap. */
    boolean online();

    /** What there is now. Networks in reach are those of the last scan. */
    NetworkView view() throws IOException;

    /** Asks the radio to look for networks; {@link #view} shows them some seconds later. */
    void scan() throws IOException;

    /**
     * Has the system undo what comes next after a time, even if this program does not live to see it.
     *
     * @param adapter whose connection is meant, or null for all
     * @param seconds until it is undone
     * @return by which it is kept or undone
     */
    String protect(@Nullable String adapter, int seconds) throws IOException;

    /** Keeps what was done since {@code protection} was taken. */
    void keep(String protection) throws IOException;

    /** Undoes it now. */
    void undo(String protection) throws IOException;

    /**
     * Joins a Wi-Fi and remembers it. Returns as soon as the attempt has begun.
     *
     * @param password null keeps the one that is saved, empty for an open network
     * @param hidden true if the network does not show its name
     */
    void join(String name, @Nullable String password, boolean hidden) throws IOException;

    /** Gives an adapter another way to its address, and connects it anew. */
    void address(String adapter, Addressing addressing) throws IOException;

    /** Forgets a saved network; a connection to it ends. */
    void forget(String id) throws IOException;

    /** Opens the set-up access point on the radio. Any connection of the radio ends. */
    void openAccessPoint() throws IOException;

    /** Closes it; the radio goes back to its networks. */
    void closeAccessPoint() throws IOException;

    /** Tries the saved networks again at once, also those that the system has given up. */
    void retry() throws IOException;
}
