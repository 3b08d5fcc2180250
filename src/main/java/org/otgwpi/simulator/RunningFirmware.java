package org.otgwpi.simulator;

/** What runs on the chip once the boot loader has let go of it. */
interface RunningFirmware {

    /**
     * A byte has come on the serial line.
     *
     * @return false if it completed the command to reset
     */
    boolean receive(int octet);

    /** Carries out the command that waits, if any. */
    void execute(long nowNanos);

    /** Characters were lost on the serial line. */
    void overrun();

    void thermostatFrame(Message message, long nowNanos);

    void boilerFrame(Message message, long nowNanos);

    /** The thermostat's wires were opened or closed. */
    void thermostatLine(boolean connected, long nowNanos);

    /** A frame of a recording takes the place of one on the lines. */
    void played(char origin, Message message);

    /**
     * Does what time demands.
     *
     * @return false if the chip is stuck and has to restart
     */
    boolean tick(long nowNanos);

    /** How long until {@link #tick} has something to do. */
    long dueInNanos(long nowNanos);
}
