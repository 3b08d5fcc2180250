package org.otgwpi.otgw.rest;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.otgwpi.board.Machine;
import org.otgwpi.net.ForwardedPrefix;
import org.otgwpi.net.Replies;
import org.otgwpi.personality.BusyException;
import org.otgwpi.update.Restarts;
import org.tinylog.Logger;

/** {@code /ReBoot} and {@code /ResetWireless} (otgw-http-ws 1.15). Thread-safe. */
public final class RestartPages {

    private static final HttpString REFRESH = new HttpString("Refresh");
    private static final long DELAY_MILLIS = 2000;
    private static final String SIMULATED = " This machine is simulated: nothing happens.";

    private final Machine machine;
    private final Restarts restarts;

    public RestartPages(Machine machine, Restarts restarts) {
        this.machine = machine;
        this.restarts = restarts;
    }

    /** Answers, then restarts the machine, unless something else has the system for itself. */
    public void restart(HttpServerExchange exchange) {
        try {
            answer(exchange, "Reboot OTGW firmware ..", restarts.prepare());
        } catch (BusyException | IOException e) {
            Replies.text(exchange, 409, String.valueOf(e.getMessage()));
        }
    }

    /** Forgets the wireless networks, answers, then restarts the machine. To be called where waiting is allowed. */
    public void resetWireless(HttpServerExchange exchange) {
        Restarts.Prepared restart;
        try {
            restart = restarts.prepare();
        } catch (BusyException | IOException e) {
            Replies.text(exchange, 409, String.valueOf(e.getMessage()));
            return;
        }
        try {
            machine.forgetWirelessNetworks();
        } catch (IOException e) {
            restart.cancel();
            Logger.error("The wireless networks could not be forgotten: {}", e.getMessage());
            Replies.text(
                    exchange, 500, "The wireless networks could not be forgotten: " + e.getMessage() + ". No restart.");
            return;
        }
        answer(exchange, "Reboot OTGW firmware with reset wireless settings..", restart);
    }

    /** The restart waits until the answer is out, and for the user to see it. */
    private void answer(HttpServerExchange exchange, String message, Restarts.Prepared restart) {
        Logger.info("{} asks for a restart of the machine", exchange.getSourceAddress());
        exchange.addExchangeCompleteListener((answered, next) -> {
            answered.getIoThread().executeAfter(restart::go, DELAY_MILLIS, TimeUnit.MILLISECONDS);
            next.proceed();
        });
        String home = ForwardedPrefix.of(exchange) + "/";
        exchange.getResponseHeaders().put(REFRESH, "120;url=" + home);
        ApiReplies.page(exchange, page(machine.simulated() ? message + SIMULATED : message, home));
    }

    private static String page(String message, String home) {
        return "<!DOCTYPE HTML><html lang='en-US'><head><meta charset='UTF-8'>"
                + "<style>body {background-color: lightblue;}</style><title>Redirect to ...</title></head>"
                + "<body><h1>FSexplorer</h1><h3>" + message + "</h3>"
                + "<div>Redirect in <span id='counter'>120</span> seconds ...</div><hr>"
                + "If you are not redirected automatically, click this <a href='" + home + "'>link to continue</a>."
                + "<script>setInterval(function() {var counter = document.querySelector('#counter');"
                + " counter.textContent = counter.textContent - 1;"
                + " if (counter.textContent <= 0) window.location.replace('" + home + "');}, 1000);</script>"
                + "</body></html>\r\n";
    }
}
