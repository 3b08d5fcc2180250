package org.otgwpi.net;

/** What a {@link TcpStreamServer} does with its clients. Called on the I/O thread: it may not block. */
public interface TcpStreamHandler {

    /** {@code client} has connected; it is read from when this returns. */
    void connected(TcpStream client);

    /**
     * {@code client} sent bytes.
     *
     * @param bytes to be read before this returns
     * @param length how many of them count
     */
    void received(TcpStream client, byte[] bytes, int length);

    /** {@code client} sends no more, and may still read. Without a {@link TcpStream#close} it stays connected. */
    default void ended(TcpStream client) {
        client.close();
    }

    /** {@code client} is gone, for whatever reason. The last call for it. */
    void departed(TcpStream client);
}
