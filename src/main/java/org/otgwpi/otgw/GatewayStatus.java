package org.otgwpi.otgw;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.otgwpi.net.HubStatistics;
import org.otgwpi.otgw.gateway.GatewayState;

/** The gateway's part of {@code GET /_pi/status}. */
final class GatewayStatus {

    private GatewayStatus() {}

    /** Never waits, takes no lock. */
    static Map<String, Object> of(GatewayState state, HubStatistics port81, int viewers) {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("port", port(state.port()));
        status.put("pic", chip(state));
        status.put("thermostat", state.thermostat().text());
        status.put("boiler", state.boiler().text());
        status.put("gatewayMode", state.mode().name().toLowerCase(Locale.ROOT));
        status.put("busSilent", state.busSilent());
        status.put("summaryMode", state.summaryMode());
        status.put("line", line(state.counters()));
        status.put("queuedCommands", state.queuedCommands());
        status.put("viewers", viewers);
        status.put("port81Clients", port81.clients());
        status.put("port81", streams(port81));
        status.put("supervisor", steps(state.steps()));
        return status;
    }

    private static Map<String, @Nullable Object> port(GatewayState.Port port) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("name", port.name());
        object.put("open", port.open());
        object.put("problem", port.problem());
        return object;
    }

    private static Map<String, @Nullable Object> chip(GatewayState state) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("available", state.chipAvailable());
        object.put("firmware", state.chip().type());
        object.put("version", state.chip().version());
        object.put("device", state.chip().device());
        return object;
    }

    private static Map<String, Object> line(GatewayState.Counters counters) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("frames", counters.frames());
        object.put("lines", counters.lines());
        object.put("errors", counters.busErrors());
        object.put("overflows", counters.overflows());
        object.put("malformed", counters.malformed());
        return object;
    }

    private static Map<String, Object> streams(HubStatistics statistics) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("clients", statistics.clients());
        object.put("accepted", statistics.accepted());
        object.put("refused", statistics.refused());
        object.put("queuedBytes", statistics.bytesQueued());
        object.put("queuedBytesMost", statistics.mostBytesQueued());
        object.put("framesLost", statistics.framesLost());
        object.put("published", statistics.messagesPublished());
        Map<String, Object> departures = new LinkedHashMap<>();
        statistics
                .departures()
                .forEach((why, count) -> departures.put(why.name().toLowerCase(Locale.ROOT), count));
        object.put("departures", departures);
        return object;
    }

    private static List<Map<String, Object>> steps(List<GatewayState.SupervisorStep> steps) {
        List<Map<String, Object>> list = new ArrayList<>();
        for (GatewayState.SupervisorStep step : steps) {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("time", step.time().toString());
            object.put("action", step.action());
            object.put("reason", step.reason());
            list.add(object);
        }
        return list;
    }
}
