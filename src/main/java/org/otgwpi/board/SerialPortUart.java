package org.otgwpi.board;

import com.fazecast.jSerialComm.SerialPort;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open port of {@link SerialPortLine}. */
final class SerialPortUart implements Uart {

    private final SerialPort port;
    private final String name;
    private final AtomicBoolean closed = new AtomicBoolean();

    SerialPortUart(SerialPort port, String name) {
        this.port = port;
        this.name = name;
    }

    @Override
    public int read(byte[] buffer) {
        int count = closed.get() ? -1 : port.readBytes(buffer, buffer.length);
        // A line that was hung up answers 0 for ever.
        return count > 0 ? count : -1;
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        if (closed.get() || port.writeBytes(bytes, bytes.length) != bytes.length) {
            throw new IOException("the serial line " + name + " is gone");
        }
    }

    @Override
    public void setBreak(boolean on) {
        boolean unused = !closed.get() && (on ? port.setBreak() : port.clearBreak());
    }

    @Override
    public void close() {
        if (!closed.getAndSet(true)) {
            port.closePort();
        }
    }
}
