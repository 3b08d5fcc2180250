package org.otgwpi.board;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An open GPIO chip of the kernel: the place where lines are asked for. Safe for any thread. */
final class GpioChip implements AutoCloseable {

    /** What the chip with the 40-pin header calls itself: Pi 1 to 3 and Zero 2, Pi 4, Pi 5. */
    static final List<String> HEADER_LABELS = List.of("pinctrl-bcm2835", "pinctrl-bcm2711", "pinctrl-rp1");

    private final int fd;
    private final String name;
    private final int lines;

    private GpioChip(int fd, String name, int lines) {
        this.fd = fd;
        this.name = name;
        this.lines = lines;
    }

    /**
     * Opens the chip with the 40-pin header. Chips are numbered by chance, so it is known by its label.
     *
     * @throws IOException if there is none, or it may not be used
     */
    static GpioChip ofHeader() throws IOException {
        return labelled(Path.of("/dev"), HEADER_LABELS);
    }

    static GpioChip labelled(Path devices, List<String> labels) throws IOException {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(devices, "gpiochip*")) {
            found.forEach(paths::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(paths);
        IOException closedToUs = null;
        for (Path path : paths) {
            try (Arena arena = Arena.ofConfined()) {
                int fd = Libc.open(path.toString(), Libc.O_RDWR | Libc.O_CLOEXEC);
                if (fd < 0) {
                    closedToUs = refused(path, fd);
                    continue;
                }
                MemorySegment info = info(fd, arena);
                if (info != null && labels.contains(GpioAbi.chipLabel(info))) {
                    return of(fd, info);
                }
                Libc.close(fd);
            }
        }
        if (closedToUs != null) {
            throw closedToUs;
        }
        throw new IOException("found no GPIO chip " + String.join(", ", labels) + ": is this a Raspberry Pi?");
    }

    /** Opens the chip at {@code path}, whatever its label. */
    static GpioChip at(Path path) throws IOException {
        int fd = Libc.open(path.toString(), Libc.O_RDWR | Libc.O_CLOEXEC);
        if (fd < 0) {
            throw refused(path, fd);
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = info(fd, arena);
            if (info == null) {
                Libc.close(fd);
                throw new IOException(path + " is no GPIO chip");
            }
            return of(fd, info);
        }
    }

    /** The chip for messages: {@code gpiochip0 (pinctrl-bcm2711)}. */
    String name() {
        return name;
    }

    /**
     * Takes lines for ourselves.
     *
     * @param user what they are for: others see it as the holder; 31 letters count
     * @param offsets 1 to 64 lines
     * @throws IOException with a sentence that names chip, line and holder
     */
    LineRequest request(String user, GpioAbi.Wanted wanted, int... offsets) throws IOException {
        if (offsets.length < 1 || offsets.length > GpioAbi.MAX_LINES) {
            throw new IllegalArgumentException("a request takes 1 to 64 lines, not " + offsets.length);
        }
        for (int offset : offsets) {
            if (offset < 0 || offset >= lines) {
                throw new IOException("GPIO line " + offset + " does not exist: " + name + " has lines 0 to "
                        + (lines - 1) + "; choose another one for " + user);
            }
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment request = GpioAbi.request(arena, user, wanted, offsets);
            int result = Libc.ioctl(fd, GpioAbi.GET_LINE, request);
            if (result < 0) {
                throw new IOException("cannot use " + held(offsets, arena) + " of " + name + " for " + user + ": "
                        + Libc.message(result));
            }
            return new LineRequest(GpioAbi.requestedFd(request), user);
        }
    }

    /** Who has a line, as the kernel knows it. */
    Optional<String> holder(int line) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = GpioAbi.lineInfo(arena, line);
            return Libc.ioctl(fd, GpioAbi.GET_LINE_INFO, info) == 0 && GpioAbi.used(info)
                    ? Optional.of(GpioAbi.userOf(info))
                    : Optional.empty();
        }
    }

    @Override
    public void close() {
        Libc.close(fd);
    }

    /** The lines of a refused request, and who holds the first one that is held. */
    private String held(int[] offsets, Arena arena) {
        for (int offset : offsets) {
            MemorySegment info = GpioAbi.lineInfo(arena, offset);
            if (Libc.ioctl(fd, GpioAbi.GET_LINE_INFO, info) == 0 && GpioAbi.used(info)) {
                return "GPIO line " + offset + ", held by '" + GpioAbi.userOf(info) + "',";
            }
        }
        return offsets.length == 1
                ? "GPIO line " + offsets[0]
                : "GPIO lines " + offsets[0] + " to " + offsets[offsets.length - 1];
    }

    private static GpioChip of(int fd, MemorySegment info) {
        String name = GpioAbi.chipName(info) + " (" + GpioAbi.chipLabel(info) + ")";
        return new GpioChip(fd, name, GpioAbi.chipLines(info));
    }

    private static @Nullable MemorySegment info(int fd, Arena arena) {
        MemorySegment info = arena.allocate(GpioAbi.CHIP_INFO_BYTES, Integer.BYTES);
        return Libc.ioctl(fd, GpioAbi.GET_CHIP_INFO, info) < 0 ? null : info;
    }

    private static IOException refused(Path path, int result) {
        String remedy = result == -Libc.EACCES ? "; add the user to the group gpio and log in again" : "";
        return new IOException("cannot open " + path + ": " + Libc.message(result) + remedy);
    }
}
