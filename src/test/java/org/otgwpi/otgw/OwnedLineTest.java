package org.otgwpi.otgw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.otgwpi.net.HttpServer;
import org.otgwpi.net.IoWorker;
import org.otgwpi.opentherm.Catalogue;
import org.otgwpi.opentherm.LogLine;
import org.otgwpi.otgw.gateway.Gateway;
import org.otgwpi.otgw.gateway.GatewayState;
import org.otgwpi.otgw.gateway.LineClient;
import org.otgwpi.otgw.gateway.LineUser;
import org.otgwpi.otgw.live.CommandHandler;

final class OwnedLineTest {

    private static final byte[] TO_THE_BOOT_LOADER = {0x0F};

    @Test
    void aCommandIsRefusedInTheNameOfTheOneWhoHasTheLine() throws IOException {
        Catalogue catalogue = Catalogue.load();
        try (IoWorker worker = IoWorker.start(1);
                Gateway gateway = new Gateway(
                        new ScriptedLine(),
                        null,
                        catalogue,
                        new LogLine(catalogue, ZoneOffset.UTC),
                        System::nanoTime,
                        InstantSource.fixed(DeskGateway.NOW))) {
            gateway.start();
            await().atMost(DeskGateway.PATIENCE).until(() -> gateway.state().mode() == GatewayState.Mode.GATEWAY);
            HttpServer server = new HttpServer(worker, new CommandHandler(gateway, Optional::empty));
            int port = server.start(new InetSocketAddress("127.0.0.1", 0));
            try (LineClient flasher = gateway.connect(new Flasher())) {
                flasher.received(TO_THE_BOOT_LOADER, 1);
                await().atMost(DeskGateway.PATIENCE).until(() -> gateway.state().lineOwner() != null);
                assertEquals(
                        "{\"error\":\"PR=A was not sent: the flasher has the line for itself. Try again when it ends\"}",
                        answer(port));
            } finally {
                server.stop();
            }
        }
    }

    private static String answer(int port) throws IOException {
        String request = "POST /_pi/command HTTP/1.1\r\nHost: otgw\r\nConnection: close\r\nContent-Length: 18\r\n\r\n"
                + "{\"command\":\"PR=A\"}";
        return new String(HttpAnswer.to(port, request).body(), UTF_8);
    }

    private static final class Flasher implements LineUser {

        @Override
        public String name() {
            return "the flasher";
        }

        @Override
        public void flow(boolean open) {}

        @Override
        public void finished() {}
    }
}
