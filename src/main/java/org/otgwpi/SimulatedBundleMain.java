package org.otgwpi;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.otgwpi.update.SimulatedBundle;
import org.otgwpi.update.SimulatedKeys;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Makes an update for a simulated machine: {@code scripts/simulated-bundle}. */
public final class SimulatedBundleMain {

    private static final int DEFAULT_MEGABYTES = 20;

    private SimulatedBundleMain() {}

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(spec());
        try {
            ParseResult parsed = commandLine.parseArgs(args);
            if (parsed.isUsageHelpRequested()) {
                System.out.println(commandLine.getUsageMessage());
                return;
            }
            write(parsed);
        } catch (ParameterException | InvalidPathException | IOException e) {
            System.err.println(e.getMessage() + ". See simulated-bundle --help.");
            System.exit(2);
        }
    }

    private static void write(ParseResult parsed) throws IOException {
        Path file = parsed.matchedPositionalValue(0, Path.of("update.raucb"));
        Path keys = parsed.matchedOptionValue("--data", Path.of("data")).resolve("update/simulated");
        int megabytes = parsed.matchedOptionValue("--megabytes", DEFAULT_MEGABYTES);
        SimulatedBundle about = new SimulatedBundle(
                parsed.matchedOptionValue("--compatible", SimulatedBundle.COMPATIBLE),
                parsed.matchedOptionValue("--version", "9.9.9"),
                "",
                0,
                "",
                parsed.matchedOptionValue("--fails", ""));
        Files.createDirectories(keys);
        try (OutputStream out = Files.newOutputStream(file)) {
            SimulatedBundle.write(out, about, new byte[megabytes << 20], SimulatedKeys.in(keys));
        }
        System.out.println("Wrote " + file + " with version " + about.version());
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("simulated-bundle");
        spec.usageMessage().description("Makes an update file for a gateway that was started with --simulate.");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("FILE")
                .type(Path.class)
                .description("where to write it")
                .build());
        spec.addOption(option("--data", "DIR", Path.class, "the gateway's data folder, whose key signs it"));
        spec.addOption(option("--version", "VERSION", String.class, "the version that it claims to hold"));
        spec.addOption(option("--fails", "WHEN", String.class, "install or boot: lets the update fail there"));
        spec.addOption(option("--compatible", "NAME", String.class, "the machine it is for, to see it refused"));
        spec.addOption(option("--megabytes", "N", Integer.class, "how large it is, 1 to 1000"));
        spec.addOption(OptionSpec.builder("--help")
                .usageHelp(true)
                .description("shows this text")
                .build());
        return spec;
    }

    private static OptionSpec option(String name, String label, Class<?> type, String description) {
        return OptionSpec.builder(name)
                .paramLabel(label)
                .type(type)
                .description(description)
                .build();
    }
}
