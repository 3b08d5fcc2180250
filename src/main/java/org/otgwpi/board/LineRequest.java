package org.otgwpi.board;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * GPIO lines that are ours until they are closed. Bit n of levels and masks is the n-th line of the request; one call
 * changes or reads any of them. The kernel lets them go if the process dies. Safe for any thread.
 */
final class LineRequest implements AutoCloseable, BankWires {

    private final int fd;
    private final String user;
    private final MemorySegment values = Arena.ofAuto().allocate(GpioAbi.VALUES_BYTES, Long.BYTES);
    private boolean closed;

    LineRequest(int fd, String user) {
        this.fd = fd;
        this.user = user;
    }

    /** For the event thread, which stops using it before the lines are closed. */
    int fd() {
        return fd;
    }

    String user() {
        return user;
    }

    /** The levels of the lines in {@code mask}. */
    synchronized long levels(long mask) throws IOException {
        GpioAbi.setValues(values, 0, mask);
        call(GpioAbi.GET_VALUES, "read", values);
        return GpioAbi.bits(values) & mask;
    }

    /** Gives the lines in {@code mask} the levels in {@code bits}, all at once. */
    @Override
    public synchronized void set(long bits, long mask) throws IOException {
        GpioAbi.setValues(values, bits, mask);
        call(GpioAbi.SET_VALUES, "set", values);
    }

    @Override
    public synchronized void drive(long outputs, long bits) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            call(GpioAbi.SET_CONFIG, "drive", GpioAbi.config(arena, outputs, bits));
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Libc.close(fd);
        }
    }

    private void call(long request, String what, MemorySegment argument) throws IOException {
        if (closed) {
            throw new IOException("cannot " + what + " the GPIO line for " + user + ": it was given back");
        }
        int result;
        do {
            result = Libc.ioctl(fd, request, argument);
        } while (result == -Libc.EINTR);
        if (result < 0) {
            throw new IOException("cannot " + what + " the GPIO line for " + user + ": " + Libc.message(result));
        }
    }
}
