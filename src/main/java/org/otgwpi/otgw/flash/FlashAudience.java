package org.otgwpi.otgw.flash;

/** Who is told how a flash goes. Never waits. */
public interface FlashAudience {

    /** One of the original's messages, for port 81 and our own stream. */
    default void message(byte[] utf8) {}

    /** Something changed that our own page shows. */
    void status(FlashStatus status);

    /** Something came from the chip. */
    default void packet() {}
}
