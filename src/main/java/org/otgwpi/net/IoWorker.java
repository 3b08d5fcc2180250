package org.otgwpi.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.OptionMap;
import org.xnio.Options;
import org.xnio.Xnio;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;

/** The one I/O thread that all servers share, and a few threads for handlers that block. */
public final class IoWorker implements AutoCloseable {
    private static final int READ_BYTES = 16 * 1024;

    private final XnioWorker worker;
    private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(READ_BYTES);
    private final FrameBatch replies = new FrameBatch(READ_BYTES);

    private IoWorker(XnioWorker worker) {
        this.worker = worker;
    }

    /**
     * Starts the threads.
     *
     * @param taskThreads how many handlers may block at the same time
     */
    public static IoWorker start(int taskThreads) throws IOException {
        OptionMap options = OptionMap.builder()
                .set(Options.WORKER_NAME, "net")
                .set(Options.WORKER_IO_THREADS, 1)
                .set(Options.WORKER_TASK_CORE_THREADS, taskThreads)
                .set(Options.WORKER_TASK_MAX_THREADS, taskThreads)
                .set(Options.TCP_NODELAY, true)
                .getMap();
        return new IoWorker(Xnio.getInstance(IoWorker.class.getClassLoader()).createWorker(options));
    }

    XnioWorker xnio() {
        return worker;
    }

    XnioIoThread ioThread() {
        return worker.getIoThread();
    }

    /** To be used on the I/O thread only, and emptied before it is left. */
    ByteBuffer readBuffer() {
        return readBuffer;
    }

    /** To be used on the I/O thread only. */
    FrameBatch replies() {
        return replies;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
