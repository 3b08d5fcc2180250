package org.otgwpi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.ResetLine;
import org.otgwpi.board.SerialPortLine;
import org.otgwpi.board.Uart;
import org.otgwpi.otgw.flash.BenchFlash;
import org.otgwpi.otgw.flash.FlashJournal;
import org.otgwpi.pic.HexException;
import org.otgwpi.pic.HexReader;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Flashes a gateway chip from the command line: {@code scripts/pic-flash}. */
public final class PicFlashMain {

    private static final int NO_PIN = -1;

    private PicFlashMain() {}

    public static void main(String[] args) {
        CommandLine commandLine = new CommandLine(spec());
        try {
            ParseResult parsed = commandLine.parseArgs(args);
            if (parsed.isUsageHelpRequested()) {
                System.out.println(commandLine.getUsageMessage());
                return;
            }
            System.exit(flash(parsed) ? 0 : 1);
        } catch (ParameterException e) {
            fail(e.getMessage() + ". See pic-flash --help.");
        } catch (HexException | IOException | InvalidPathException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("Interrupted: start this again");
        }
    }

    private static void fail(String sentence) {
        System.err.println(sentence);
        System.exit(2);
    }

    private static boolean flash(ParseResult parsed) throws IOException, HexException, InterruptedException {
        Path file = parsed.matchedPositionalValue(0, Path.of(""));
        if (!Files.isRegularFile(file) || Files.size(file) > HexReader.LARGEST_FILE_BYTES) {
            throw new IOException(file + " is no hex file: name a file that ends in .hex");
        }
        byte[] hex = Files.readAllBytes(file);
        String port = parsed.matchedOptionValue("--port", "auto");
        Path data = parsed.matchedOptionValue(
                "--data", Path.of(System.getProperty("user.home"), ".local/share/otgw-pi/bench"));
        ResetLine wire = resetLine(parsed.matchedOptionValue("--reset-pin", NO_PIN));
        try (Uart uart = new SerialPortLine(() -> port).open()) {
            FlashJournal journal = new FlashJournal(data);
            Thread farewell = new Thread(() -> farewell(journal), "farewell");
            Runtime.getRuntime().addShutdownHook(farewell);
            try {
                return new BenchFlash(uart, wire, journal, System.out, System::nanoTime)
                        .flash(String.valueOf(file.getFileName()), hex);
            } finally {
                Runtime.getRuntime().removeShutdownHook(farewell);
            }
        }
    }

    /** To who presses Ctrl-C. */
    private static void farewell(FlashJournal journal) {
        boolean begun = journal.pending().isPresent();
        System.out.println(
                begun
                        ? "Broken off. Start this again: the chip waits for it, and its settings are saved."
                        : "Broken off. Nothing in the chip was changed.");
    }

    private static @Nullable ResetLine resetLine(int pin) throws IOException {
        return pin < 0 ? null : GpioLines.ofChip(null, Runnable::run).resetLine(pin, "the reset of the gateway");
    }

    private static CommandSpec spec() {
        CommandSpec spec = CommandSpec.create().name("pic-flash");
        spec.usageMessage().description("Writes a firmware to the chip of an OpenTherm Gateway. End otgw-pi first.");
        spec.addPositional(PositionalParamSpec.builder()
                .paramLabel("FILE")
                .type(Path.class)
                .arity("1")
                .description("The hex file.")
                .build());
        spec.addOption(OptionSpec.builder("--port")
                .paramLabel("PATH")
                .type(String.class)
                .description("The serial port; auto looks for it.")
                .build());
        spec.addOption(OptionSpec.builder("--reset-pin")
                .paramLabel("N")
                .type(Integer.class)
                .description("The GPIO line (BCM number) that is wired to the chip's reset pin.")
                .build());
        spec.addOption(OptionSpec.builder("--data")
                .paramLabel("DIR")
                .type(Path.class)
                .description("Where the chip's settings are saved meanwhile.")
                .build());
        spec.addOption(OptionSpec.builder("--help")
                .usageHelp(true)
                .description("Show this help.")
                .build());
        return spec;
    }
}
