package org.otgwpi.otgw.flash;

/** Who is told how a flash goes. Never waits. */
public interface FlashAudience {

    /** Nobody. */
    FlashAudience NONE = new FlashAudience() {
        @Override
        public void message(byte[] utf8) {}

        @Override
        public void status(FlashStatus status) {}
    };

    /** One of the original's messages, for port 81 and our own stream. */
    void message(byte[] utf8);

    /** Something changed that our own page shows. */
    void status(FlashStatus status);
}
