package org.otgwpi.simulator;

import java.util.HashMap;
import java.util.Map;
import org.otgwpi.pic.ErrorCode;

/** Answers one command line in the order of checks of otgw-core 1.3. */
final class CommandInterpreter {

    private static final int SHORTEST = 4;
    private static final int CODE_LENGTH = 2;

    private final Map<String, Command> commands = new HashMap<>();
    private final Output output;
    private final Summary summary = new Summary();
    private final BoilerValues values;

    CommandInterpreter(GatewayMemory memory, Relay relay, ResetCause cause, Output output) {
        this.output = output;
        this.values = memory.values();
        new TemperatureCommands(memory).addTo(commands);
        new SettingCommands(memory, relay).addTo(commands);
        new MessageCommands(memory).addTo(commands);
        new Reports(memory, relay, cause).addTo(commands);
        commands.put("PS", (argument, now) -> {
            output.hideFrames(argument.bool());
            return argument.text();
        });
    }

    /** Carries {@code line} out and writes the answer. */
    void run(String line, long nowNanos) {
        if (line.length() < SHORTEST || line.charAt(CODE_LENGTH) != '=') {
            output.line(ErrorCode.SE.name());
            return;
        }
        String code = line.substring(0, CODE_LENGTH);
        output.line(code + ": " + answer(code, line.substring(CODE_LENGTH + 1), nowNanos));
        if (line.equals("PS=1")) {
            output.line(summary.line(values));
        }
    }

    private String answer(String code, String argument, long nowNanos) {
        Command command = commands.get(code);
        if (command == null) {
            return ErrorCode.NG.name();
        }
        try {
            return command.run(new Argument(argument), nowNanos);
        } catch (Refused refused) {
            return refused.code().name();
        }
    }
}
