package org.otgwpi.otgw.gateway;

/** The serial line in the hands of who flashes the chip, from {@link Gateway#take}. Never waits. Thread-safe. */
public interface TakenLine {

    /** Sends bytes to the chip; they are lost while the port is closed. */
    void send(byte[] bytes);

    /** Pulls the chip's reset line low or lets it go. */
    void resetLine(boolean low);

    /** Sends a BREAK of 5 ms. */
    void sendBreak();

    /** Whether there may be a wire to the chip's reset pin. */
    boolean wired();

    /**
     * Gives the line back: the gateway listens, asks and sends again.
     *
     * @param changed whether the chip's firmware may be another one
     * @param sentence how it went, for the log
     */
    void giveBack(boolean changed, String sentence);
}
