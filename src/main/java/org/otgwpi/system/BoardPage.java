package org.otgwpi.system;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.LineState;
import org.otgwpi.board.LineState.Direction;
import org.otgwpi.board.SimulatedLines;
import org.otgwpi.net.Replies;
import org.otgwpi.net.RequestBody;

/**
 * {@code /_pi/board}: what the GPIO lines do just now, and on a simulated board with POST {@code {"line", "level"}} a
 * hand that presses a button. Thread-safe.
 */
public final class BoardPage implements HttpHandler {

    private static final int MOST_BYTES = 4096;
    private static final long BODY_MILLIS = 5000;

    private final ObjectMapper json = new ObjectMapper();
    private final @Nullable GpioLines lines;
    private final @Nullable SimulatedLines simulated;
    private final Supplier<Map<Integer, Integer>> dutyPercent;
    private final RequestBody body = new RequestBody(MOST_BYTES, BODY_MILLIS);

    /**
     * @param lines the header's lines, or null on a machine that has none
     * @param dutyPercent how bright the lines are that are dimmed or blink
     */
    public BoardPage(@Nullable GpioLines lines, Supplier<Map<Integer, Integer>> dutyPercent) {
        this.lines = lines;
        this.simulated = lines instanceof SimulatedLines board ? board : null;
        this.dutyPercent = dutyPercent;
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws JsonProcessingException {
        if (exchange.getRequestMethod().equals(Methods.POST)) {
            body.read(exchange, (whole, bytes) -> whole.dispatch(later -> press(later, bytes)));
        } else {
            Map<Integer, Integer> duties = dutyPercent.get();
            List<Map<String, Object>> rows = new ArrayList<>();
            for (LineState state : states()) {
                rows.add(row(state, duties));
            }
            answer(exchange, 200, Map.of("lines", rows));
        }
    }

    private List<LineState> states() {
        return lines == null ? List.of() : lines.states();
    }

    private Map<String, Object> row(LineState state, Map<Integer, Integer> duties) {
        int level = state.high() ? 1 : 0;
        // What hardware dims is no line of ours to look at, but driven all the same.
        boolean driven = state.direction() == Direction.OUT || duties.containsKey(state.line());
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("line", state.line());
        row.put("owner", state.user());
        row.put("direction", driven ? "out" : state.direction().name().toLowerCase(Locale.ROOT));
        row.put("level", level);
        row.put("duty", driven ? duties.getOrDefault(state.line(), 100 * level) : 0);
        row.put("press", simulated != null && state.direction() == Direction.IN);
        return row;
    }

    private void press(HttpServerExchange exchange, byte[] bytes) throws JsonProcessingException {
        JsonNode wanted;
        try {
            wanted = json.readTree(bytes);
        } catch (IOException e) {
            refuse(exchange, 400, "This is no JSON: send {\"line\": 22, \"level\": 0}.");
            return;
        }
        JsonNode line = wanted.path("line");
        JsonNode level = wanted.path("level");
        if (!line.isInt() || !level.isInt() || level.asInt() < 0 || level.asInt() > 1) {
            refuse(exchange, 400, "Name the number of an input as \"line\", and 0 or 1 as \"level\".");
        } else if (simulated == null) {
            refuse(exchange, 409, "This board is real: only on a simulated one can a page press buttons.");
        } else if (states().stream()
                .noneMatch(each -> each.line() == line.asInt() && each.direction() == Direction.IN)) {
            refuse(exchange, 409, "Nobody listens to GPIO line %d.".formatted(line.asInt()));
        } else {
            simulated.drive(line.asInt(), level.asInt() == 1);
            answer(exchange, 200, Map.of("line", line.asInt(), "level", level.asInt()));
        }
    }

    private void refuse(HttpServerExchange exchange, int status, String sentence) throws JsonProcessingException {
        answer(exchange, status, Map.of("error", sentence));
    }

    private void answer(HttpServerExchange exchange, int status, Map<String, Object> object)
            throws JsonProcessingException {
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, "no-store");
        Replies.fixed(exchange, status, "application/json", json.writeValueAsBytes(object));
    }
}
