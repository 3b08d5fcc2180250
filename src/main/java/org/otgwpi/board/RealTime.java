package org.otgwpi.board;

import java.io.IOException;

/** Precedence for threads that have to keep time: the kernel runs them as soon as they are due. */
public final class RealTime {

    private RealTime() {}

    /**
     * Gives it to the calling thread, which must never run for long without waiting.
     *
     * @param priority 1 to 99; of two such threads the one with the greater number goes first
     * @throws IOException with a sentence if the system does not allow it: LimitRTPRIO of the service says how far it does
     */
    public static void takePrecedence(int priority) throws IOException {
        int result = Libc.firstInFirstOut(priority);
        if (result < 0) {
            throw new IOException(
                    "the system grants no real-time priority %d: %s".formatted(priority, Libc.message(result)));
        }
    }
}
