package org.otgwpi.net;

import io.undertow.server.ExchangeCompletionListener;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.StatusCodes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.XnioExecutor;

/**
 * Ends connections whose client neither takes the answer nor sends the body it announced: once the answer has begun,
 * some of it must get through in each period. Upgraded connections are left alone. Thread-safe.
 */
public final class PatienceLimit implements HttpHandler {
    private final HttpHandler next;
    private final long periodMillis;

    /** @param periodMillis how long nothing may happen, twice that at most */
    public PatienceLimit(HttpHandler next, long periodMillis) {
        this.next = next;
        this.periodMillis = periodMillis;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        exchange.addResponseCommitListener(committed -> {
            if (committed.getStatusCode() != StatusCodes.SWITCHING_PROTOCOLS) {
                Watch watch = new Watch(committed);
                committed.addExchangeCompleteListener(watch);
                watch.arm();
            }
        });
        next.handleRequest(exchange);
    }

    private final class Watch implements Runnable, ExchangeCompletionListener {
        private final HttpServerExchange exchange;
        private long sent;
        private XnioExecutor.@Nullable Key timer;
        private boolean over;

        private Watch(HttpServerExchange exchange) {
            this.exchange = exchange;
        }

        private synchronized void arm() {
            if (!over) {
                timer = exchange.getIoThread().executeAfter(this, periodMillis, TimeUnit.MILLISECONDS);
            }
        }

        @Override
        public void run() {
            long now = exchange.getResponseBytesSent();
            if (now == sent) {
                IoUtils.safeClose(exchange.getConnection());
                return;
            }
            sent = now;
            arm();
        }

        @Override
        public void exchangeEvent(HttpServerExchange ended, NextListener nextListener) {
            synchronized (this) {
                over = true;
                if (timer != null) {
                    timer.remove();
                }
            }
            nextListener.proceed();
        }
    }
}
