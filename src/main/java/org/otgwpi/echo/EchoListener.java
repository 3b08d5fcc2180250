package org.otgwpi.echo;

import org.otgwpi.net.CloseCode;
import org.otgwpi.net.HubListener;
import org.otgwpi.net.WebSocketClient;

/** Answers each client by the rules, and nobody else. Thread-safe. */
final class EchoListener implements HubListener {

    private final EchoRules rules;

    EchoListener(EchoRules rules) {
        this.rules = rules;
    }

    @Override
    public void message(WebSocketClient client, boolean text, byte[] payload) {
        answer(client, text ? rules.toText(payload) : rules.toBinary(payload));
    }

    @Override
    public void pong(WebSocketClient client, byte[] payload) {
        answer(client, rules.toPong(payload));
    }

    private static void answer(WebSocketClient client, EchoAnswer answer) {
        switch (answer) {
            case EchoAnswer.Text text -> client.send(text.utf8());
            case EchoAnswer.Binary binary -> client.sendBinary(binary.bytes());
            case EchoAnswer.Ping ping -> client.ping();
            case EchoAnswer.Pong pong -> client.pong(pong.payload());
            case EchoAnswer.Silence silence -> {
                // the original says nothing either
            }
            case EchoAnswer.Farewell farewell -> client.close(CloseCode.NONE_RECEIVED);
        }
    }
}
