package org.otgwpi.otgw.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.otgwpi.net.Replies;
import org.otgwpi.pic.Command;
import org.otgwpi.pic.CommandTable;

/** {@code GET /_pi/commands}: every command of the chip, what it takes and what it does. Immutable. */
public final class CommandList implements HttpHandler {

    private final byte[] json;

    public CommandList(CommandTable table) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Command command : table.commands()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("code", command.code());
            row.put("takes", command.takes());
            row.put("description", command.description());
            row.put("kept", command.kept());
            rows.add(row);
        }
        try {
            json = new ObjectMapper().writeValueAsBytes(Map.of("commands", rows));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The commands cannot be written as JSON", e);
        }
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-cache");
        Replies.fixed(exchange, 200, "application/json", json);
    }
}
