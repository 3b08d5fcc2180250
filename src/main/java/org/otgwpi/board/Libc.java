package org.otgwpi.board;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * The C library, as far as the board needs it: the one place where the foreign-function API is used for calls.
 *
 * <p>Results follow the kernel's convention: at least 0 on success, the negative errno on failure. Nothing is retried
 * here. Safe for any thread; the segments that are passed in are the caller's.
 */
final class Libc {

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int EBUSY = 16;
    static final int EINVAL = 22;

    static final int O_RDONLY = 0;
    static final int O_RDWR = 2;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_CLOEXEC = 0x80000;

    /** {@code flock}: for us alone, without waiting. */
    static final int LOCK_EX_NB = 2 | 4;

    static final short POLLIN = 1;
    static final short POLLOUT = 4;
    static final short POLLERR = 8;
    static final short POLLHUP = 16;
    static final short POLLNVAL = 32;

    /** {@code eventfd}: do not block, do not hand on to child processes. */
    private static final int EFD_NONBLOCK_CLOEXEC = O_NONBLOCK | O_CLOEXEC;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final Linker.Option VARIADIC = Linker.Option.firstVariadicArg(2);
    private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_OF_STATE =
            CALL_STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final MethodHandle OPEN =
            bind("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), ERRNO, VARIADIC);
    private static final MethodHandle CLOSE = bind("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle READ =
            bind("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO);
    private static final MethodHandle WRITE =
            bind("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), ERRNO);
    private static final MethodHandle IOCTL =
            bind("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS), ERRNO, VARIADIC);
    private static final MethodHandle POLL =
            bind("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT), ERRNO);
    private static final MethodHandle EVENTFD =
            bind("eventfd", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle FLOCK = bind("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle SOCKET =
            bind("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);
    private static final MethodHandle SENDTO = bind(
            "sendto",
            FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT),
            ERRNO);
    private static final MethodHandle STRERROR = bind("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));

    /** Where a call leaves its errno: one for each thread, so that no call allocates. */
    private static final ThreadLocal<MemorySegment> STATE =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(CALL_STATE));

    private Libc() {}

    /** Opens {@code path}; the descriptor, or the negative errno. */
    static int open(String path, int flags) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = STATE.get();
            int result = (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags);
            return result < 0 ? -errno(state) : result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int close(int fd) {
        try {
            MemorySegment state = STATE.get();
            int result = (int) CLOSE.invokeExact(state, fd);
            return result < 0 ? -errno(state) : result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Reads up to {@code length} bytes to the start of {@code buffer}; the number read, 0 at the end. */
    static int read(int fd, MemorySegment buffer, long length) {
        try {
            MemorySegment state = STATE.get();
            long result = (long) READ.invokeExact(state, fd, buffer, length);
            return result < 0 ? -errno(state) : (int) result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Writes up to {@code length} bytes from the start of {@code buffer}; the number written. */
    static int write(int fd, MemorySegment buffer, long length) {
        try {
            MemorySegment state = STATE.get();
            long result = (long) WRITE.invokeExact(state, fd, buffer, length);
            return result < 0 ? -errno(state) : (int) result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    static int ioctl(int fd, long request, MemorySegment argument) {
        try {
            MemorySegment state = STATE.get();
            int result = (int) IOCTL.invokeExact(state, fd, request, argument);
            return result < 0 ? -errno(state) : result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /**
     * Waits for one of the first {@code count} entries of {@code entries}.
     *
     * @param timeoutMillis how long, -1 for ever
     * @return how many entries have something to tell
     */
    static int poll(PollSet entries, int count, int timeoutMillis) {
        try {
            MemorySegment state = STATE.get();
            int result = (int) POLL.invokeExact(state, entries.segment(), (long) count, timeoutMillis);
            return result < 0 ? -errno(state) : result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** A new counter to wake a poll with; reading or writing it never blocks. */
    static int eventfd() {
        try {
            MemorySegment state = STATE.get();
            int result = (int) EVENTFD.invokeExact(state, 0, EFD_NONBLOCK_CLOEXEC);
            return result < 0 ? -errno(state) : result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Takes or asks for an advisory lock, see flock(2). */
    static int flock(int fd, int operation) {
        try {
            MemorySegment state = STATE.get();
            int result = (int) FLOCK.invokeExact(state, fd, operation);
            return result < 0 ? -errno(state) : result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** A new socket of the family's only protocol; the descriptor. */
    static int socket(int family, int type) {
        try {
            MemorySegment state = STATE.get();
            int result = (int) SOCKET.invokeExact(state, family, type, 0);
            return result < 0 ? -errno(state) : result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /** Sends all of {@code message} to the socket address in the first {@code addressBytes} of {@code address}. */
    static int sendTo(int fd, MemorySegment message, MemorySegment address, int addressBytes) {
        try {
            MemorySegment state = STATE.get();
            long result = (long) SENDTO.invokeExact(state, fd, message, message.byteSize(), 0, address, addressBytes);
            return result < 0 ? -errno(state) : (int) result;
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    /**
     * Replaces the running program, its process id and its standard streams staying the same. All other open files are
     * closed. Does not return but on failure.
     *
     * @return the negative errno
     */
    static int exec(String path, List<String> arguments) {
        return Exec.exec(path, arguments);
    }

    /** Bound when it is used: no gateway on a device needs it, and an older C library lacks close_range. */
    private static final class Exec {

        private static final int CLOSE_RANGE_CLOEXEC = 4;
        private static final MethodHandle EXECV =
                bind("execv", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS), ERRNO);
        private static final MethodHandle CLOSE_RANGE =
                bind("close_range", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT), ERRNO);

        private Exec() {}

        static int exec(String path, List<String> arguments) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment all = arena.allocate(ADDRESS, arguments.size() + 1L);
                for (int i = 0; i < arguments.size(); i++) {
                    all.setAtIndex(ADDRESS, i, arena.allocateFrom(arguments.get(i)));
                }
                all.setAtIndex(ADDRESS, arguments.size(), MemorySegment.NULL);
                MemorySegment state = STATE.get();
                int closing = (int) CLOSE_RANGE.invokeExact(state, 3, Integer.MAX_VALUE, CLOSE_RANGE_CLOEXEC);
                if (closing < 0) {
                    return -errno(state);
                }
                int result = (int) EXECV.invokeExact(state, arena.allocateFrom(path), all);
                return result < 0 ? -errno(state) : result;
            } catch (Throwable e) {
                throw impossible(e);
            }
        }
    }

    /**
     * Lets the calling thread run before all threads without such a priority, see sched_setscheduler(2). What it starts
     * does not inherit that.
     *
     * @param priority 1 to 99
     */
    static int firstInFirstOut(int priority) {
        return Scheduler.firstInFirstOut(priority);
    }

    /** Bound when it is used: few personalities need it. */
    private static final class Scheduler {

        private static final int CALLING_THREAD = 0;
        private static final int SCHED_FIFO = 1;
        private static final int SCHED_RESET_ON_FORK = 0x40000000;
        private static final MethodHandle SCHED_SETSCHEDULER =
                bind("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS), ERRNO);

        private Scheduler() {}

        static int firstInFirstOut(int priority) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment state = STATE.get();
                int result = (int) SCHED_SETSCHEDULER.invokeExact(
                        state,
                        CALLING_THREAD,
                        SCHED_FIFO | SCHED_RESET_ON_FORK,
                        arena.allocateFrom(JAVA_INT, priority));
                return result < 0 ? -errno(state) : result;
            } catch (Throwable e) {
                throw impossible(e);
            }
        }
    }

    /** What a failed result means, as the system says it: {@code Device or resource busy (errno 16)}. */
    static String message(int failedResult) {
        int errno = -failedResult;
        try {
            MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
            return text.reinterpret(256).getString(0) + " (errno " + errno + ")";
        } catch (Throwable e) {
            throw impossible(e);
        }
    }

    private static int errno(MemorySegment state) {
        return (int) ERRNO_OF_STATE.get(state, 0L);
    }

    private static MethodHandle bind(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        MemorySegment address = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new IllegalStateException("the C library has no function " + name));
        return LINKER.downcallHandle(address, descriptor, options);
    }

    private static IllegalStateException impossible(Throwable e) {
        return new IllegalStateException("a call into the C library failed in Java", e);
    }
}
