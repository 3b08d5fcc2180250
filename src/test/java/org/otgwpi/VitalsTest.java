package org.otgwpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class VitalsTest {

    private static boolean well(int status, boolean threadsLive) {
        Undertow server = Undertow.builder()
                .addHttpListener(0, "localhost", exchange -> {
                    exchange.setStatusCode(exchange.getRequestPath().equals("/_pi/status") ? status : 404);
                    exchange.getResponseSender().send("{}");
                })
                .build();
        server.start();
        try {
            int port = ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
            return new Vitals(port, () -> threadsLive).getAsBoolean();
        } finally {
            server.stop();
        }
    }

    @Test
    void aStatusPageThatAnswersIsWell() {
        assertTrue(well(200, true));
    }

    @Test
    void aStatusPageThatFailsIsNot() {
        assertFalse(well(503, true));
    }

    @Test
    void withoutItsThreadsTheProgramIsNotWell() {
        assertFalse(well(200, false));
    }

    @Test
    void nobodyListeningIsNotWell() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        assertEquals(false, new Vitals(port, () -> true).getAsBoolean());
    }
}
