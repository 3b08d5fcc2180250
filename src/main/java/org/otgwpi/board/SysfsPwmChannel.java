package org.otgwpi.board;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.tinylog.Logger;

/**
 * A PWM channel of the kernel, driven through its files. Pi4J switches a channel off and on for each change, which would
 * be seen as a flicker; here only the width of the pulses is written.
 */
final class SysfsPwmChannel {

    private static final int PERIOD_NANOS = 1_000_000;

    private final Path chip;
    private final int number;
    private boolean exported;

    SysfsPwmChannel(Path chip, int number) {
        this.chip = chip;
        this.number = number;
    }

    /** Sets the pulses to {@code percent} of their period. */
    synchronized void dim(int percent) throws IOException {
        if (!exported) {
            if (!Files.exists(folder())) {
                write(chip.resolve("export"), number);
            }
            exported = true;
            write(folder().resolve("duty_cycle"), 0);
            write(folder().resolve("period"), PERIOD_NANOS);
            write(folder().resolve("enable"), 1);
        }
        write(folder().resolve("duty_cycle"), PERIOD_NANOS / 100 * percent);
    }

    /** Switches the channel off and gives it back to the kernel. */
    synchronized void release() {
        if (!exported) {
            return;
        }
        exported = false;
        try {
            write(folder().resolve("duty_cycle"), 0);
            write(folder().resolve("enable"), 0);
            write(chip.resolve("unexport"), number);
        } catch (IOException e) {
            Logger.warn("The PWM channel may not have been switched off: {}", e.getMessage());
        }
    }

    private Path folder() {
        return chip.resolve("pwm" + number);
    }

    private static void write(Path file, int number) throws IOException {
        try {
            Files.write(file, Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IOException("cannot write %s: %s; may this user?".formatted(file, e.getMessage()), e);
        }
    }
}
