package org.otgwpi.personality;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.board.GpioLines;
import org.otgwpi.board.Machine;
import org.otgwpi.net.IoWorker;
import org.otgwpi.net.WebTree;
import org.otgwpi.settings.SettingsStore;

/**
 * What a personality is given.
 *
 * @param version the program's version
 * @param built when the program was built
 * @param programBytes the size of the program
 * @param lines the header's GPIO lines, or null on a machine that has none
 * @param settings those of all personalities; who listens to them stops listening when it is closed
 * @param dataFolder its own folder, which may have to be made
 * @param web all pages
 * @param worker runs its servers
 * @param webSocketPort where it opens its WebSocket port, if it has one: 81; 0 takes any free one
 * @param wholeStatus what {@code GET /_pi/status} answers
 * @param maintenance to be taken by what must have the system for itself
 * @param nanoTime the monotonic clock
 */
public record PersonalityContext(
        String version,
        Instant built,
        long programBytes,
        Machine machine,
        @Nullable GpioLines lines,
        SettingsStore settings,
        Path dataFolder,
        WebTree web,
        IoWorker worker,
        int webSocketPort,
        Supplier<Map<String, Object>> wholeStatus,
        MaintenanceLock maintenance,
        LongSupplier nanoTime,
        InstantSource wallClock) {

    /** The same with another data folder. */
    PersonalityContext withDataFolder(Path folder) {
        return new PersonalityContext(
                version,
                built,
                programBytes,
                machine,
                lines,
                settings,
                folder,
                web,
                worker,
                webSocketPort,
                wholeStatus,
                maintenance,
                nanoTime,
                wallClock);
    }
}
