package org.otgwpi.otgw.gateway;

/** Who uses the serial line as a stream of bytes. Called under the gateway's lock: it may not block. */
public interface LineUser {

    /** Who it is, for messages: {@code 192.168.1.20}. */
    String name();

    /**
     * Whether more bytes are welcome. They are at first; told when it changes.
     *
     * @param open false while bytes sent earlier wait; what is sent all the same is kept
     */
    void flow(boolean open);

    /** After {@link LineClient#end}: all that it sent has reached the chip and was answered, or never will. */
    void finished();
}
