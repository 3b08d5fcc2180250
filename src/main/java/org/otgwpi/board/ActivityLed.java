package org.otgwpi.board;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.tinylog.Logger;

/** The Pi's green LED, by the kernel's LED class. While it is ours it shows no card activity. Thread-safe. */
public final class ActivityLed implements AutoCloseable {

    /** Where the kernel keeps it. */
    public static final Path KERNEL_FOLDER = Path.of("/sys/class/leds/ACT");

    private static final Pattern CHOSEN = Pattern.compile("\\[([^\\]]+)]");

    private final Path brightness;
    private final Path trigger;
    private final String formerTrigger;

    private ActivityLed(Path folder, String formerTrigger) {
        brightness = folder.resolve("brightness");
        trigger = folder.resolve("trigger");
        this.formerTrigger = formerTrigger;
    }

    /** Takes it from the kernel, dark; null, and a line in the log, if there is none or it may not be taken. */
    public static @Nullable ActivityLed take(Path folder) {
        try {
            Matcher chosen = CHOSEN.matcher(Files.readString(folder.resolve("trigger")));
            ActivityLed led = new ActivityLed(folder, chosen.find() ? chosen.group(1) : "none");
            write(led.trigger, "none");
            led.set(false);
            return led;
        } catch (IOException e) {
            Logger.info("The on-board LED stays with the system: {} cannot be used", folder);
            return null;
        }
    }

    public void set(boolean lit) throws IOException {
        write(brightness, lit ? "1" : "0");
    }

    /** Gives it back to what it showed before. */
    @Override
    public void close() {
        try {
            write(trigger, formerTrigger);
        } catch (IOException e) {
            Logger.warn("The on-board LED could not be given back: {}", e.getMessage());
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }
}
