package org.otgwpi.otgw.mqtt;

import io.reactivex.Scheduler;
import io.reactivex.disposables.Disposable;
import io.reactivex.disposables.Disposables;
import java.util.concurrent.TimeUnit;

/** Runs what the client library schedules for its users at once, where it is: on the network's thread. */
final class SameThread extends Scheduler {

    @Override
    public Worker createWorker() {
        return new Worker() {

            private volatile boolean disposed;

            /** Nothing here is scheduled with a delay. */
            @Override
            public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
                if (!disposed) {
                    task.run();
                }
                return Disposables.disposed();
            }

            @Override
            public void dispose() {
                disposed = true;
            }

            @Override
            public boolean isDisposed() {
                return disposed;
            }
        };
    }
}
