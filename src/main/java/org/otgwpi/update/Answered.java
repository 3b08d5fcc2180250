package org.otgwpi.update;

import io.undertow.server.HttpServerExchange;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Knows when an answer has gone out. To be made before the answer is given. */
final class Answered {

    private static final long PATIENCE_SECONDS = 2;

    private final CountDownLatch out = new CountDownLatch(1);

    Answered(HttpServerExchange exchange) {
        exchange.addExchangeCompleteListener((ended, next) -> {
            out.countDown();
            next.proceed();
        });
    }

    /** Waits for it, not long; false if the client does not take it. */
    boolean await() {
        try {
            return out.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
