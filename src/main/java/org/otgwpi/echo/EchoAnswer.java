package org.otgwpi.echo;

/** What a message is answered with. */
sealed interface EchoAnswer {

    /** A text. */
    @SuppressWarnings("ArrayRecordComponent")
    record Text(byte[] utf8) implements EchoAnswer {}

    /** A binary message. */
    @SuppressWarnings("ArrayRecordComponent")
    record Binary(byte[] bytes) implements EchoAnswer {}

    /** An empty ping instead of an answer. */
    record Ping() implements EchoAnswer {}

    /** A pong with this payload. */
    @SuppressWarnings("ArrayRecordComponent")
    record Pong(byte[] payload) implements EchoAnswer {}

    /** Nothing. */
    record Silence() implements EchoAnswer {}

    /** The end of the connection. */
    record Farewell() implements EchoAnswer {}
}
