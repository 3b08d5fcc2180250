package org.otgwpi.board;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.tinylog.Logger;

/** Starts this program anew in its own place, with the same arguments: what a simulated machine has for a reboot. */
public final class ProgramRestart {

    /** So long a machine is away at least, for the user to see it. */
    private static final long AWAY_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

    private ProgramRestart() {}

    /** Does not return, unless the system has no {@code /proc} or refuses; then the program ends. */
    public static void now() {
        LockSupport.parkNanos(AWAY_NANOS);
        try {
            String program = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
            String line = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.UTF_8);
            List<String> arguments =
                    List.of(line.substring(0, line.length() - 1).split("\0", -1));
            Logger.error("The program cannot be started anew: {}", Libc.message(Libc.exec(program, arguments)));
        } catch (IOException e) {
            Logger.error("The program cannot be started anew: {}", e.getMessage());
        }
        System.exit(3);
    }
}
