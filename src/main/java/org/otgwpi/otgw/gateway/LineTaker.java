package org.otgwpi.otgw.gateway;

/** Who has taken the serial line to flash the chip. Called under the gateway's lock: it may not block. */
public interface LineTaker {

    /**
     * Bytes came from the chip.
     *
     * @param bytes to be read before this returns
     * @param length how many of them count
     */
    void received(byte[] bytes, int length);
}
