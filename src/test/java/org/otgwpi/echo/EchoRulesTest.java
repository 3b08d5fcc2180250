package org.otgwpi.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Both columns of railhub-remote-echo D.2. */
final class EchoRulesTest {

    private static String said(EchoAnswer answer) {
        return switch (answer) {
            case EchoAnswer.Text text -> "text " + new String(text.utf8(), UTF_8);
            case EchoAnswer.Binary binary -> "binary " + binary.bytes().length;
            case EchoAnswer.Ping ping -> "ping";
            case EchoAnswer.Pong pong -> "pong " + pong.payload().length;
            case EchoAnswer.Silence silence -> "nothing";
            case EchoAnswer.Farewell farewell -> "close";
        };
    }

    @ParameterizedTest
    @CsvSource({
        "hello, text hello",
        "'', 'text '",
        "Trigger async, text Async data",
        "Trigger async now, text Async data",
        "trigger async, text trigger async",
        "' Trigger async', 'text  Trigger async'",
        "Trigger asyn, text Trigger asyn",
        "Ping, ping",
        "Pingpong, ping",
        "ping, text ping",
        "Pin, text Pin",
    })
    void theCurrentServerAnswersTexts(String text, String answer) {
        assertEquals(answer, said(EchoRules.CURRENT.toText(text.getBytes(UTF_8))));
    }

    @ParameterizedTest
    @CsvSource({
        "hello, text hello",
        "Trigger async, text Async data",
        "Trigger async now, text Trigger async now",
        "Ping, text Ping",
    })
    void theServerOf2020AnswersTexts(String text, String answer) {
        assertEquals(answer, said(EchoRules.IDF_4_2.toText(text.getBytes(UTF_8))));
    }

    @Test
    void theServerOf2020EndsTheConnectionBeyond128Bytes() {
        assertEquals(
                "text " + "x".repeat(128),
                said(EchoRules.IDF_4_2.toText("x".repeat(128).getBytes(UTF_8))));
        assertEquals("close", said(EchoRules.IDF_4_2.toText("x".repeat(129).getBytes(UTF_8))));
        assertEquals("close", said(EchoRules.IDF_4_2.toBinary(new byte[129])));
    }

    @Test
    void pongsComeBackOnlyToday() {
        assertEquals("pong 3", said(EchoRules.CURRENT.toPong(new byte[3])));
        assertEquals("nothing", said(EchoRules.IDF_4_2.toPong(new byte[3])));
    }

    @Test
    void anAnswerIsNeverTheRulesOwnCopy() {
        EchoAnswer.Text first = (EchoAnswer.Text) EchoRules.CURRENT.toText("Trigger async".getBytes(UTF_8));
        first.utf8()[0] = 0;
        EchoAnswer.Text second = (EchoAnswer.Text) EchoRules.CURRENT.toText("Trigger async".getBytes(UTF_8));
        assertArrayEquals("Async data".getBytes(UTF_8), second.utf8());
    }

    @ParameterizedTest
    @CsvSource({"4.2, IDF_4_2", "current, CURRENT", "nonsense, CURRENT"})
    void theyAreChosenByName(String word, EchoRules rules) {
        assertEquals(rules, EchoRules.named(word));
    }
}
