package org.otgwpi.board;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A pseudo terminal in raw mode: whoever opens {@link #slavePath()} as a serial port talks to the owner of this object.
 *
 * <p>The other side may close its port and open it again as often as it likes: reading goes on. {@link #close()} is
 * what an unplugged adapter looks like to it. One thread reads, one writes, any may close.
 */
public final class Pty implements AutoCloseable {

    private static final long TIOCSPTLCK = 0x40045431L;
    private static final long TIOCGPTN = 0x80045430L;
    private static final int BUFFER_BYTES = 4096;

    /** How long a write waits for a reader. Then its bytes are lost, as on a wire nobody listens to. */
    private static final int WRITE_PATIENCE_MILLIS = 1000;

    private final Arena arena = Arena.ofAuto();
    private final int master;
    private final int slave;
    private final int wake;
    private final String slavePath;
    private final PollSet readable = new PollSet(arena, 2);
    private final PollSet writable = new PollSet(arena, 2);
    private final MemorySegment readBuffer = arena.allocate(BUFFER_BYTES);
    private final MemorySegment writeBuffer = arena.allocate(BUFFER_BYTES);
    private int users;
    private boolean closed;

    private Pty(int master, int slave, int wake, String slavePath) {
        this.master = master;
        this.slave = slave;
        this.wake = wake;
        this.slavePath = slavePath;
    }

    /**
     * Makes a new pseudo terminal.
     *
     * @throws IOException if the system has none left, or none at all
     */
    public static Pty open() throws IOException {
        int master = opened("/dev/ptmx");
        int slave = -1;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment number = arena.allocate(ValueLayout.JAVA_INT);
            must(Libc.ioctl(master, TIOCSPTLCK, number), "unlock");
            must(Libc.ioctl(master, TIOCGPTN, number), "name");
            String path = "/dev/pts/" + number.get(ValueLayout.JAVA_INT, 0);
            slave = opened(path);
            must(Termios.makeRaw(slave), "set up");
            int wake = Libc.eventfd();
            must(wake, "prepare");
            return new Pty(master, slave, wake, path);
        } catch (IOException e) {
            Libc.close(master);
            if (slave >= 0) {
                Libc.close(slave);
            }
            throw e;
        }
    }

    /** The device that the other side opens: {@code /dev/pts/3}. */
    public String slavePath() {
        return slavePath;
    }

    /**
     * Waits for bytes from the other side.
     *
     * @return the number of bytes read, at least 1, or -1 when this object was closed
     */
    public int read(byte[] buffer) {
        if (!enter()) {
            return -1;
        }
        try {
            while (awaited(readable, Libc.POLLIN, -1)) {
                int count = Libc.read(master, readBuffer, Math.min(buffer.length, BUFFER_BYTES));
                if (count > 0) {
                    MemorySegment.copy(readBuffer, ValueLayout.JAVA_BYTE, 0, buffer, 0, count);
                    return count;
                }
                if (count != -Libc.EAGAIN && count != -Libc.EINTR) {
                    return -1;
                }
            }
            return -1;
        } finally {
            leave();
        }
    }

    /** Sends bytes to the other side. They are dropped when this object is closed, or nobody reads for a second. */
    public void write(byte[] bytes, int offset, int length) {
        if (!enter()) {
            return;
        }
        try {
            int done = 0;
            while (done < length && awaited(writable, Libc.POLLOUT, WRITE_PATIENCE_MILLIS)) {
                int part = Math.min(length - done, BUFFER_BYTES);
                MemorySegment.copy(bytes, offset + done, writeBuffer, ValueLayout.JAVA_BYTE, 0, part);
                int count = Libc.write(master, writeBuffer, part);
                if (count < 0 && count != -Libc.EAGAIN && count != -Libc.EINTR) {
                    return;
                }
                done += Math.max(0, count);
            }
        } finally {
            leave();
        }
    }

    /** Hangs up. May be called again. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (users == 0) {
            closeDescriptors();
            return;
        }
        try (Arena call = Arena.ofConfined()) {
            Libc.write(wake, call.allocateFrom(ValueLayout.JAVA_LONG, 1), Long.BYTES);
        }
    }

    /** Waits until the master is ready; false if it was closed meanwhile or the time is over. */
    private boolean awaited(PollSet set, short events, int timeoutMillis) {
        while (true) {
            set.set(0, master, events);
            set.set(1, wake, Libc.POLLIN);
            int count = Libc.poll(set, 2, timeoutMillis);
            if (count == 0 || set.found(1) != 0) {
                return false;
            }
            if (count > 0) {
                return true;
            }
            if (count != -Libc.EINTR) {
                return false;
            }
        }
    }

    private synchronized boolean enter() {
        if (closed) {
            return false;
        }
        users++;
        return true;
    }

    /** Descriptors are closed by the last who uses them: a closed number could already name somebody else's file. */
    private synchronized void leave() {
        users--;
        if (closed && users == 0) {
            closeDescriptors();
        }
    }

    private void closeDescriptors() {
        Libc.close(slave);
        Libc.close(master);
        Libc.close(wake);
    }

    private static int opened(String path) throws IOException {
        int fd = Libc.open(path, Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
        must(fd, "open " + path + " for");
        return fd;
    }

    private static void must(int result, String what) throws IOException {
        if (result < 0) {
            throw new IOException("cannot " + what + " a pseudo terminal: " + Libc.message(result));
        }
    }
}
