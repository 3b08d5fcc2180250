package org.otgwpi.otgw.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.Test;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.LogLine;

final class CommandFloodTest {

    private static final Catalogue CATALOGUE = Catalogue.load();

    private final Sent sent = new Sent();
    private final GatewayEngine engine =
            new GatewayEngine(CATALOGUE, new LogLine(CATALOGUE, ZoneOffset.UTC), new MessageRing(10), "the port", sent);
    private long nanos;

    @Test
    void aQueuedCommandHasItsTurnWhileOthersKeepTheLineFull() {
        engine.opened(nanos, 0);
        engine.enqueue("TT=20", false, nanos);
        for (int i = 0; i < 300; i++) {
            boolean room = true;
            while (room) {
                room = engine.ask("PR=W", answer -> {}, nanos, 0);
            }
            nanos += TimeUnit.MILLISECONDS.toNanos(100);
            engine.tick(nanos, 0);
            byte[] answer = "PR: W=A\r\n".getBytes(US_ASCII);
            engine.received(answer, answer.length, nanos, 0);
        }
        assertTrue(sent.commands.contains("TT=20"), sent.commands::toString);
    }

    private static final class Sent implements GatewayEngine.Outlet {

        private final List<String> commands = new ArrayList<>();

        @Override
        public void send(String command) {
            commands.add(command);
        }

        @Override
        public void write(byte[] bytes, LongConsumer written) {}

        @Override
        public boolean pulseReset() {
            return false;
        }

        @Override
        public void reopen() {}

        @Override
        public void reset() {}
    }
}
