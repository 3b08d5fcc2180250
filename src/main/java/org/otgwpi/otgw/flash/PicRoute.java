package org.otgwpi.otgw.flash;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.otgwpi.net.OffIoThread;
import org.otgwpi.net.Replies;
import org.otgwpi.net.RequestBody;
import org.otgwpi.otgw.rest.ApiReplies;
import org.otgwpi.otgw.rest.QueryString;
import org.otgwpi.pic.HexException;
import org.otgwpi.pic.HexReader;
import org.otgwpi.pic.PicModel;
import org.tinylog.Logger;

/**
 * {@code /pic}: flashes a file of the library, fetches a newer one or deletes it (otgw-http-ws 4.2). A name can mean nothing
 * outside the library. Thread-safe.
 */
public final class PicRoute implements HttpHandler {

    private static final String HTML = "text/html; charset=UTF-8";
    private static final String BACK = "index.html#tabPICflash";
    private static final int MOST_BODY_BYTES = 4096;
    private static final long BODY_TIMEOUT_MILLIS = 5000;

    private final RequestBody body = new RequestBody(MOST_BODY_BYTES, BODY_TIMEOUT_MILLIS);
    private final PicFlash flash;
    private final FirmwareLibrary library;
    private final FirmwareSource source;

    public PicRoute(PicFlash flash, FirmwareLibrary library, FirmwareSource source) {
        this.flash = flash;
        this.library = library;
        this.source = source;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        body.read(exchange, (read, bytes) -> {
            String form = new String(bytes, StandardCharsets.UTF_8);
            new OffIoThread(request -> answer(request, QueryString.parse(request.getQueryString() + "&" + form)))
                    .handleRequest(read);
        });
    }

    private void answer(HttpServerExchange exchange, QueryString query) throws IOException {
        String action = parameter(query, "action");
        String name = parameter(query, "name");
        String device = flash.device();
        if (action.isEmpty() || name.isEmpty()) {
            ApiReplies.text(exchange, 400, "Missing action or name");
        } else if (device.equals(PicModel.UNKNOWN.id())) {
            ApiReplies.text(exchange, 400, "PIC device not detected");
        } else if (!FirmwareLibrary.possible(name)) {
            ApiReplies.text(exchange, 400, "A name is that of a hex file in the library, without a path");
        } else if (action.equals("upgrade")) {
            Logger.info("{} asks to write {} to the gateway chip", exchange.getSourceAddress(), name);
            exchange.addExchangeCompleteListener((answered, next) -> {
                flash.request(name);
                next.proceed();
            });
            Replies.fixed(exchange, 200, "application/json", "{\"status\":\"started\"}");
        } else {
            if (action.equals("refresh")) {
                refresh(device, name, parameter(query, "version"));
            } else if (action.equals("delete")) {
                library.delete(device, name);
            }
            exchange.getResponseHeaders().put(Headers.LOCATION, BACK);
            Replies.fixed(exchange, 303, HTML, "<a href='" + BACK + "'>Return</a>");
        }
    }

    private static String parameter(QueryString query, String key) {
        String value = query.first(key);
        return value == null ? "" : value;
    }

    /** What cannot be had or used changes nothing. */
    private void refresh(String device, String name, String version) {
        if (!device.startsWith("pic16")) {
            return;
        }
        try {
            String latest = source.latest(device, name);
            if (!latest.equals(version)) {
                byte[] hex = source.download(device, name);
                if (!HexReader.read(hex).layout().model().id().equals(device)) {
                    throw new IOException("it is for another chip than " + device);
                }
                library.store(device, name, hex, latest);
                Logger.info("{} {} was fetched", name, latest);
            }
        } catch (IOException | HexException e) {
            Logger.warn("{} was not fetched: {}", name, e.getMessage());
        }
    }
}
