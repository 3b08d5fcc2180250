package org.otgwpi.otgw.gateway;

/** One user's place at the serial line, from {@link Gateway#connect}. Thread-safe. */
public interface LineClient extends AutoCloseable {

    /**
     * Bytes for the chip. They reach it unchanged and in order, whole lines when it is their turn (otgw-core 4).
     *
     * @param bytes copied before this returns
     */
    void received(byte[] bytes, int length);

    /** No more bytes will come. {@link LineUser#finished} follows, perhaps before this returns. */
    void end();

    /** Gives the place up; what waits is dropped. May be called again. */
    @Override
    void close();
}
