package org.otgwpi.otgw.flash;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.Replies;
import org.otgwpi.otgw.rest.QueryString;
import org.otgwpi.pic.FirmwareVersion;
import org.otgwpi.pic.HexException;
import org.otgwpi.pic.HexImage;
import org.otgwpi.pic.HexReader;

/**
 * {@code GET /_pi/firmware}: the library for the chip that is there, and how the flash stands; {@code POST
 * /_pi/firmware?name=gateway.hex}: asks the web site for the latest version. Waits for disk and network. Thread-safe.
 */
public final class FirmwarePage implements HttpHandler {

    private final ObjectMapper json = new ObjectMapper();
    private final PicFlash flash;
    private final FirmwareLibrary library;
    private final FirmwareSource source;

    public FirmwarePage(PicFlash flash, FirmwareLibrary library, FirmwareSource source) {
        this.flash = flash;
        this.library = library;
        this.source = source;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws IOException {
        if (exchange.getRequestMethod().equals(Methods.POST)) {
            latest(exchange);
            return;
        }
        List<Object> files = new ArrayList<>();
        for (String name : library.names(flash.device())) {
            files.add(entry(name));
        }
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("device", flash.device());
        object.put("interrupted", flash.interrupted());
        object.put("flash", flash.status().json());
        object.put("files", files);
        send(exchange, 200, object);
    }

    private Map<String, @Nullable Object> entry(String name) throws IOException {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        byte[] hex = library.read(flash.device(), name);
        object.put("name", name);
        object.put("size", hex == null ? 0 : hex.length);
        object.put("version", library.version(flash.device(), name));
        try {
            HexImage image = HexReader.read(hex == null ? new byte[0] : hex);
            FirmwareVersion firmware = image.firmware();
            object.put("kind", firmware.firmware().type());
            if (!firmware.version().isEmpty()) {
                object.put("version", firmware.version());
            }
            boolean fits = image.layout().model().id().equals(flash.device());
            object.put(
                    "problem",
                    fits ? null : "It is for the chip " + image.layout().model().id());
        } catch (HexException e) {
            object.put("kind", "unknown");
            object.put("problem", e.getMessage());
        }
        return object;
    }

    private void latest(HttpServerExchange exchange) throws IOException {
        String name = QueryString.of(exchange).first("name");
        if (name == null || !FirmwareLibrary.possible(name)) {
            send(exchange, 400, Map.of("error", "Name a hex file: ?name=gateway.hex"));
            return;
        }
        try {
            send(exchange, 200, Map.of("name", name, "latest", source.latest(flash.device(), name)));
        } catch (IOException e) {
            send(exchange, 502, Map.of("error", "The latest version is not known: " + e.getMessage()));
        }
    }

    private void send(HttpServerExchange exchange, int status, Map<String, ?> object) throws IOException {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        Replies.fixed(exchange, status, "application/json", json.writeValueAsBytes(object));
    }
}
