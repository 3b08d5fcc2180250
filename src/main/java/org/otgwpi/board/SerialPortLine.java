package org.otgwpi.board;

import com.fazecast.jSerialComm.SerialPort;
import com.fazecast.jSerialComm.SerialPortInvalidPortException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * A serial port of the machine (otgw-core 1.1): 9600 baud, 8N1, no flow control, for us alone. DTR and RTS stay as the
 * kernel sets them at open, and closing leaves them. The port is named by a setting; {@code auto} means
 * {@code /dev/otgw}, {@code /dev/serial0}, or the only USB adapter (decisions 8). Safe for any thread.
 */
public final class SerialPortLine implements SerialLine {

    /** The setting that lets us look for the port. */
    public static final String AUTO = "auto";

    private static final long TIOCEXCL = 0x540CL;
    private static final long TIOCGEXCL = 0x80045440L;

    private final Path devices;
    private final Supplier<String> setting;

    /**
     * A line on the port that {@code setting} names at the time of each open.
     *
     * @param setting gives a path, or {@link #AUTO}
     */
    public SerialPortLine(Supplier<String> setting) {
        this(Path.of("/dev"), setting);
    }

    SerialPortLine(Path devices, Supplier<String> setting) {
        this.devices = devices;
        this.setting = setting;
    }

    @Override
    public String name() {
        return setting.get();
    }

    @Override
    public Uart open() throws IOException {
        String wanted = setting.get();
        Path port = wanted.equals(AUTO) ? find() : named(wanted);
        if (!Files.exists(port)) {
            throw new IOException("there is no serial port " + port
                    + ": connect the gateway, or name another port in the setting serialport");
        }
        if (!Files.isReadable(port) || !Files.isWritable(port)) {
            throw new IOException("no permission to use " + port + ": add the user to the group "
                    + Files.getAttribute(port, "unix:group") + " and log in again");
        }
        Path device = port.toRealPath();
        SerialPort serial = configured(port);
        if (!serial.openPort(0)) {
            throw refused(port);
        }
        claim(device);
        return new SerialPortUart(serial, port.toString());
    }

    /** A name may hold letters that file names cannot have here: which ones, the locale of the system says. */
    private static Path named(String wanted) throws IOException {
        try {
            return Path.of(wanted);
        } catch (InvalidPathException e) {
            throw new IOException("no serial port can have the name in the setting serialport: name another one", e);
        }
    }

    private Path find() throws IOException {
        for (String name : List.of("otgw", "serial0")) {
            Path port = devices.resolve(name);
            if (Files.exists(port)) {
                return port;
            }
        }
        List<Path> adapters = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(devices, "tty{USB,ACM}*")) {
            found.forEach(adapters::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        Collections.sort(adapters);
        if (adapters.isEmpty()) {
            throw new IOException("found no serial port (" + devices.resolve("otgw") + ", " + devices.resolve("serial0")
                    + " or a USB adapter): connect the gateway, or name its port in the setting serialport");
        }
        if (adapters.size() > 1) {
            throw new IOException("found more than one USB adapter " + adapters
                    + ": name the gateway's port in the setting serialport");
        }
        return adapters.getFirst();
    }

    private static SerialPort configured(Path port) throws IOException {
        try {
            SerialPort serial = SerialPort.getCommPort(port.toString());
            serial.setComPortParameters(9600, 8, SerialPort.ONE_STOP_BIT, SerialPort.NO_PARITY, false);
            serial.setFlowControl(SerialPort.FLOW_CONTROL_DISABLED);
            // Drivers without that control refuse to be asked, pseudo terminals among them.
            serial.disableRs485ModeControl();
            serial.setComPortTimeouts(SerialPort.TIMEOUT_READ_SEMI_BLOCKING, 0, 0);
            return serial;
        } catch (SerialPortInvalidPortException e) {
            throw new IOException(port + " is no serial port: name another one in the setting serialport", e);
        } catch (LinkageError e) {
            throw new IOException(
                    "cannot load the library for serial ports: let the folder " + System.getProperty("java.io.tmpdir")
                            + " be writable and executable, or point -DjSerialComm.library.path to its unpacked copy",
                    e);
        }
    }

    /** Finds out why a port cannot be opened: the library's own error code does not tell. */
    private static IOException refused(Path port) {
        int fd = openPlainly(port);
        if (fd == -Libc.EBUSY) {
            return busy(port);
        }
        if (fd < 0) {
            return new IOException(port + " cannot be opened: " + Libc.message(fd)
                    + "; connect the gateway anew, or name another port in the setting serialport");
        }
        try {
            if (!Termios.isTerminal(fd)) {
                return new IOException(port + " is no serial port: name another one in the setting serialport");
            }
            int lock = Libc.flock(fd, Libc.LOCK_EX_NB);
            if (lock == -Libc.EAGAIN) {
                return busy(port);
            }
            return new IOException(port + " does not take 9600 baud, 8N1: name another port in the setting serialport");
        } finally {
            Libc.close(fd);
        }
    }

    private static IOException busy(Path port) {
        return new IOException(
                port + " is used by another program: end that program (\"fuser -v " + port + "\" names it)");
    }

    private static int openPlainly(Path port) {
        return Libc.open(port.toString(), Libc.O_RDWR | Libc.O_NOCTTY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
    }

    /** True if nobody but root may open the terminal once more. */
    static boolean exclusive(int fd) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment answer = arena.allocate(ValueLayout.JAVA_INT);
            return Libc.ioctl(fd, TIOCGEXCL, answer) == 0 && answer.get(ValueLayout.JAVA_INT, 0) != 0;
        }
    }

    /**
     * Keeps others out who ignore the advisory lock, and DTR and RTS as they are. A pseudo terminal is left alone: its
     * maker holds it open, so that it would stay locked after we were killed, and it has no such lines.
     */
    private static void claim(Path port) {
        if (port.startsWith("/dev/pts")) {
            return;
        }
        int fd = openPlainly(port);
        if (fd >= 0) {
            Libc.ioctl(fd, TIOCEXCL, MemorySegment.NULL);
            Termios.keepModemLinesOnClose(fd);
            Libc.close(fd);
        }
    }
}
