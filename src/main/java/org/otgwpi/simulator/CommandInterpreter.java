package org.otgwpi.simulator;

import java.util.HashMap;
import java.util.Map;
import org.otgwpi.pic.ErrorCode;
import org.otgwpi.pic.SummaryLayout;

/** Answers one command line in the order of checks of otgw-core 1.3. */
final class CommandInterpreter {

    private static final int SHORTEST = 4;
    private static final int CODE_LENGTH = 2;

    private final Map<String, CommandAction> commands = new HashMap<>();
    private final Output output;
    private final SummaryLayout summary = SummaryLayout.load(34);
    private final BoilerValues values;

    CommandInterpreter(GatewayMemory memory, Relay relay, ResetCause cause, String banner, Output output) {
        this.output = output;
        this.values = memory.values();
        new TemperatureCommands(memory).addTo(commands);
        new SettingCommands(memory, relay).addTo(commands);
        new MessageCommands(memory).addTo(commands);
        new Reports(memory, relay, cause, banner).addTo(commands);
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
            output.line(summary.print(values::word));
        }
    }

    private String answer(String code, String argument, long nowNanos) {
        CommandAction command = commands.get(code);
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
