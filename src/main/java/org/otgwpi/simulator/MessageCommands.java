package org.otgwpi.simulator;

import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.otgwpi.pic.ErrorCode;

/** The commands that decide which messages go to the boiler and how the thermostat is answered. */
final class MessageCommands {

    private static final int LARGEST_MODE = 15;
    private static final int FIRST_ID_NEVER_UNKNOWN = 128;
    private static final int LAST_HOUR = 23;
    private static final int LAST_MINUTE = 59;
    private static final Set<Integer> READ_ONLY_TABLES = Set.of(13, 91, 108);

    private static final Map<String, Integer> COUNTERS =
            Map.of("HBS", 116, "HPS", 117, "WPS", 118, "WBS", 119, "HBH", 120, "HPH", 121, "WPH", 122, "WBH", 123);

    private final Overrides overrides;
    private final Heartbeat heartbeat;
    private final Blacklist blacklist;
    private final Alternatives alternatives;
    private final ResponseTable responses;
    private final ParameterRequests parameters;
    private final SpareRequests spareRequests;

    MessageCommands(GatewayMemory memory) {
        overrides = memory.overrides();
        heartbeat = memory.heartbeat();
        blacklist = memory.blacklist();
        alternatives = memory.alternatives();
        responses = memory.responses();
        parameters = memory.parameters();
        spareRequests = memory.spareRequests();
    }

    void addTo(Map<String, CommandAction> commands) {
        commands.put("SC", this::clock);
        commands.put("RR", (argument, now) -> remoteRequest(argument));
        commands.put("MW", (argument, now) -> mode(argument, mode -> overrides.hotWaterOperatingMode = mode));
        commands.put("MH", (argument, now) -> mode(argument, mode -> overrides.heatingOperatingMode = mode));
        commands.put("M2", (argument, now) -> mode(argument, mode -> overrides.heating2OperatingMode = mode));
        commands.put("AA", (argument, now) -> {
            int dataId = dataId(argument, ErrorCode.OR);
            alternatives.add(dataId);
            return Integer.toString(dataId);
        });
        commands.put("DA", (argument, now) -> {
            int dataId = dataId(argument, ErrorCode.OR);
            alternatives.remove(dataId);
            return Integer.toString(dataId);
        });
        commands.put("SR", (argument, now) -> setResponse(argument));
        commands.put("CR", (argument, now) -> {
            int dataId = dataId(argument, ErrorCode.BV);
            responses.clear(dataId);
            return Integer.toString(dataId);
        });
        commands.put("UI", (argument, now) -> unknownId(argument, true));
        commands.put("KI", (argument, now) -> unknownId(argument, false));
        commands.put("PM", (argument, now) -> {
            int dataId = argument.wholeDecimal();
            parameters.askFor(dataId);
            return Integer.toString(dataId);
        });
        commands.put("TP", (argument, now) -> tableEntry(argument));
        commands.put("RS", (argument, now) -> resetCounter(argument.text()));
    }

    private String clock(Argument argument, long nowNanos) throws Refused {
        int hour = argument.decimal();
        if (hour > LAST_HOUR) {
            throw new Refused(ErrorCode.OR);
        }
        argument.expect(':');
        int minute = minute(argument);
        argument.expect('/');
        char day = argument.atEnd() ? 0 : argument.next();
        if (day < '1' || day > '7') {
            throw new Refused(ErrorCode.BV);
        }
        argument.end();
        overrides.clock = ((day - '0') << 13) | (hour << 8) | minute;
        heartbeat.beat(Heartbeat.Beat.CLOCK, nowNanos);
        return twoDigits(hour) + ":" + twoDigits(minute) + "/" + day;
    }

    private static int minute(Argument argument) throws Refused {
        int minute;
        try {
            minute = argument.decimal();
        } catch (Refused refused) {
            throw new Refused(ErrorCode.SE);
        }
        if (minute > LAST_MINUTE) {
            throw new Refused(ErrorCode.OR);
        }
        return minute;
    }

    private static String twoDigits(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    private String remoteRequest(Argument argument) throws Refused {
        int code = argument.decimal();
        spareRequests.request(code);
        return Integer.toString(code);
    }

    private String mode(Argument argument, IntConsumer setting) throws Refused {
        int mode = argument.decimal();
        if (mode > LARGEST_MODE) {
            throw new Refused(ErrorCode.OR);
        }
        setting.accept(mode);
        spareRequests.operatingModesChanged();
        return Integer.toString(mode);
    }

    private static int dataId(Argument argument, ErrorCode forZero) throws Refused {
        int dataId = argument.wholeDecimal();
        if (dataId == 0) {
            throw new Refused(forZero);
        }
        return dataId;
    }

    private String setResponse(Argument argument) throws Refused {
        int dataId = argument.decimal();
        argument.expect(':');
        if (dataId == 0) {
            throw new Refused(ErrorCode.BV);
        }
        int high = 0;
        int low = argument.decimal();
        if (argument.skips(',')) {
            high = low;
            low = argument.decimal();
        }
        argument.end();
        responses.set(dataId, (high << 8) | low);
        return dataId + ":" + high + "/" + low;
    }

    private String unknownId(Argument argument, boolean unknown) throws Refused {
        int dataId = dataId(argument, ErrorCode.BV);
        if (dataId >= FIRST_ID_NEVER_UNKNOWN) {
            throw new Refused(ErrorCode.BV);
        }
        blacklist.set(dataId, unknown);
        return Integer.toString(dataId);
    }

    private String tableEntry(Argument argument) throws Refused {
        int dataId = argument.decimal();
        argument.expect(':');
        if (!ParameterRequests.isTable(dataId)) {
            throw new Refused(ErrorCode.BV);
        }
        int index = argument.decimal();
        if (argument.skips('=')) {
            int value = argument.wholeDecimal();
            if (READ_ONLY_TABLES.contains(dataId)) {
                throw new Refused(ErrorCode.SE);
            }
            parameters.writeEntry(dataId, index, value);
        } else {
            argument.end();
            parameters.askForEntry(dataId, index);
        }
        return argument.text();
    }

    private String resetCounter(String name) throws Refused {
        Integer counter = COUNTERS.get(name);
        if (counter == null) {
            throw new Refused(ErrorCode.SE);
        }
        spareRequests.reset(counter);
        return name;
    }
}
