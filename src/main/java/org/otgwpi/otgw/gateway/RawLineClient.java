package org.otgwpi.otgw.gateway;

import java.util.function.Consumer;

/** A client's place at the raw serial line: hands what it does to the engine, under the gateway's lock. Thread-safe. */
final class RawLineClient implements LineClient {

    private final Consumer<GatewayEngine.RawTask> engine;
    private final RawClient client;

    /** @param engine carries out what is to be done with the clients */
    RawLineClient(LineUser user, Consumer<GatewayEngine.RawTask> engine) {
        this.engine = engine;
        this.client = new RawClient(user);
        engine.accept((clients, now) -> clients.connect(client));
    }

    @Override
    public void received(byte[] bytes, int length) {
        engine.accept((clients, now) -> clients.received(client, bytes, length, now));
    }

    @Override
    public void end() {
        engine.accept((clients, now) -> clients.end(client, now));
    }

    @Override
    public void close() {
        engine.accept((clients, now) -> clients.close(client, now));
    }
}
