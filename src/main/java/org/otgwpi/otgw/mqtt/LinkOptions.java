package org.otgwpi.otgw.mqtt;

/**
 * To which broker to connect, and as whom (otgw-core 5.1, 5.2). Immutable.
 *
 * @param user empty to connect without a name
 * @param caFile file of the certificates to trust with TLS; empty for those of the system
 * @param willTopic where the broker says {@code offline} when the connection breaks
 * @param answerMillis how long the broker may take for each step of connecting
 */
record LinkOptions(
        String host,
        int port,
        String user,
        String password,
        boolean tls,
        String caFile,
        String clientId,
        String willTopic,
        long answerMillis) {

    /** The broker as the user knows it. */
    String broker() {
        return host + ":" + port;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return (tls ? "mqtts://" : "mqtt://") + broker();
    }
}
