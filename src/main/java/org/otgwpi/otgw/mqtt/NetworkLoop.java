package org.otgwpi.otgw.mqtt;

import io.netty.channel.EventLoop;
import io.netty.channel.MultithreadEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.tinylog.Logger;

/**
 * The one thread of MQTT, which is that of the client library's network: a value goes from the gateway to the socket
 * with one change of threads. Nothing that runs on it may wait. Thread-safe.
 */
final class NetworkLoop implements Executor {

    private static final long GRACE_MILLIS = 500;

    /**
     * Options of the libraries, as their documentation names them: packets are made in one small pool instead of memory
     * that is asked for and given back for each, nobody looks for leaks, and no thread wakes each second for nothing.
     */
    private static final Map<String, String> OPTIONS = Map.of(
            "io.netty.allocator.numDirectArenas", "1",
            "io.netty.allocator.numHeapArenas", "1",
            "io.netty.allocator.maxOrder", "3",
            "io.netty.leakDetection.level", "disabled",
            "rx2.purge-enabled", "false");

    private final MultithreadEventLoopGroup group;
    private final EventLoop loop;

    /** Loads the network library and starts the thread. */
    NetworkLoop() {
        OPTIONS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
        group = new NioEventLoopGroup(1, new DefaultThreadFactory("mqtt", true));
        loop = group.next();
    }

    /** For the client library, to do its work on the same thread. */
    MultithreadEventLoopGroup group() {
        return group;
    }

    /** Runs {@code task} on the thread, later even if called there; never after {@link #close}. */
    @Override
    public void execute(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            Logger.debug("MQTT has ended");
        }
    }

    /** Runs {@code task} on the thread after so many nanoseconds. To be called there. */
    ScheduledFuture<?> schedule(Runnable task, long nanos) {
        return loop.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Ends the thread; does not wait for that. */
    void close() {
        group.shutdownGracefully(0, GRACE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
