package org.otgwpi.pic;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All commands of the gateway firmware 6.6 (otgw-core 1.6). Immutable. */
public final class CommandTable {

    /** The chip keeps no more of a command (otgw-core 1.3). */
    public static final int LONGEST_COMMAND = 15;

    private static final int SHORTEST_COMMAND = 4;

    private final Map<String, Command> commands;

    private CommandTable(Map<String, Command> commands) {
        this.commands = commands;
    }

    /** Reads the table. */
    public static CommandTable load() {
        Map<String, Command> commands = new LinkedHashMap<>();
        for (List<String> row : ResourceTable.rows("commands.txt", 8)) {
            Command command = new Command(
                    row.get(0),
                    ArgumentKind.valueOf(row.get(1)),
                    Limits.parse(row.get(2)),
                    row.get(3),
                    errors(row.get(4)),
                    row.get(5).equals("kept"),
                    row.get(6),
                    row.get(7));
            commands.put(command.code(), command);
        }
        return new CommandTable(commands);
    }

    /** All commands, in the order of the table. */
    public List<Command> commands() {
        return List.copyOf(commands.values());
    }

    /** The command with these two letters, or null if the firmware knows none. */
    public @Nullable Command find(String code) {
        return commands.get(code);
    }

    /**
     * Why a command makes no sense, in one sentence, or null if it may be sent. Letters that this table does not know
     * may be sent: another firmware may know them, and this one answers NG.
     *
     * @param line the command without its line end, {@code TT=21.5}
     */
    public @Nullable String refusal(String line) {
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) < ' ' || line.charAt(i) > '~') {
                return "Character " + (i + 1) + " of the command is no printable ASCII.";
            }
        }
        if (line.length() < SHORTEST_COMMAND || line.charAt(2) != '=') {
            return "A command is two letters, an equals sign and a value, like TT=21.5, not \"" + line + "\".";
        }
        if (line.length() > LONGEST_COMMAND) {
            return "The gateway keeps " + LONGEST_COMMAND + " characters of a command, and \"" + line + "\" has "
                    + line.length() + ".";
        }
        Command command = find(line.substring(0, 2));
        String argument = line.substring(3);
        if (command == null || command.read(argument).accepted()) {
            return null;
        }
        return command.code() + " takes " + command.takes() + ", not \"" + argument + "\".";
    }

    private static Set<ErrorCode> errors(String column) {
        Set<ErrorCode> errors = EnumSet.noneOf(ErrorCode.class);
        if (!column.equals("-")) {
            for (String code : column.split(" ", -1)) {
                errors.add(ErrorCode.valueOf(code));
            }
        }
        return errors;
    }
}
