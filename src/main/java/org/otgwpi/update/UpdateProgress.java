package org.otgwpi.update;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.otgwpi.personality.Activity;
import org.otgwpi.personality.Audience;
import org.otgwpi.update.UpdateStatus.Phase;

/**
 * How the current or last update stands, in the original's words and in ours; tells everyone who follows. Never waits.
 * Thread-safe.
 */
final class UpdateProgress {

    /** The original sends no more than one {@code start} or {@code write} in this time (otgw-http-ws 3.7). */
    private static final long GATE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final Supplier<Audience> audience;
    private final LongSupplier nanoTime;
    private final ObjectMapper json = new ObjectMapper();
    private volatile UpdateStatus status = UpdateStatus.IDLE;
    private volatile OriginalStatus original = OriginalStatus.IDLE;
    private long toldNanos;

    UpdateProgress(Supplier<Audience> audience, LongSupplier nanoTime) {
        this.audience = audience;
        this.nanoTime = nanoTime;
    }

    UpdateStatus status() {
        return status;
    }

    OriginalStatus original() {
        return original;
    }

    /** A file begins to come. */
    synchronized void uploading(Activity activity, long bytes) {
        show(UpdateStatus.uploading(activity, bytes));
    }

    /** So much of the current phase is done. */
    synchronized void percent(int percent) {
        if (percent == status.percent()) {
            return;
        }
        show(status.at(percent));
        if (status.phase() == Phase.INSTALLING) {
            original = original.in("write", original.total() * percent / 100);
            if (nanoTime.getAsLong() - toldNanos >= GATE_NANOS) {
                tell();
            }
        }
    }

    synchronized void checking(String file, long bytes) {
        show(status.of(file, bytes, "").in(Phase.CHECKING));
    }

    synchronized void ready(String file, long bytes, String version) {
        show(status.of(file, bytes, version).in(Phase.READY));
    }

    /** It is about to be installed: everything falls silent. */
    synchronized void begun() {
        show(status.in(Phase.SILENCING));
        original = new OriginalStatus("start", 0, status.bytes(), status.file(), "");
    }

    /** Says {@code start} to everyone. */
    synchronized void announce() {
        tell();
    }

    synchronized void installing() {
        show(status.in(Phase.INSTALLING));
    }

    synchronized void installed() {
        show(status.in(Phase.RESTARTING));
        original = original.in("end", original.total());
        tell();
    }

    /** @param state {@code error} or {@code abort} */
    synchronized void failed(String state, String sentence) {
        show(status.failed(sentence));
        original = new OriginalStatus(state, 0, status.bytes(), status.file(), sentence);
        tell();
    }

    synchronized void idle() {
        show(UpdateStatus.IDLE);
    }

    private void tell() {
        toldNanos = nanoTime.getAsLong();
        audience.get().message(original.json());
    }

    private void show(UpdateStatus next) {
        status = next;
        Map<String, @Nullable Object> news = new LinkedHashMap<>();
        news.put("type", "update");
        news.putAll(next.json());
        try {
            audience.get().news(json.writeValueAsBytes(news));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A status cannot be written as JSON", e);
        }
    }
}
