package org.otgwpi.otgw.mqtt;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.otgwpi.pic.CommandTable;

/**
 * Turns messages on the set topics into commands for the chip (otgw-core 5.6). The payload goes out as it is; it is
 * refused if it is not printable ASCII, too long, or cannot be an argument of the command (decisions 4). Immutable.
 */
final class SetTopics {

    private static final int LONGEST_ARGUMENT = 11;
    private static final int LONGEST_COMMAND = 14;
    private static final int SHOWN = 40;

    /** The topic whose payload is a whole command. */
    private static final String WHOLE = "-";

    private final Map<String, String> codes = new LinkedHashMap<>();
    private final CommandTable commands;

    /** What became of a message: exactly one is not null. */
    record Reading(@Nullable String command, @Nullable String refusal) {}

    SetTopics(CommandTable commands) {
        this.commands = commands;
        for (List<String> row : TextTable.rows("set-topics.txt", 2)) {
            codes.put(row.get(0), row.get(1));
        }
    }

    /**
     * Reads a message on a topic below the set topics.
     *
     * @param below what stands behind {@code <top topic>/set/<node id>/}, or empty
     * @param payload its first bytes at least
     * @param length how long it was
     */
    Reading read(String below, byte[] payload, int length) {
        String name = below.split("/", 2)[0].toLowerCase(Locale.ROOT);
        String code = codes.get(name);
        if (code == null) {
            return refused(name, "there is no such command topic");
        }
        int longest = code.equals(WHOLE) ? LONGEST_COMMAND : LONGEST_ARGUMENT;
        for (byte each : payload) {
            if (each < ' ' || each > '~') {
                return refused(name, "the payload is not printable ASCII");
            }
        }
        if (length > longest) {
            return refused(name, "the payload has " + length + " characters, and more than " + longest + " do not fit");
        }
        String text = new String(payload, StandardCharsets.US_ASCII);
        String command = code.equals(WHOLE) ? text : code + "=" + text;
        String refusal = commands.refusal(command);
        return refusal == null ? new Reading(command, null) : refused(name, refusal);
    }

    private static Reading refused(String name, String reason) {
        return new Reading(null, "Refused on set topic \"" + shown(name) + "\": " + reason);
    }

    private static String shown(String name) {
        String cut = name.length() > SHOWN ? name.substring(0, SHOWN) + "..." : name;
        return cut.replaceAll("[^ -~]", "?");
    }
}
