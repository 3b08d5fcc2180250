package org.otgwpi;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * What stands on the command line (decisions 9). Immutable.
 *
 * @param simulate true to use a simulated board instead of a serial port
 * @param replay a recording that the simulated board plays, or null
 * @param speed how many times faster than real the simulated house or the recording goes, 0.1 to 1000
 * @param serialPath the serial port, or null for the one of the settings
 * @param personality the personality's name, or null for the one of the settings
 * @param dataFolder where everything lasting is kept
 * @param httpPort 0 takes any free port
 * @param webSocketPort 0 takes any free port
 * @param bridgePort 0 takes any free port
 * @param consolePort 0 takes any free port
 * @param onDevice true if this machine is to be controlled for real
 */
record CommandLineOptions(
        boolean simulate,
        @Nullable Path replay,
        double speed,
        @Nullable String serialPath,
        @Nullable String personality,
        Path dataFolder,
        int httpPort,
        int webSocketPort,
        int bridgePort,
        int consolePort,
        boolean onDevice) {

    private static final List<String> PERSONALITIES =
            List.of("otgw", "railhub32", "railhub8266", "remote", "led", "echo");

    /** The command line was wrong, or only asked for help: what to print, and how to exit. */
    static final class Answered extends Exception {

        private static final long serialVersionUID = 1;

        private final int exitCode;

        Answered(String text, int exitCode) {
            super(text);
            this.exitCode = exitCode;
        }

        int exitCode() {
            return exitCode;
        }
    }

    /**
     * Reads the command line.
     *
     * @param version the text that {@code --version} prints
     * @throws Answered with one sentence if it cannot be understood, or with the text asked for
     */
    static CommandLineOptions parse(String[] args, String version, Map<String, String> environment) throws Answered {
        CommandLine commandLine = new CommandLine(spec());
        ParseResult parsed;
        try {
            parsed = commandLine.parseArgs(args);
        } catch (ParameterException e) {
            throw new Answered(e.getMessage() + ". See otgw-pi --help.", 2);
        }
        if (parsed.isUsageHelpRequested()) {
            throw new Answered(commandLine.getUsageMessage(), 0);
        }
        if (parsed.isVersionHelpRequested()) {
            throw new Answered("otgw-pi " + version, 0);
        }
        return checked(parsed, environment);
    }

    private static CommandLineOptions checked(ParseResult parsed, Map<String, String> environment) throws Answered {
        Path replay = parsed.matchedOptionValue("--replay", null);
        String serial = parsed.matchedOptionValue("--serial", null);
        boolean simulate = parsed.hasMatchedOption("--simulate") || replay != null;
        double speed = parsed.matchedOptionValue("--speed", 1.0);
        String personality = parsed.matchedOptionValue("--personality", null);
        if (simulate && serial != null) {
            throw wrong("--serial cannot go with --simulate or --replay: choose one of them");
        }
        if (!(speed >= 0.1 && speed <= 1000)) {
            throw wrong("--speed must be between 0.1 and 1000, not " + speed);
        }
        if (personality != null && !PERSONALITIES.contains(personality)) {
            throw wrong("There is no personality '" + personality + "': there is " + String.join(", ", PERSONALITIES));
        }
        return new CommandLineOptions(
                simulate,
                replay,
                speed,
                serial,
                personality,
                parsed.matchedOptionValue("--data", defaultDataFolder(environment)),
                port(parsed, "--http-port", 80),
                port(parsed, "--ws-port", 81),
                port(parsed, "--bridge-port", 25_238),
                port(parsed, "--console-port", 23),
                parsed.hasMatchedOption("--on-device"));
    }

    private static int port(ParseResult parsed, String option, int standard) throws Answered {
        int port = parsed.matchedOptionValue(option, standard);
        if (port < 0 || port > 65_535) {
            throw wrong(option + " must be between 0 and 65535, not " + port);
        }
        return port;
    }

    private static Path defaultDataFolder(Map<String, String> environment) {
        String dataHome = environment.get("XDG_DATA_HOME");
        String home = environment.getOrDefault("HOME", ".");
        try {
            return dataHome == null || dataHome.isEmpty()
                    ? Path.of(home, ".local", "share", "otgw-pi")
                    : Path.of(dataHome, "otgw-pi");
        } catch (InvalidPathException e) {
            return Path.of("otgw-pi-data");
        }
    }

    private static Answered wrong(String sentence) {
        return new Answered(sentence + ". See otgw-pi --help.", 2);
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("otgw-pi");
        spec.usageMessage()
                .description("The network side of an OpenTherm Gateway.")
                .width(100);
        spec.addOption(flag("--simulate", "Use a simulated gateway, boiler, thermostat and house."));
        spec.addOption(value("--replay", "FILE", Path.class, "Let the simulated gateway play a recording."));
        spec.addOption(value("--speed", "N", Double.class, "Let house or recording go N times as fast."));
        spec.addOption(value("--serial", "PATH", String.class, "The serial port with the gateway."));
        spec.addOption(value(
                "--personality",
                "NAME",
                String.class,
                "Which board to stand in for: " + String.join(", ", PERSONALITIES) + "."));
        spec.addOption(value("--data", "DIR", Path.class, "Where settings and files are kept."));
        spec.addOption(value("--http-port", "N", Integer.class, "Port of the web page, 80 by default; 0: any free."));
        spec.addOption(value("--ws-port", "N", Integer.class, "Port of the live log or WebSocket, 81; 0: any free."));
        spec.addOption(value("--bridge-port", "N", Integer.class, "Port of the serial bridge, 25238; 0: any free."));
        spec.addOption(value("--console-port", "N", Integer.class, "Port of the debug console, 23; 0: any free."));
        spec.addOption(flag("--on-device", "Control this machine for real: only for the Pi's own service."));
        spec.addOption(OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        spec.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Show the version.")
                .build());
        return spec;
    }

    private static OptionSpec flag(String name, String description) {
        return OptionSpec.builder(name).description(description).build();
    }

    private static OptionSpec value(String name, String label, Class<?> type, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(type)
                .description(description)
                .build();
    }
}
