package org.otgwpi.board;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The GPIO lines of the 40-pin header, by their BCM numbers 0 to 27. A line has one user at a time: whoever asks for
 * one that is taken, is not there, or belongs to the UART (14 and 15) gets an IOException with a sentence that names
 * the line and both users. Safe for any thread.
 */
public interface GpioLines extends AutoCloseable {

    /** The setting of a line that is not wired: decisions 8. */
    int NONE = -1;

    /**
     * The lines of this machine.
     *
     * @param chip the chip's device, or null for the one with the 40-pin header
     * @param listeners runs the listeners of inputs; one thread keeps their edges in order
     * @throws IOException if there is no such chip, or it may not be used
     */
    static GpioLines ofChip(@Nullable Path chip, Executor listeners) throws IOException {
        return ChipLines.open(chip == null ? GpioChip.ofHeader() : GpioChip.at(chip), listeners);
    }

    /** What the lines are on, for messages: {@code gpiochip0 (pinctrl-bcm2711)}. */
    String name();

    /**
     * Drives a line.
     *
     * @param user what for, as the user knows it: {@code LED 1}
     * @param high its level at the start
     */
    OutputLine output(int line, String user, boolean high) throws IOException;

    /**
     * Listens to a line.
     *
     * @param debounceMicros how long a level must last to count; 0 for counters
     * @param listener is told of each edge from now on
     */
    InputLine input(int line, String user, Pull pull, int debounceMicros, Consumer<Edge> listener) throws IOException;

    /** The wire to the gateway chip's reset pin; with {@link #NONE} one that does nothing. */
    ResetLine resetLine(int line, String user) throws IOException;

    /**
     * Keeps a line for a driver of the kernel, which has it already: nothing is done to it, but nobody else gets it.
     */
    Reservation reserve(int line, String user) throws IOException;

    /**
     * Takes lines that are driven together. All stay inputs for now.
     *
     * @param uses at most 64
     */
    OutputBank bank(List<LineUse> uses) throws IOException;

    /** Takes a line that hardware dims; empty if there is no hardware PWM on it, and then nothing is taken. */
    Optional<PwmChannel> dimmer(LineUse use) throws IOException;

    /** Who has a line, as far as can be seen: one of us, or a driver of the kernel. */
    Optional<String> holder(int line);

    /** The lines that have a user here, in the order of their numbers. */
    List<LineState> states();

    /** Gives all lines back: they fall to inputs. Never fails, may be called again. */
    @Override
    void close();

    /** A line that is kept free for someone else. */
    interface Reservation extends AutoCloseable {

        /** Lets others have the line. May be called again. */
        @Override
        void close();
    }
}
