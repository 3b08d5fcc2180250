package org.otgwpi.board;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The kernel's {@code struct termios} (asm-generic/termbits.h): input, output, control and local flags, 32 bits each,
 * then line discipline and control characters. The same on arm, arm64 and x86-64.
 */
final class Termios {

    private static final long TCGETS = 0x5401L;
    private static final long TCSETS = 0x5402L;
    private static final long BYTES = 64;

    private static final long INPUT = 0;
    private static final long OUTPUT = 4;
    private static final long CONTROL = 8;
    private static final long LOCAL = 12;

    /** IGNBRK, BRKINT, PARMRK, ISTRIP, INLCR, IGNCR, ICRNL, IXON: all that changes or swallows input. */
    private static final int COOKED_INPUT = 0x1 | 0x2 | 0x8 | 0x20 | 0x40 | 0x80 | 0x100 | 0x400;

    private static final int OPOST = 0x1;
    /** ECHO, ECHONL, ICANON, ISIG, IEXTEN. */
    private static final int COOKED_LOCAL = 0x8 | 0x40 | 0x2 | 0x1 | 0x8000;

    private static final int CSIZE = 0x30;
    private static final int CS8 = 0x30;
    private static final int PARENB = 0x100;
    private static final int HUPCL = 0x400;

    private Termios() {}

    static boolean isTerminal(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            return Libc.ioctl(fd, TCGETS, arena.allocate(BYTES, Integer.BYTES)) == 0;
        }
    }

    /** Makes the terminal pass every byte unchanged, as cfmakeraw(3); 0 or the negative errno. */
    static int makeRaw(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(BYTES, Integer.BYTES);
            int result = Libc.ioctl(fd, TCGETS, termios);
            if (result < 0) {
                return result;
            }
            change(termios, INPUT, COOKED_INPUT, 0);
            change(termios, OUTPUT, OPOST, 0);
            change(termios, CONTROL, CSIZE | PARENB, CS8);
            change(termios, LOCAL, COOKED_LOCAL, 0);
            return Libc.ioctl(fd, TCSETS, termios);
        }
    }

    /** Keeps DTR and RTS as they are when the last user closes the terminal; 0 or the negative errno. */
    static int keepModemLinesOnClose(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(BYTES, Integer.BYTES);
            int result = Libc.ioctl(fd, TCGETS, termios);
            if (result < 0) {
                return result;
            }
            change(termios, CONTROL, HUPCL, 0);
            return Libc.ioctl(fd, TCSETS, termios);
        }
    }

    /** True if closing the terminal lowers DTR and RTS. */
    static boolean dropsModemLinesOnClose(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment termios = arena.allocate(BYTES, Integer.BYTES);
            return Libc.ioctl(fd, TCGETS, termios) == 0 && (termios.get(ValueLayout.JAVA_INT, CONTROL) & HUPCL) != 0;
        }
    }

    private static void change(MemorySegment termios, long field, int clear, int set) {
        int flags = termios.get(ValueLayout.JAVA_INT, field);
        termios.set(ValueLayout.JAVA_INT, field, (flags & ~clear) | set);
    }
}
