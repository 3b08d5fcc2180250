package org.otgwpi.personality;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Lets one activity at a time have the system for itself: an update, a PIC flash, a change of personality, a restart.
 * Nobody waits for it: who comes second is told what is under way. Thread-safe.
 */
public final class MaintenanceLock {

    private final AtomicReference<@Nullable Hold> holder = new AtomicReference<>();

    /**
     * Takes the system for {@code activity}, until the hold is released by whatever thread.
     *
     * @throws BusyException if another activity has it
     */
    public Hold take(Activity activity) throws BusyException {
        Hold hold = new Hold(activity);
        Hold other = holder.compareAndExchange(null, hold);
        if (other != null) {
            throw new BusyException(activity, other.activity);
        }
        return hold;
    }

    /** What has the system for itself now. */
    public Optional<Activity> current() {
        return Optional.ofNullable(holder.get()).map(hold -> hold.activity);
    }

    /** The right to go on; released once, further releases do nothing. */
    public final class Hold implements AutoCloseable {

        private final Activity activity;

        private Hold(Activity activity) {
            this.activity = activity;
        }

        @Override
        public void close() {
            holder.compareAndSet(this, null);
        }
    }
}
