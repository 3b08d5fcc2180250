package org.otgwpi.echo;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/** What the echo server answers, in its two generations (railhub-remote-echo D.2). Pure. */
enum EchoRules {
    /** What ESP-IDF's example does today. */
    CURRENT("current") {
        @Override
        EchoAnswer toText(byte[] utf8) {
            if (startsWith(utf8, TRIGGER)) {
                return new EchoAnswer.Text(ASYNC_DATA.clone());
            }
            return startsWith(utf8, PING) ? new EchoAnswer.Ping() : new EchoAnswer.Text(utf8);
        }

        @Override
        EchoAnswer toBinary(byte[] bytes) {
            return new EchoAnswer.Binary(bytes);
        }

        @Override
        EchoAnswer toPong(byte[] payload) {
            return new EchoAnswer.Pong(payload);
        }
    },

    /** What it did in ESP-IDF 4.2 and 4.3. */
    IDF_4_2("4.2") {
        @Override
        EchoAnswer toText(byte[] utf8) {
            if (Arrays.equals(utf8, TRIGGER)) {
                return new EchoAnswer.Text(ASYNC_DATA.clone());
            }
            return utf8.length > MOST_BYTES_4_2 ? new EchoAnswer.Farewell() : new EchoAnswer.Text(utf8);
        }

        @Override
        EchoAnswer toBinary(byte[] bytes) {
            return bytes.length > MOST_BYTES_4_2 ? new EchoAnswer.Farewell() : new EchoAnswer.Binary(bytes);
        }

        @Override
        EchoAnswer toPong(byte[] payload) {
            return new EchoAnswer.Silence();
        }
    };

    private static final byte[] TRIGGER = "Trigger async".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ASYNC_DATA = "Async data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] PING = "Ping".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_BYTES_4_2 = 128;

    private final String word;

    EchoRules(String word) {
        this.word = word;
    }

    /** The rules of this name, {@code current} or {@code 4.2}; others mean the current ones. */
    static EchoRules named(String word) {
        return word.toLowerCase(Locale.ROOT).equals(IDF_4_2.word) ? IDF_4_2 : CURRENT;
    }

    /** What the user calls them. */
    String word() {
        return word;
    }

    abstract EchoAnswer toText(byte[] utf8);

    abstract EchoAnswer toBinary(byte[] bytes);

    abstract EchoAnswer toPong(byte[] payload);

    private static boolean startsWith(byte[] text, byte[] prefix) {
        return text.length >= prefix.length && Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length);
    }
}
